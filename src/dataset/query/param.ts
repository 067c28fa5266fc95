import type { LabelField } from '../model/schema.ts';
import type { Taxonomy } from '../model/taxonomy.ts';
import type { Lambda, Pair } from './bind/lambda.ts';
import type { Target } from './bind/targets.ts';
import type { NamedTerm, Plan, SortKey, Tally } from './plan.ts';
import type { Constant, Placed, Term } from './term.ts';

/** A regular expression in JavaScript's syntax. */
export type Pattern = { readonly source: string; readonly flags: string };

/** A field to read in each sample; `unwind`: `[]` in its path asks for one flat list. */
export type Column = { readonly term: Term; readonly unwind: boolean };

/** Questions about one view; `single`: one was asked for, not a list. */
export type Tallies = { readonly tallies: readonly Tally[]; readonly single: boolean };

/** Old values and what they become. */
export type Mapping = readonly (readonly [Constant, Constant])[];

/**
 * What `apply` is handed for each type of parameter. The type drives checking and completion: `tag`, `id` and `labelField`
 * are known names; `predicate` is a condition on a sample, `labelPredicate` one on a label of the field that `of` names
 * (or of the receiver), `labelOperand` a value of one; `lambda` is an expression on a member of a list, `pairs` an object
 * whose keys are values or conditions; `value` is a path in quotes or an expression, `named` the same with what to call it.
 * Of the field that the parameter `of` names: `target` a field that a stage rewrites, `newValue` an expression of its
 * parent's fields, `own` one of its value, `ownPredicate` a condition on it. `groupPredicate` and `groupKey` look at a
 * group of samples as a list. `taxonomy` is a map of classes, by name or written out.
 */
export type ParamTypes = {
  readonly tag: string;
  readonly id: string;
  readonly idOrFlag: string | boolean;
  readonly text: string;
  readonly bool: boolean;
  readonly boolOrInt: boolean | number;
  readonly int: number;
  readonly number: number;
  readonly constant: Constant;
  readonly mapping: Mapping;
  readonly fieldName: string;
  readonly labelField: LabelField;
  readonly predicate: Term;
  readonly labelPredicate: Term;
  readonly value: Term;
  readonly named: NamedTerm;
  readonly column: Column;
  readonly own: Term;
  readonly target: Target;
  readonly newValue: Term;
  readonly ownPredicate: Term;
  readonly groupPredicate: Term;
  readonly groupKey: Term;
  readonly operand: Placed;
  readonly textOperand: Term;
  readonly numberOperand: Term;
  readonly sortKey: SortKey;
  readonly pattern: Pattern;
  readonly labelOperand: Placed;
  readonly lambda: Lambda;
  readonly pairs: readonly Pair[];
  readonly view: Plan;
  readonly savedView: Plan;
  readonly taxonomy: Taxonomy;
  readonly tallies: Tallies;
};

/** One of the types a parameter can have. */
export type ParamType = keyof ParamTypes;

/** A parameter of a verb or of a method. `list`: one or many. FiftyOne's positional order. */
export type Param = {
  readonly name: string;
  readonly type: ParamType;
  readonly list?: boolean;
  readonly optional?: boolean;
  /** What an optional one is where it is left out; without this it is undefined. */
  readonly default?: Constant;
  /** What it does, where its type does not say it. */
  readonly about?: string;
  /** The parameter that names the field it is about. */
  readonly of?: string;
  /** `value`: what its values must be. */
  readonly accepts?: 'number' | 'scalar';
};

type ArgumentOf<P extends Param> = P extends { readonly list: true }
  ? readonly ParamTypes[P['type']][]
  : ParamTypes[P['type']];

/** The arguments that go with the parameters `Ps`, by name. */
export type ArgumentsOf<Ps extends readonly Param[]> = {
  readonly [P in Ps[number] as P['name']]: P extends { readonly optional: true; readonly default?: undefined }
    ? ArgumentOf<P> | undefined
    : ArgumentOf<P>;
};

/** `onlyMatches` in FiftyOne's spelling: `only_matches`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Other names, and FiftyOne's spelling of all of them. */
export function aliasesOf(name: string, others: readonly string[]): readonly string[] {
  const spellings = [name, ...others].flatMap((each) => [each, snakeCase(each)]);
  return [...new Set(spellings)].filter((each) => each !== name);
}
