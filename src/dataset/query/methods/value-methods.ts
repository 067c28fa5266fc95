import type { Span } from '../../../diagnostics.ts';
import type { Pair } from '../bind/lambda.ts';
import { among, exists, missing, truth } from '../bind/operators.ts';
import { call, type Operation, type Term } from '../term.ts';
import { BOOL, DATE, FLOAT, INT, isNumber, STRING, type Type, unify } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';

const DEFAULT = { name: 'default', type: 'operand', optional: true } as const;

/** What can be asked of any value. */
export const valueMethods: readonly Method[] = [
  defineMethod({
    name: 'exists',
    on: 'value',
    summary: 'True where there is a value; with false: where there is none.',
    example: '{number}.exists()',
    params: [{ name: 'bool', type: 'bool', optional: true, default: true }],
    apply: (value, { bool }) => (bool ? exists(value) : missing(value)),
  }),
  defineMethod({
    name: 'isMissing',
    aliases: ['isNull'],
    on: 'value',
    summary: 'True where there is no value.',
    example: '{number}.isMissing()',
    params: [],
    apply: (value) => missing(value),
  }),
  defineMethod({
    name: 'isIn',
    on: 'value',
    summary: 'True where the value is one of those given.',
    example: '{text}.isIn([{value}, {otherValue}])',
    params: [{ name: 'values', type: 'operand', list: true }],
    apply: (value, { values }, span) => among({ term: value, span }, values, span),
  }),
  defineMethod({
    name: 'ifNull',
    on: 'value',
    summary: 'The value, or another where there is none.',
    example: '{number}.ifNull(0)',
    params: [{ name: 'otherwise', type: 'operand' }],
    apply: (value, { otherwise }) => chosen(exists(value), value, otherwise.term),
  }),
  defineMethod({
    name: 'ifElse',
    on: 'value',
    summary: 'One value where the condition holds, else the other; also where the condition is missing.',
    example: "({number} > {middle}).ifElse('late', 'early')",
    params: [
      { name: 'then', type: 'operand' },
      { name: 'otherwise', type: 'operand' },
    ],
    apply: (condition, { then, otherwise }) => chosen(truth(condition), then.term, otherwise.term),
  }),
  defineMethod({
    name: 'cases',
    on: 'value',
    summary: 'The value that belongs to this one, `None` being a missing one; else `default`, or missing.',
    example: "{text}.cases({ '{value}': 'here' }, { default: 'there' })",
    params: [{ name: 'mapping', type: 'pairs' }, DEFAULT],
    apply: (value, { mapping, default: otherwise }, span) =>
      firstOf(
        mapping.map((pair) => [isKey(value, pair, span), pair.value.term]),
        otherwise?.term,
      ),
  }),
  defineMethod({
    name: 'switch',
    on: 'value',
    summary: 'The value of the first condition on this one that holds (`F()` is this one); else `default`, or missing.',
    example: "{number}.switch({(F() > {middle}): 'late'}, default='early')",
    params: [{ name: 'mapping', type: 'pairs' }, DEFAULT],
    apply: (value, { mapping, default: otherwise }) =>
      firstOf(
        mapping.map((pair) => [truth(pair.keyOn(value)), pair.value.term]),
        otherwise?.term,
      ),
  }),
  defineMethod({
    name: 'mapValues',
    on: 'value',
    summary: 'The value that belongs to this one, `None` being a missing one; else the value itself.',
    example: "{text}.mapValues({ '{value}': 'here' })",
    params: [{ name: 'mapping', type: 'pairs' }],
    apply: (value, { mapping }, span) =>
      firstOf(
        mapping.map((pair) => [isKey(value, pair, span), pair.value.term]),
        value,
      ),
  }),
  conversion('toBool', ['to-bool', BOOL], 'True unless it is false or 0; missing where the value is.'),
  conversion('toInt', ['to-int', INT], 'The whole number in it, cut off, or in its text; missing where there is none.'),
  conversion('toDouble', ['to-number', FLOAT], 'The number in it or in its text; missing where there is none.'),
  conversion('toDate', ['to-date', DATE], 'The date in text or milliseconds since 1970; missing where there is none.'),
  conversion(
    'type',
    ['type-of', STRING],
    'Name of its type: int, double, string, bool, date, array, object; missing where there is no value.',
  ),
  defineMethod({
    name: 'toString',
    on: 'value',
    summary: 'The value as text, lists and objects as JSON; missing where it is.',
    example: '{number}.toString()',
    params: [],
    apply: (value) => call('to-text', [value], STRING),
  }),
  defineMethod({
    name: 'isString',
    on: 'value',
    summary: 'True where the value is text.',
    example: '{text}.isString()',
    params: [],
    apply: (value) =>
      value.type.kind === 'any' ? exists(call('as-text', [value], STRING)) : known(value.type.kind === 'string', value),
  }),
  defineMethod({
    name: 'isNumber',
    on: 'value',
    summary: 'True where the value is a number.',
    example: '{number}.isNumber()',
    params: [],
    apply: (value) =>
      value.type.kind === 'any' ? exists(call('as-number', [value], FLOAT)) : known(isNumber(value.type), value),
  }),
  defineMethod({
    name: 'isArray',
    on: 'value',
    summary: 'True where the value is a list.',
    example: 'tags.isArray()',
    params: [],
    apply: (value) =>
      value.type.kind === 'any'
        ? exists(call('as-list', [value], value.type))
        : known(value.type.kind === 'list', value),
  }),
];

/** Of a value of known type only its presence is left to ask for. */
function known(fits: boolean, value: Term): Term {
  return fits ? exists(value) : { kind: 'constant', value: false, type: BOOL };
}

function chosen(test: Term, then: Term, otherwise: Term): Term {
  return call('choose', [test, then, otherwise], unify([then.type, otherwise.type]));
}

/** The value of the first condition that holds. */
function firstOf(branches: readonly (readonly [Term, Term])[], otherwise: Term = MISSING): Term {
  return branches.reduceRight((rest, [test, value]) => chosen(test, value, rest), otherwise);
}

const MISSING: Term = { kind: 'constant', value: null, type: { kind: 'missing' } };

/** Keys are compared with the value, as with `==`. */
function isKey(value: Term, { key, keySpan }: Pair, span: Span): Term {
  return among({ term: value, span }, [{ term: key, span: keySpan }], span);
}

function conversion(name: string, [operation, type]: readonly [Operation, Type], summary: string): Method {
  return defineMethod({
    name,
    on: 'value',
    summary,
    example: `{number}.${name}()`,
    params: [],
    apply: (value) => call(operation, [value], type),
  });
}
