import type { Span } from '../../diagnostics.ts';
import { type ByKind, byKind } from './by-kind.ts';
import { ANY, BOOL, type Type } from './type.ts';

/** Value of a constant. Dates are ISO 8601 strings in UTC with milliseconds and have the type `date`. */
export type Constant = null | boolean | number | string | readonly Constant[];

/** What every label has, whatever its attributes. */
export type LabelProperty = 'id' | 'label' | 'confidence' | 'closed' | 'filled' | 'bounding_box' | 'area' | 'vertices';

/** What a term can do with its arguments; `sql/operations.ts` prints each. */
export type Operation =
  | 'and' | 'or' | 'not' | 'choose'
  | 'equal' | 'unequal' | 'less' | 'at-most' | 'more' | 'at-least' | 'among'
  | 'missing' | 'exists'
  | 'add' | 'subtract' | 'multiply' | 'divide' | 'remainder' | 'power' | 'negate'
  | 'abs' | 'floor' | 'ceil' | 'round' | 'truncate' | 'sqrt' | 'exp' | 'ln' | 'log10'
  | 'starts-with' | 'ends-with' | 'has-text' | 'matches' | 'lower' | 'upper' | 'trim' | 'join-text' | 'replace'
  | 'slice-text' | 'text-length' | 'to-text'
  | 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'weekday' | 'day-of-year'
  | 'length' | 'has' | 'only-has' | 'item' | 'sum' | 'mean' | 'least' | 'greatest'
  | 'lookup' | 'some' | 'as-number' | 'as-text' | 'as-bool' | 'as-list' | 'position'; // prettier-ignore

/**
 * The labels of a field of the current sample, those for which `where` holds. `single`: at most one a sample. `each`: whether
 * it was written as the list of labels (`gt_polylines.polylines`, a filter) and not as the field.
 */
export type LabelsTerm = {
  readonly kind: 'labels';
  readonly field: string;
  readonly single: boolean;
  readonly each: boolean;
  readonly where: Term | null;
  readonly type: Type;
};

/** `value` of each of `labels`: a list, or a scalar where the field has a single label. */
export type LeavesTerm = {
  readonly kind: 'leaves';
  readonly labels: LabelsTerm;
  readonly value: Term;
  readonly type: Type;
};

/** Of each sample of a group `value`, or only that it is there: a list. */
export type MembersTerm = { readonly kind: 'members'; readonly value: Term | null; readonly type: Type };

/**
 * An expression whose names are known and whose types fit: plain data, independent of any dialect. Terms are evaluated
 * for one sample (`field`, `labels`, tags of a sample) or for one label (`property`, `attribute`, tags of a label).
 */
export type Term =
  | { readonly kind: 'constant'; readonly value: Constant; readonly type: Type }
  | MembersTerm
  /** The sample or the label that is looked at. */
  | { readonly kind: 'current'; readonly type: Type }
  | { readonly kind: 'field'; readonly name: string; readonly type: Type }
  | { readonly kind: 'tags'; readonly of: 'sample' | 'label'; readonly type: Type }
  | LabelsTerm
  | LeavesTerm
  | { readonly kind: 'property'; readonly name: LabelProperty; readonly type: Type }
  | { readonly kind: 'attribute'; readonly name: string; readonly type: Type }
  | { readonly kind: 'path'; readonly of: Term; readonly keys: readonly string[]; readonly type: Type }
  | { readonly kind: 'call'; readonly operation: Operation; readonly args: readonly Term[]; readonly type: Type };

/** A term with the place where it was written. */
export type Placed = { readonly term: Term; readonly span: Span };

/** A term that holds the value. */
export function constant(value: Constant, type: Type): Term {
  return { kind: 'constant', value, type };
}

/** A term that applies an operation. */
export function call(operation: Operation, args: readonly Term[], type: Type): Term {
  return { kind: 'call', operation, args, type };
}

/** True where both hold. */
export function both(left: Term, right: Term): Term {
  return call('and', [left, right], BOOL);
}

/** True where any of them holds; false for none. */
export function anyOf(terms: readonly Term[]): Term {
  const [first, ...rest] = terms;
  return first === undefined ? constant(false, BOOL) : rest.reduce((a, b) => call('or', [a, b], BOOL), first);
}

/** True where all of them hold; true for none. */
export function allOf(terms: readonly Term[]): Term {
  const [first, ...rest] = terms;
  return first === undefined ? constant(true, BOOL) : rest.reduce(both, first);
}

/** True where `term` does not hold, also where it is missing. */
export function not(term: Term): Term {
  return call('not', [term], BOOL);
}

/** Whether the term, evaluated for a label, also looks at the label's sample. */
export function looksAtSample(term: Term): boolean {
  return byKind(LOOKS_AT_SAMPLE, term, undefined);
}

const LOOKS_AT_SAMPLE: ByKind<Term, undefined, boolean> = {
  constant: () => false,
  members: () => true,
  property: () => false,
  attribute: () => false,
  current: ({ type }) => type.kind === 'sample',
  field: () => true,
  labels: () => true,
  leaves: () => true,
  tags: ({ of }) => of === 'sample',
  path: ({ of }) => looksAtSample(of),
  call: ({ args }) => args.some(looksAtSample),
};

/** The lists of group members that a term looks at. */
export function membersIn(term: Term): readonly MembersTerm[] {
  if (term.kind === 'members') return [term];
  if (term.kind === 'call') return term.args.flatMap(membersIn);
  return term.kind === 'path' ? membersIn(term.of) : [];
}

/** The labels of `term` for which `where` holds as well. */
export function narrowLabels(term: LabelsTerm, where: Term): LabelsTerm {
  return { ...term, each: true, where: term.where === null ? where : both(term.where, where) };
}

/** The type of what a list of `type` holds; unknown for what is no list. */
export function elementOf(type: Type): Type {
  return type.kind === 'list' ? type.element : ANY;
}
