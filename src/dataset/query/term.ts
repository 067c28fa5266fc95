import type { Span } from '../../diagnostics.ts';
import { type ByKind, byKind } from './by-kind.ts';
import { ANY, BOOL, type Type } from './type.ts';

/** Value of a constant. Dates are ISO 8601 strings in UTC with milliseconds and have the type `date`. */
export type Constant = null | boolean | number | string | readonly Constant[] | { readonly [key: string]: Constant };

/** What every label has, whatever its attributes. */
export type LabelProperty =
  | 'id' | 'label' | 'confidence' | 'closed' | 'filled' | 'vertices'
  /** Fractions of the picture: of a detection `[x, y, width, height]`; of outlines lists of `[x, y]`, of key points `[x, y]`. */
  | 'bounding_box' | 'area' | 'points'
  /** The same in pixels of the picture; missing where its size is not known. */
  | 'pixel_bounding_box' | 'pixel_area'
  /** Length of the outline, in pixels or relative to the picture's width and height. */
  | 'perimeter' | 'pixel_perimeter'; // prettier-ignore

/** What a term can do with its arguments; `sql/operations.ts` prints each. */
export type Operation =
  | 'and' | 'or' | 'not' | 'choose'
  | 'equal' | 'unequal' | 'less' | 'at-most' | 'more' | 'at-least' | 'among'
  | 'missing' | 'exists'
  | 'add' | 'subtract' | 'multiply' | 'divide' | 'remainder' | 'power' | 'negate'
  | 'abs' | 'floor' | 'ceil' | 'round' | 'truncate' | 'sqrt' | 'exp' | 'ln' | 'log10' | 'log'
  | 'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'sinh' | 'cosh' | 'tanh' | 'asinh' | 'acosh' | 'atanh'
  | 'least-of' | 'greatest-of'
  | 'starts-with' | 'ends-with' | 'has-text' | 'matches' | 'lower' | 'upper' | 'trim' | 'trim-left' | 'trim-right'
  | 'join-text' | 'replace' | 'slice-text' | 'text-length' | 'to-text' | 'split' | 'split-right' | 'join-list'
  | 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'weekday' | 'day-of-year'
  | 'milliseconds-between' | 'later'
  | 'length' | 'has' | 'only-has' | 'item' | 'sum' | 'mean' | 'least' | 'greatest' | 'deviation' | 'sample-deviation'
  | 'make-list' | 'slice-list' | 'reverse' | 'sort-list' | 'unique' | 'union' | 'intersection' | 'difference'
  | 'concat-lists' | 'insert' | 'subset' | 'overlaps' | 'range' | 'zip' | 'zip-longest'
  | 'labels-before' | 'labels-after' | 'lookup' | 'some' | 'as-number' | 'as-text' | 'as-bool' | 'as-list' | 'as-dict'
  | 'position'
  | 'type-of' | 'to-bool' | 'to-int' | 'to-number' | 'to-date'; // prettier-ignore

/**
 * Some of the labels of a sample by their place among those for which `where` holds: at most `limit` after the first `skip`,
 * or counted from the end.
 */
export type LabelWindow = {
  readonly where: Term | null;
  readonly skip: number;
  readonly limit: number | null;
  readonly fromEnd: boolean;
};

/**
 * The labels of a field of the current sample, or those of `window`, for which `where` holds. `single`: at most one a sample.
 * `each`: whether it was written as the list of labels (`gt_polylines.polylines`, a filter) and not as the field.
 */
export type LabelsTerm = {
  readonly kind: 'labels';
  readonly field: string;
  readonly single: boolean;
  readonly each: boolean;
  readonly where: Term | null;
  readonly window?: LabelWindow;
  readonly type: Type;
};

/** `value` of each of `labels`: a list, or a scalar where the field has a single label. */
export type LeavesTerm = {
  readonly kind: 'leaves';
  readonly labels: LabelsTerm;
  readonly value: Term;
  /** Whether labels without the value count as members: a list made by `map`, not by a path. */
  readonly mapped?: boolean;
  /** Whether the list is made without missing values; a path shows them where its values are asked for, as FiftyOne does. */
  readonly compact?: boolean;
  readonly type: Type;
};

/**
 * What `body` makes of each member of a list, or (`filter`) those for which it holds, or (`fold`) what it makes of the total
 * so far and each member in turn, from `initial` on. Inside `body` the member is the `element` of the same depth.
 */
export type EachTerm = {
  readonly kind: 'each';
  readonly operation: 'map' | 'filter' | 'fold';
  readonly list: Term;
  readonly body: Term;
  readonly initial: Term | null;
  readonly depth: number;
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
  | EachTerm
  /** A member of the list of the `each` of that depth, or its total so far. */
  | { readonly kind: 'element'; readonly of: 'member' | 'total'; readonly depth: number; readonly type: Type }
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
  return halved(terms, (a, b) => call('or', [a, b], BOOL)) ?? constant(false, BOOL);
}

/** True where all of them hold; true for none. */
export function allOf(terms: readonly Term[]): Term {
  return halved(terms, both) ?? constant(true, BOOL);
}

/** Terms joined by halves: of thousands the depth is that of a tree, not that of a chain. */
function halved(terms: readonly Term[], join: (a: Term, b: Term) => Term): Term | undefined {
  if (terms.length <= 1) return terms[0];
  const middle = Math.ceil(terms.length / 2);
  const [left, right] = [halved(terms.slice(0, middle), join), halved(terms.slice(middle), join)];
  return left === undefined || right === undefined ? (left ?? right) : join(left, right);
}

/** True where `term` does not hold, also where it is missing. */
export function not(term: Term): Term {
  return call('not', [term], BOOL);
}

/** Whether the term, evaluated for a label, also looks at the label's sample. */
export function looksAtSample(term: Term): boolean {
  return byKind(LOOKS_AT_SAMPLE, term, undefined);
}

/** Properties for which the size of the picture is needed. */
const SAMPLE_PROPERTIES: ReadonlySet<LabelProperty> = new Set([
  'points',
  'pixel_bounding_box',
  'pixel_area',
  'perimeter',
  'pixel_perimeter',
]);

const LOOKS_AT_SAMPLE: ByKind<Term, undefined, boolean> = {
  constant: () => false,
  members: () => true,
  property: ({ name }) => SAMPLE_PROPERTIES.has(name),
  element: () => false,
  each: ({ list, body, initial }) => [list, body, ...(initial === null ? [] : [initial])].some(looksAtSample),
  attribute: () => false,
  current: ({ type }) => type.kind === 'sample',
  field: () => true,
  labels: () => true,
  leaves: () => true,
  tags: ({ of }) => of === 'sample',
  path: ({ of }) => looksAtSample(of),
  call: ({ operation, args }) => (operation === 'length' && isPoints(args[0]) ? false : args.some(looksAtSample)),
};

/** Whether a term is the points of a label; how many there are is known without the rest of its geometry, and its units. */
export function isPoints(term: Term | undefined): boolean {
  return term?.kind === 'property' && term.name === 'points';
}

/** The lists of group members that a term looks at. */
export function membersIn(term: Term): readonly MembersTerm[] {
  if (term.kind === 'members') return [term];
  if (term.kind === 'call') return term.args.flatMap(membersIn);
  if (term.kind === 'each') {
    return [term.list, term.body, ...(term.initial === null ? [] : [term.initial])].flatMap(membersIn);
  }
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
