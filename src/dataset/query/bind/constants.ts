import { constant, type Constant, type Term } from '../term.ts';
import { ANY, BOOL, DICT, FLOAT, INT, listOf, STRING, unify } from '../type.ts';

/** The members of a constant list, each with its own type. */
export function constantMembers(list: Term): readonly Term[] {
  if (list.kind !== 'constant' || !Array.isArray(list.value)) return [list];
  return (list.value as readonly Constant[]).map(constantOf);
}

/** A constant with the type that its value shows. */
export function constantOf(value: Constant): Term {
  if (typeof value !== 'object' || value === null) return scalarConstant(value);
  if (!Array.isArray(value)) return constant(value, DICT);
  const types = (value as readonly Constant[]).map((each) => constantOf(each).type);
  return constant(value, listOf(types.length === 0 ? ANY : unify(types)));
}

/** A constant with the type that its value shows. */
export function scalarConstant(value: null | boolean | number | string): Term {
  if (value === null) return constant(null, { kind: 'missing' });
  if (typeof value === 'boolean') return constant(value, BOOL);
  if (typeof value === 'string') return constant(value, STRING);
  return constant(value, Number.isInteger(value) ? INT : FLOAT);
}
