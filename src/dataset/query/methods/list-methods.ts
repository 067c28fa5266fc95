import { has } from '../bind/operators.ts';
import { allOf, anyOf, call, elementOf, type Operation } from '../term.ts';
import { BOOL, FLOAT, INT, type Type } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';

/** What can be asked of a list; a path through labels, `gt_polylines.label`, is one. Missing members are left out. */
export const listMethods: readonly Method[] = [
  defineMethod({
    name: 'contains',
    aliases: ['includes'],
    on: 'list',
    summary: 'True where the list holds the value, or any of those given; with `all`, all of them.',
    params: [
      { name: 'values', type: 'operand', list: true },
      { name: 'all', type: 'bool', optional: true },
    ],
    apply: (list, { values, all = false }, span) => {
      const each = values.map((value) => has({ term: list, span }, value, span));
      return all ? allOf([call('exists', [list], BOOL), ...each]) : anyOf(each);
    },
  }),
  defineMethod({
    name: 'isSubset',
    on: 'list',
    summary: 'True where the list holds nothing but the given values; false where it is missing.',
    params: [{ name: 'values', type: 'operand', list: true }],
    apply: (list, { values }) => call('only-has', [list, ...values.map(({ term }) => term)], BOOL),
  }),
  defineMethod({
    name: 'setEquals',
    on: 'list',
    summary: 'True where the list holds the given values and no others, in any order; false where it is missing.',
    params: [{ name: 'values', type: 'operand', list: true }],
    apply: (list, { values }, span) =>
      allOf([
        call('only-has', [list, ...values.map(({ term }) => term)], BOOL),
        ...values.map((value) => has({ term: list, span }, value, span)),
      ]),
  }),
  defineMethod({
    name: 'length',
    aliases: ['count'],
    on: 'list',
    summary: 'How many members the list has; 0 where it is missing.',
    params: [],
    apply: (list) => call('length', [list], INT),
  }),
  fold('sum', 'sum', 'The sum of its numbers; 0 for none.'),
  fold('mean', 'mean', 'The mean of its numbers; missing for none.', FLOAT),
  fold('min', 'least', 'The least member; missing for none.'),
  fold('max', 'greatest', 'The greatest member; missing for none.'),
];

function fold(name: string, operation: Operation, summary: string, type?: Type): Method {
  return defineMethod({
    name,
    on: 'list',
    summary,
    params: [],
    apply: (list) => call(operation, [list], type ?? elementOf(list.type)),
  });
}
