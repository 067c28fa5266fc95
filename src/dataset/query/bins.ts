import type { NamedTerm } from './plan.ts';
import { call, constant, type Term } from './term.ts';
import { FLOAT, INT, listOf, type Type } from './type.ts';

/** Bins of equal width from `low` on. */
export type Bins = { readonly low: number; readonly width: number };

/** The type of what a key is counted by: of a list its members, for they are counted one by one. */
export function countedType({ of }: NamedTerm): Type {
  return of.type.kind === 'list' ? of.type.element : of.type;
}

/** The number of the bin that each value of a key lies in, from 0; missing where the value is. Undefined for lists that are not of labels. */
export function binned({ name, of }: NamedTerm, { low, width }: Bins): NamedTerm | undefined {
  const bin = (value: Term): Term =>
    call(
      'floor',
      [call('divide', [call('subtract', [value, constant(low, FLOAT)], FLOAT), constant(width, FLOAT)], FLOAT)],
      INT,
    );
  if (of.kind === 'leaves') {
    const type = of.type.kind === 'list' ? listOf(INT) : INT;
    return { name, of: { ...of, value: bin(of.value), type } };
  }
  return of.type.kind === 'list' ? undefined : { name, of: bin(of) };
}
