import type { AttributeType, Field } from '../model/schema.ts';
import type { ColumnType } from './answer.ts';

/** Types of which a term is known to have exactly one. `any`: known only when it is read. `missing`: the literal null. */
export type ScalarType = 'int' | 'float' | 'string' | 'bool' | 'date' | 'dict' | 'any' | 'missing';

/** The type of a term. `labels`: all labels of a field; `label`, `sample`: the one a predicate looks at. */
export type Type =
  | { readonly kind: ScalarType }
  | { readonly kind: 'list'; readonly element: Type }
  | { readonly kind: 'labels' | 'label' | 'sample' };

export const INT: Type = { kind: 'int' };
export const FLOAT: Type = { kind: 'float' };
export const STRING: Type = { kind: 'string' };
export const BOOL: Type = { kind: 'bool' };
export const DATE: Type = { kind: 'date' };
export const DICT: Type = { kind: 'dict' };
export const ANY: Type = { kind: 'any' };
export const LABELS: Type = { kind: 'labels' };

/** The list of `element`. */
export function listOf(element: Type): Type {
  return { kind: 'list', element };
}

/** The type of a user field's value, or of an attribute. */
export function typeOfField(type: AttributeType | Field['kind'], element?: AttributeType): Type {
  if (type === 'list') return listOf(element === undefined ? ANY : typeOfField(element));
  if (type === 'mixed' || type === 'value') return ANY;
  return { kind: type };
}

/** True for int and float. */
export function isNumber({ kind }: Type): boolean {
  return kind === 'int' || kind === 'float';
}

/** The one type of values that have these types; unknown where they have nothing in common. */
export function unify(types: readonly Type[]): Type {
  const [first, ...rest] = types.filter(({ kind }) => kind !== 'missing');
  return first === undefined ? ANY : rest.reduce(unifyTwo, first);
}

function unifyTwo(a: Type, b: Type): Type {
  if (a.kind === 'list' && b.kind === 'list') return listOf(unifyTwo(a.element, b.element));
  if (a.kind === b.kind) return a;
  return isNumber(a) && isNumber(b) ? FLOAT : ANY;
}

/** What to call a value of the type in a message. */
export function describe(type: Type): string {
  return type.kind === 'list' ? 'a list' : NAMES[type.kind];
}

const NAMES: Readonly<Record<Exclude<Type['kind'], 'list'>, string>> = {
  int: 'a number',
  float: 'a number',
  string: 'text',
  bool: 'true or false',
  date: 'a date',
  dict: 'an object',
  any: 'a value of unknown type',
  missing: 'missing',
  labels: 'a field of labels',
  label: 'a label',
  sample: 'a sample',
};

/** The type of a column of results that holds values of `type`. */
export function columnTypeOf({ kind }: Type): ColumnType {
  return COLUMN_TYPES[kind];
}

const COLUMN_TYPES: Readonly<Record<Type['kind'], ColumnType>> = {
  int: 'int',
  float: 'float',
  string: 'string',
  bool: 'bool',
  date: 'date',
  dict: 'dict',
  list: 'list',
  any: 'mixed',
  missing: 'mixed',
  labels: 'dict',
  label: 'dict',
  sample: 'dict',
};
