import { call, constant, type Operation, type Term } from '../term.ts';
import { BOOL, STRING, unify } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';
import { folded } from './fold.ts';
import { joinedList, listFrom, listsOf, madeList } from './list-operands.ts';

const VALUE = { name: 'value', type: 'operand' } as const;

/** What makes another list of a list. All of them are missing where the list is. */
export const listMakingMethods: readonly Method[] = [
  defineMethod({
    name: 'filter',
    on: 'list',
    summary: 'The members that meet the condition; `F()` is the member. Missing where the list is.',
    example: '{labels}.label.filter(F() == {class})',
    params: [{ name: 'expr', type: 'lambda' }],
    apply: (list, { expr }) => listFrom('filter', list, expr),
  }),
  defineMethod({
    name: 'map',
    on: 'list',
    summary: 'What the expression makes of each member; `F()` is the member. Missing where the list is.',
    example: 'tags.map(F().upper())',
    params: [{ name: 'expr', type: 'lambda' }],
    apply: (list, { expr }) => listFrom('map', list, expr),
  }),
  defineMethod({
    name: 'reduce',
    on: 'list',
    summary:
      'Goes through the members from the first on: `VALUE` is what was reached so far (`init_val`, 0), `F()` the member. Missing where the list is.',
    example: '{labels}.map(vertices()).reduce(VALUE + F())',
    params: [
      { name: 'expr', type: 'lambda' },
      { name: 'initVal', type: 'operand', optional: true },
    ],
    apply: (list, { expr, initVal }) => folded(list, initVal, (total) => expr.overMembers(list, total)),
  }),
  defineMethod({
    name: 'reverse',
    on: 'list',
    summary: 'The list from its end; missing where it is.',
    example: '{labels}.map(vertices()).reverse()',
    params: [],
    apply: (list) => call('reverse', [list], list.type),
  }),
  defineMethod({
    name: 'sort',
    on: 'list',
    summary:
      'The list in order: as text (10 before 9), with `numeric` as numbers; by a `key` of its objects; `reverse` from the end. Missing where it is.',
    example: '{labels}.map(vertices()).sort({ numeric: true })',
    params: [
      { name: 'key', type: 'text', optional: true },
      { name: 'numeric', type: 'bool', optional: true, default: false },
      { name: 'reverse', type: 'bool', optional: true, default: false },
    ],
    apply: (list, { key, numeric, reverse }) =>
      call('sort-list', [list, constant(key ?? null, STRING), flag(numeric), flag(reverse)], list.type),
  }),
  defineMethod({
    name: 'unique',
    on: 'list',
    summary: 'Its members, each once, in ascending order; missing where the list is.',
    example: '{labels}.label.unique()',
    params: [],
    apply: (list) => call('unique', [list], list.type),
  }),
  ofLists('union', 'union', 'The members of any of the lists, each once, in ascending order'),
  ofLists('intersection', 'intersection', 'The members that all lists have, each once, in ascending order'),
  defineMethod({
    name: 'difference',
    on: 'list',
    summary: 'The members that the other list lacks, each once; missing where either is.',
    example: "tags.difference(['{tag}'])",
    params: [{ name: 'values', type: 'operand', list: true }],
    apply: (list, { values }) => call('difference', [list, joinedList(values)], list.type),
  }),
  ofLists('extend', 'concat-lists', 'The list, then the members of the others', ['concat']),
  defineMethod({
    name: 'append',
    on: 'list',
    summary: 'The list and one more member at its end; missing where it is.',
    example: "tags.append('checked')",
    params: [VALUE],
    apply: (list, { value }) => concatenated([list, madeList([value.term])]),
  }),
  defineMethod({
    name: 'prepend',
    on: 'list',
    summary: 'The list with one more member before the first; missing where it is.',
    example: "tags.prepend('checked')",
    params: [VALUE],
    apply: (list, { value }) => concatenated([madeList([value.term]), list]),
  }),
  defineMethod({
    name: 'insert',
    on: 'list',
    summary:
      'The list with one more member before that at `index` (from 0; negative from the end); missing where it is.',
    example: "tags.insert(0, 'checked')",
    params: [{ name: 'index', type: 'numberOperand' }, VALUE],
    apply: (list, { index, value }) => {
      const member = madeList([value.term]);
      return call('insert', [list, index, member], unify([list.type, member.type]));
    },
  }),
];

function flag(value: boolean): Term {
  return constant(value, BOOL);
}

function concatenated(lists: readonly Term[]): Term {
  return call('concat-lists', lists, unify(lists.map(({ type }) => type)));
}

function ofLists(name: string, operation: Operation, what: string, aliases: readonly string[] = []): Method {
  return defineMethod({
    name,
    aliases,
    on: 'list',
    summary: `${what}; missing where one of them is.`,
    example: `tags.${name}(['{tag}', 'checked'])`,
    params: [{ name: 'lists', type: 'operand', list: true }],
    apply: (list, { lists }) => {
      const all = [list, ...listsOf(lists)];
      return call(operation, all, unify(all.map(({ type }) => type)));
    },
  });
}
