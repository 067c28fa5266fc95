import type { Term } from './term.ts';

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
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'shuffle'; readonly seed: number }
  /** Without the first `skip` samples, at most `limit` of the rest; counted from the end with `fromEnd`. The order stays. */
  | { readonly kind: 'slice'; readonly skip: number; readonly limit: number | null; readonly fromEnd: boolean };

/** A view: the definition, not its samples. Plain data that survives JSON. */
export type Plan = { readonly dataset: string; readonly stages: readonly Stage[] };

/** A question that ends a chain. */
export type Aggregation =
  | { readonly kind: 'count'; readonly of: Term | null }
  | { readonly kind: 'count-values'; readonly of: Term; readonly name: string }
  | { readonly kind: 'distinct'; readonly of: Term }
  | { readonly kind: 'bounds'; readonly of: Term }
  | { readonly kind: 'min'; readonly of: Term }
  | { readonly kind: 'max'; readonly of: Term }
  | { readonly kind: 'sum'; readonly of: Term }
  | { readonly kind: 'mean'; readonly of: Term }
  | { readonly kind: 'values'; readonly of: Term; readonly unwind: boolean }
  | {
      readonly kind: 'histogram-values';
      readonly of: Term;
      readonly name: string;
      readonly bins: number;
      readonly range: readonly [number, number] | null;
    }
  | { readonly kind: 'schema' }
  /** The samples themselves; `single`: the one sample of a view of at most one. */
  | { readonly kind: 'samples'; readonly single: boolean };

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
