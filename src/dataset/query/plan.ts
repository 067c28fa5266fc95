import type { Answer } from './answer.ts';
import type { Constant, Term } from './term.ts';

/** A key to sort by. Missing comes first ascending and last descending. */
export type SortKey = { readonly by: Term; readonly descending: boolean };

/** One step of a view: what it does to the samples and labels that the steps before it left. */
export type Stage =
  | { readonly kind: 'keep-samples'; readonly where: Term }
  | {
      readonly kind: 'keep-labels';
      readonly field: string;
      readonly where: Term;
      /** Whether samples in which no label of the field is left go too. */
      readonly dropEmpty: boolean;
    }
  /** At most so many labels of the field in each sample, the first. */
  | { readonly kind: 'limit-labels'; readonly field: string; readonly count: number }
  /** An error where a label of the field has a class that is not among these, or none: `taxonomy` does not name it. */
  | {
      readonly kind: 'expect-classes';
      readonly field: string;
      readonly taxonomy: string;
      readonly classes: readonly string[];
    }
  /** The classes of a field from here on. Changes no label. */
  | ({ readonly kind: 'class-list'; readonly field: string } & ClassList)
  /** Label fields that become missing: everywhere, or where `unless` does not hold. */
  | { readonly kind: 'blank-labels'; readonly fields: readonly string[]; readonly unless: Term | null }
  /** Another value for a field of the samples; for `tags` a list. */
  | { readonly kind: 'set-field'; readonly name: string; readonly value: Term }
  /** Another value for a part of each label of a field. */
  | { readonly kind: 'set-label'; readonly field: string; readonly part: LabelPart; readonly value: Term }
  /** No other fields than these; of those named in `parts` no other attributes. */
  | {
      readonly kind: 'keep-fields';
      readonly names: readonly string[];
      readonly parts: Readonly<Record<string, readonly string[]>>;
    }
  /** The samples of another view of the same dataset after those of this one. */
  | { readonly kind: 'concat'; readonly plan: Plan }
  /** A sample for each label of a field. */
  | { readonly kind: 'patches'; readonly field: string; readonly others: readonly string[] }
  | GroupStage
  /** The samples at the places where `flags` is true. */
  | { readonly kind: 'keep-places'; readonly flags: readonly boolean[] }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'shuffle'; readonly seed: number }
  /** Without the first `skip` samples, at most `limit` of the rest; counted from the end with `fromEnd`. The order stays. */
  | { readonly kind: 'slice'; readonly skip: number; readonly limit: number | null; readonly fromEnd: boolean };

/** The classes that a taxonomy yields, in order. `isOpen`: labels may have others, too, which come behind these. */
export type ClassList = { readonly taxonomy: string; readonly names: readonly string[]; readonly isOpen: boolean };

/** What of a label a stage may rewrite. */
export type LabelPart =
  | { readonly kind: 'property'; readonly name: 'label' | 'confidence' | 'closed' | 'filled' }
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'tags' };

/**
 * Samples by the value of `by`: the first of each group, or with `flat` all of them, group by group. `where` and `sort` look at
 * the group. Groups come by `sort`, then by key, missing last.
 */
export type GroupStage = {
  readonly kind: 'group';
  readonly by: readonly Term[];
  readonly names: readonly string[];
  readonly order: SortKey | null;
  readonly flat: boolean;
  readonly where: Term | null;
  readonly sort: SortKey | null;
};

/** A view: the definition, not its samples. Plain data that survives JSON. */
export type Plan = { readonly dataset: string; readonly stages: readonly Stage[] };

/** What one number, or a pair of values, is made of all values of a term. `safe`: without infinite ones. */
export type Fold =
  | { readonly kind: 'count'; readonly of: Term | null; readonly safe: boolean }
  | { readonly kind: 'bounds' | 'min' | 'max' | 'sum' | 'mean'; readonly of: Term; readonly safe: boolean }
  /** `sample`: divided by n - 1, else by n. */
  | { readonly kind: 'std'; readonly of: Term; readonly safe: boolean; readonly sample: boolean };

