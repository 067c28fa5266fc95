import { has } from '../bind/operators.ts';
import { allOf, anyOf, call, constant, elementOf, not, type Operation, type Placed, type Term } from '../term.ts';
import { BOOL, FLOAT, INT, isNumber, STRING, type Type } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';
import { isOwnList, joinedList, listFrom } from './list-operands.ts';

const VALUES = { name: 'values', type: 'operand', list: true } as const;

/**
 * What can be asked of a list; a path through labels, `gt_polylines.label`, is one. Missing members are left out. What makes a
 * list of a missing one is missing.
 */
export const listMethods: readonly Method[] = [
  defineMethod({
    name: 'contains',
    aliases: ['includes'],
    on: 'list',
    summary:
      'True where the list holds the value, or any of those given; with `all`, all of them. False where it is missing.',
    example: "tags.contains('{tag}')",
    params: [VALUES, { name: 'all', type: 'bool', optional: true, default: false }],
    apply: (list, { values, all }, span) => {
      const [only, another] = values;
      if (only !== undefined && another === undefined && isOwnList(only.term)) {
        return all ? call('subset', [only.term, list], BOOL) : call('overlaps', [list, only.term], BOOL);
      }
      const each = values.map((value) => has({ term: list, span }, value, span));
      return all ? allOf([call('exists', [list], BOOL), ...each]) : anyOf(each);
    },
  }),
  defineMethod({
    name: 'isSubset',
    on: 'list',
    summary: 'True where the list holds nothing but the given values; false where it is missing.',
    example: "tags.isSubset(['{tag}', '{otherTag}'])",
    params: [VALUES],
    apply: (list, { values }) => onlyHas(list, values),
  }),
  defineMethod({
    name: 'setEquals',
    on: 'list',
    summary: 'True where the list holds the given values and no others, in any order; false where it is missing.',
    example: "tags.setEquals(['{tag}'])",
    params: [VALUES],
    apply: (list, { values }) => {
      const other = joinedList(values);
      return allOf([call('subset', [list, other], BOOL), call('subset', [other, list], BOOL)]);
    },
  }),
  defineMethod({
    name: 'length',
    aliases: ['count'],
    on: 'list',
    summary: 'How many members the list has, or how many meet the condition; 0 where it is missing.',
    example: 'tags.length()',
    params: [{ name: 'filter', type: 'lambda', optional: true }],
    apply: (list, { filter }) => call('length', [filter === undefined ? list : listFrom('filter', list, filter)], INT),
  }),
  defineMethod({
    name: 'any',
    aliases: ['some'],
    on: 'list',
    summary: 'True where at least one member meets the condition; false where the list is missing.',
    example: '{labels}.label.any(F() == {class})',
    params: [{ name: 'filter', type: 'lambda', optional: true }],
    apply: (list, { filter }) =>
      filter === undefined
        ? call('more', [call('length', [list], INT), constant(0, INT)], BOOL)
        : call('some', [listFrom('filter', list, filter)], BOOL),
  }),
  defineMethod({
    name: 'all',
    aliases: ['every'],
    on: 'list',
    summary: 'True where every member meets the condition; true for an empty list, false for a missing one.',
    example: '{labels}.label.all(F() != {class})',
    params: [{ name: 'filter', type: 'lambda' }],
    apply: (list, { filter }) =>
      allOf([call('exists', [list], BOOL), not(call('some', [listFrom('filter', list, filter, not)], BOOL))]),
  }),
  fold('sum', 'sum', 'The sum of its numbers; 0 for none and where it is missing.'),
  fold('mean', 'mean', 'The mean of its numbers; missing for none.', FLOAT),
  extreme('min', 'least', 'The least member'),
  extreme('max', 'greatest', 'The greatest member'),
  defineMethod({
    name: 'std',
    on: 'list',
    summary: 'The standard deviation of its numbers (`sample`: that of a sample); missing for none.',
    example: '{labels}.map(vertices()).std()',
    params: [{ name: 'sample', type: 'bool', optional: true, default: false }],
    apply: (list, { sample }) => call(sample ? 'sample-deviation' : 'deviation', [list], FLOAT),
  }),
  defineMethod({
    name: 'join',
    on: 'list',
    summary: 'Its texts in one, with another between them; missing where a member is no text.',
    example: "{labels}.label.unique().join(', ')",
    params: [{ name: 'delimiter', type: 'textOperand' }],
    apply: (list, { delimiter }) => call('join-list', [list, delimiter], STRING),
  }),
];

/** Constants are looked for member by member, which SQLite does; lists that are computed are compared as a whole. */
function onlyHas(list: Term, values: readonly Placed[]): Term {
  const simple = values.every(({ term }) => term.kind === 'constant' && term.value !== null && !isOwnList(term));
  if (!simple || elementOf(list.type).kind === 'any') return call('subset', [list, joinedList(values)], BOOL);
  return call('only-has', [list, ...values.map(({ term }) => term)], BOOL);
}

function fold(name: string, operation: Operation, summary: string, type?: Type): Method {
  return defineMethod({
    name,
    on: 'list',
    summary,
    example: `{labels}.map(vertices()).${name}()`,
    params: [],
    apply: (list) => call(operation, [list], type ?? numberType(elementOf(list.type))),
  });
}

function numberType(element: Type): Type {
  return isNumber(element) ? element : FLOAT;
}

function extreme(name: string, operation: Operation, what: string): Method {
  return defineMethod({
    name,
    on: 'list',
    summary: `${what}; missing for none.`,
    example: `{labels}.map(vertices()).${name}()`,
    params: [],
    apply: (list) => call(operation, [list], elementOf(list.type)),
  });
}
