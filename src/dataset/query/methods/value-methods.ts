import { UserError } from '../../../diagnostics.ts';
import { among, exists, missing, truth } from '../bind/operators.ts';
import { call, type Placed } from '../term.ts';
import { BOOL, FLOAT, isNumber, STRING, type Type } from '../type.ts';
import { defineMethod } from './define-method.ts';

/** What can be asked of any value. */
export const valueMethods = [
  defineMethod({
    name: 'exists',
    on: 'value',
    summary: 'True where there is a value; with false: where there is none.',
    params: [{ name: 'bool', type: 'bool', optional: true }],
    apply: (value, { bool = true }) => (bool ? exists(value) : missing(value)),
  }),
  defineMethod({
    name: 'isMissing',
    aliases: ['isNull'],
    on: 'value',
    summary: 'True where there is no value.',
    params: [],
    apply: (value) => missing(value),
  }),
  defineMethod({
    name: 'isIn',
    on: 'value',
    summary: 'True where the value is one of those given.',
    params: [{ name: 'values', type: 'operand', list: true }],
    apply: (value, { values }, span) => among({ term: value, span }, values, span),
  }),
  defineMethod({
    name: 'ifNull',
    on: 'value',
    summary: 'The value, or another where there is none.',
    params: [{ name: 'otherwise', type: 'operand' }],
    apply: (value, { otherwise }, span) => {
      const type = commonType({ term: value, span }, otherwise);
      return call('choose', [exists(value), value, otherwise.term], type);
    },
  }),
  defineMethod({
    name: 'ifElse',
    on: 'bool',
    summary: 'One value where the condition holds, else the other.',
    params: [
      { name: 'then', type: 'operand' },
      { name: 'otherwise', type: 'operand' },
    ],
    apply: (condition, { then, otherwise }) =>
      call('choose', [truth(condition), then.term, otherwise.term], commonType(then, otherwise)),
  }),
  defineMethod({
    name: 'toString',
    on: 'value',
    summary: 'The value as text.',
    params: [],
    apply: (value) => call('to-text', [value], STRING),
  }),
  defineMethod({
    name: 'isString',
    on: 'value',
    summary: 'True where the value is text.',
    params: [],
    apply: (value) =>
      value.type.kind === 'any' ? exists(call('as-text', [value], STRING)) : known(value.type.kind === 'string', value),
  }),
  defineMethod({
    name: 'isNumber',
    on: 'value',
    summary: 'True where the value is a number.',
    params: [],
    apply: (value) =>
      value.type.kind === 'any' ? exists(call('as-number', [value], FLOAT)) : known(isNumber(value.type), value),
  }),
  defineMethod({
    name: 'isArray',
    on: 'value',
    summary: 'True where the value is a list.',
    params: [],
    apply: (value) =>
      value.type.kind === 'any'
        ? exists(call('as-list', [value], value.type))
        : known(value.type.kind === 'list', value),
  }),
];

/** Of a value of known type only its presence is left to ask for. */
function known(fits: boolean, value: Placed['term']): Placed['term'] {
  return fits ? exists(value) : { kind: 'constant', value: false, type: BOOL };
}

/**
 * The type of a value that is one of two.
 * @throws UserError `wrong-type` where they have nothing in common
 */
export function commonType(then: Placed, otherwise: Placed): Type {
  const [a, b] = [then.term.type, otherwise.term.type];
  if (a.kind === 'missing') return b;
  if (b.kind === 'missing' || a.kind === b.kind) return a;
  if (isNumber(a) && isNumber(b)) return FLOAT;
  throw new UserError('wrong-type', 'both values must be of one type', { span: otherwise.span });
}
