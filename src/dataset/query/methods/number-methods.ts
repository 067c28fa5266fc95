import { call, constant, type Operation } from '../term.ts';
import { FLOAT, INT, type Type } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';

const PLACE = [{ name: 'place', type: 'int', optional: true }] as const;

/** What can be asked of a number. A result that is no number, such as the root of -1, is missing. */
export const numberMethods: readonly Method[] = [
  ofNumber('abs', 'abs', 'The number without its sign.'),
  ofNumber('floor', 'floor', 'The next whole number below.', INT),
  ofNumber('ceil', 'ceil', 'The next whole number above.', INT),
  ofNumber('sqrt', 'sqrt', 'The square root.', FLOAT),
  ofNumber('exp', 'exp', 'e to the power of the number.', FLOAT),
  ofNumber('ln', 'ln', 'The natural logarithm.', FLOAT),
  ofNumber('log10', 'log10', 'The logarithm to base 10.', FLOAT),
  defineMethod({
    name: 'round',
    on: 'number',
    summary: 'Rounded to `place` decimals (0); halves go to the even neighbour.',
    params: PLACE,
    apply: (number, { place = 0 }) => call('round', [number, constant(place, INT)], place > 0 ? FLOAT : number.type),
  }),
  defineMethod({
    name: 'trunc',
    on: 'number',
    summary: 'Cut off after `place` decimals (0).',
    params: PLACE,
    apply: (number, { place = 0 }) => call('truncate', [number, constant(place, INT)], place > 0 ? FLOAT : number.type),
  }),
  defineMethod({
    name: 'pow',
    on: 'number',
    summary: 'The number to a power.',
    params: [{ name: 'power', type: 'numberOperand' }],
    apply: (number, { power }) => call('power', [number, power], FLOAT),
  }),
];

function ofNumber(name: string, operation: Operation, summary: string, type?: Type): Method {
  return defineMethod({
    name,
    on: 'number',
    summary,
    params: [],
    apply: (number) => call(operation, [number], type ?? number.type),
  });
}
