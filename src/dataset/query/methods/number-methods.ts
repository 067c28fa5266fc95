import { call, constant, type Operation } from '../term.ts';
import { FLOAT, INT, type Type, unify } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';

const PLACE = [{ name: 'place', type: 'int', optional: true, default: 0 }] as const;

/** What can be asked of a number. A result that is no number, such as the root of -1, is missing. */
export const numberMethods: readonly Method[] = [
  ofNumber('abs', 'abs', 'The number without its sign.'),
  ofNumber('floor', 'floor', 'The next whole number below.', { type: INT }),
  ofNumber('ceil', 'ceil', 'The next whole number above.', { type: INT }),
  ofNumber('sqrt', 'sqrt', 'The square root; missing below 0.', { type: FLOAT }),
  ofNumber('exp', 'exp', 'e to the power of the number.', { type: FLOAT }),
  ofNumber('ln', 'ln', 'The natural logarithm; missing for 0 and below.', { type: FLOAT }),
  ofNumber('log10', 'log10', 'The logarithm to base 10; missing for 0 and below.', { type: FLOAT }),
  ofNumber('sin', 'sin', 'The sine of an angle in radians.', { type: FLOAT }),
  ofNumber('cos', 'cos', 'The cosine of an angle in radians.', { type: FLOAT }),
  ofNumber('tan', 'tan', 'The tangent of an angle in radians.', { type: FLOAT }),
  ofNumber('sinh', 'sinh', 'The hyperbolic sine.', { type: FLOAT }),
  ofNumber('cosh', 'cosh', 'The hyperbolic cosine.', { type: FLOAT }),
  ofNumber('tanh', 'tanh', 'The hyperbolic tangent.', { type: FLOAT }),
  ofNumber('arcsin', 'asin', 'The angle in radians with that sine; missing outside -1 to 1.', {
    type: FLOAT,
    aliases: ['asin'],
  }),
  ofNumber('arccos', 'acos', 'The angle in radians with that cosine; missing outside -1 to 1.', {
    type: FLOAT,
    aliases: ['acos'],
  }),
  ofNumber('arctan', 'atan', 'The angle in radians with that tangent.', { type: FLOAT, aliases: ['atan'] }),
  ofNumber('arcsinh', 'asinh', 'The inverse hyperbolic sine.', { type: FLOAT, aliases: ['asinh'] }),
  ofNumber('arccosh', 'acosh', 'The inverse hyperbolic cosine; missing below 1.', { type: FLOAT, aliases: ['acosh'] }),
  ofNumber('arctanh', 'atanh', 'The inverse hyperbolic tangent; missing from -1 down and from 1 up.', {
    type: FLOAT,
    aliases: ['atanh'],
  }),
  defineMethod({
    name: 'round',
    on: 'number',
    summary: 'Rounded to `place` decimals (0; negative: tens, hundreds); halves go to the even neighbour.',
    example: '({number} / 7).round(2)',
    params: PLACE,
    apply: (number, { place }) => call('round', [number, constant(place, INT)], place > 0 ? FLOAT : number.type),
  }),
  defineMethod({
    name: 'trunc',
    on: 'number',
    summary: 'Cut off after `place` decimals (0; negative: tens, hundreds).',
    example: '({number} / 7).trunc(2)',
    params: PLACE,
    apply: (number, { place }) => call('truncate', [number, constant(place, INT)], place > 0 ? FLOAT : number.type),
  }),
  defineMethod({
    name: 'log',
    on: 'number',
    summary: 'The logarithm to a base; missing for 0 and below.',
    example: '{number}.log(2)',
    params: [{ name: 'base', type: 'numberOperand' }],
    apply: (number, { base }) => call('log', [number, base], FLOAT),
  }),
  defineMethod({
    name: 'pow',
    on: 'number',
    summary: 'The number to a power.',
    example: '{number}.pow(2)',
    params: [{ name: 'power', type: 'numberOperand' }],
    apply: (number, { power }) => call('power', [number, power], FLOAT),
  }),
  ofTwo('min', 'least-of', 'The lesser of the number and another; where one is missing, the other.'),
  ofTwo('max', 'greatest-of', 'The greater of the number and another; where one is missing, the other.'),
];

function ofNumber(
  name: string,
  operation: Operation,
  summary: string,
  { type, aliases = [] }: { readonly type?: Type; readonly aliases?: readonly string[] } = {},
): Method {
  return defineMethod({
    name,
    aliases,
    on: 'number',
    summary,
    example: `({number} / {number} / 2).${name}()`,
    params: [],
    apply: (number) => call(operation, [number], type ?? number.type),
  });
}

function ofTwo(name: string, operation: Operation, summary: string): Method {
  return defineMethod({
    name,
    on: 'number',
    summary,
    example: `{number}.${name}({middle})`,
    params: [{ name: 'value', type: 'numberOperand', optional: true }],
    apply: (number, { value }) =>
      value === undefined ? number : call(operation, [number, value], unify([number.type, value.type])),
  });
}