/** A question about samples that has a number, a list or a table for an answer. */
export type Tally =
  | Fold
  | { readonly kind: 'count-values'; readonly of: Term; readonly name: string; readonly safe: boolean }
  /** How often each combination of values occurs. */
  | { readonly kind: 'count-by'; readonly keys: readonly NamedTerm[] }
  /** Tags of the labels of some fields. */
  | { readonly kind: 'count-label-tags'; readonly fields: readonly string[] }
  | { readonly kind: 'distinct'; readonly of: Term; readonly safe: boolean }
  /** `at`: fractions from 0 to 1; `single`: one was asked for, not a list. */
  | {
      readonly kind: 'quantiles';
      readonly of: Term;
      readonly at: readonly number[];
      readonly single: boolean;
      readonly safe: boolean;
    }
  /** `unwind`: all lists into one, or with `outer` only those of lists. `otherwise` stands for missing values. */
  | {
      readonly kind: 'values';
      readonly of: Term;
      readonly unwind: boolean | 'outer';
      readonly otherwise: Constant;
    }
  | {
      readonly kind: 'histogram-values';
      readonly of: Term;
      readonly name: string;
      /** Their number, or their edges, ascending. */
      readonly bins: number | readonly number[];
      readonly range: readonly [number, number] | null;
    }
  | { readonly kind: 'schema' }
  /** Which types the attributes of labels, the keys of an object or the members of a list have. */
  | { readonly kind: 'types-within'; readonly of: Term };

/** A term and what to call it. */
export type NamedTerm = { readonly name: string; readonly of: Term };

/** A question that ends a chain. */
export type Aggregation =
  | Tally
  /** Several at once; their answers come as one list. */
  | { readonly kind: 'several'; readonly of: readonly Tally[] }
  /** One for each group of samples. */
  | { readonly kind: 'grouped'; readonly by: readonly NamedTerm[]; readonly of: Fold; readonly name: string }
  /** What binding knows already: names, types, classes. */
  | { readonly kind: 'known'; readonly answer: Answer }
  /** A value of the first sample. */
  | { readonly kind: 'pick'; readonly of: Term; readonly needed: Needed }
  /** The samples themselves; `single`: the first sample of the view. */
  | { readonly kind: 'samples'; readonly single: boolean; readonly needed: Needed };

/** Whether it is an error that the view has no sample, or more than one. */
export type Needed = 'any' | 'one' | 'exactly-one';

/** The view of every sample of a dataset. */
export function wholeDataset(dataset: string): Plan {
  return { dataset, stages: [] };
}

/** The view with one more step. */
export function withStage(plan: Plan, stage: Stage): Plan {
  return { ...plan, stages: [...plan.stages, stage] };
}

/** The first `count` samples of the view; none for a negative count. */
export function firstSamples(plan: Plan, count: number): Plan {
  return withStage(plan, { kind: 'slice', skip: 0, limit: Math.max(0, count), fromEnd: false });
}

/** The last `count` samples of the view, in its order. */
export function lastSamples(plan: Plan, count: number): Plan {
  return withStage(plan, { kind: 'slice', skip: 0, limit: Math.max(0, count), fromEnd: true });
}

/** The view without its first `count` samples. */
export function withoutFirst(plan: Plan, count: number): Plan {
  return count <= 0 ? plan : withStage(plan, { kind: 'slice', skip: count, limit: null, fromEnd: false });
}

/** The view without its last `count` samples. */
export function withoutLast(plan: Plan, count: number): Plan {
  return count <= 0 ? plan : withStage(plan, { kind: 'slice', skip: count, limit: null, fromEnd: true });
}

/** The samples of the view for which `where` holds. */
export function keepSamples(plan: Plan, where: Term): Plan {
  return withStage(plan, { kind: 'keep-samples', where });
}
