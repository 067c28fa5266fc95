import { allOf, both, call, narrowLabels, not } from '../term.ts';
import { BOOL, INT, listOf } from '../type.ts';
import { defineMethod } from './define-method.ts';
import { folded } from './fold.ts';

const FILTER = { name: 'filter', type: 'labelPredicate' } as const;

/** What can be asked of the labels of a field. */
export const labelMethods = [
  defineMethod({
    name: 'any',
    aliases: ['some'],
    on: 'labels',
    summary: 'True where at least one label meets the condition; false where the field is missing.',
    example: '{labels}.any(label == {class})',
    params: [{ ...FILTER, optional: true }],
    apply: (labels, { filter }) => call('some', [filter === undefined ? labels : narrowLabels(labels, filter)], BOOL),
  }),
  defineMethod({
    name: 'all',
    aliases: ['every'],
    on: 'labels',
    summary: 'True where every label meets the condition; true for an empty field, false for a missing one.',
    example: '{labels}.all(label != {class})',
    params: [FILTER],
    apply: (labels, { filter }) =>
      both(call('exists', [labels], BOOL), not(call('some', [narrowLabels(labels, not(filter))], BOOL))),
  }),
  defineMethod({
    name: 'count',
    aliases: ['length'],
    on: 'labels',
    summary: 'How many labels there are, or how many meet the condition; 0 where the field is missing.',
    example: '{labels}.count(label == {class})',
    params: [{ ...FILTER, optional: true }],
    apply: (labels, { filter }) => call('length', [filter === undefined ? labels : narrowLabels(labels, filter)], INT),
  }),
  defineMethod({
    name: 'filter',
    on: 'labels',
    summary: 'The labels that meet the condition; missing where the field is.',
    example: '{labels}.filter(label == {class}).count()',
    params: [FILTER],
    apply: (labels, { filter }) => narrowLabels(labels, allOf([filter])),
  }),
  defineMethod({
    name: 'map',
    on: 'labels',
    summary: 'What the expression makes of each label, as a list; missing where the field is.',
    example: '{labels}.map(vertices())',
    params: [{ name: 'expr', type: 'labelOperand' }],
    apply: (labels, { expr }) => {
      const type = labels.single ? expr.term.type : listOf(expr.term.type);
      return { kind: 'leaves', labels, value: expr.term, mapped: true, type };
    },
  }),
  defineMethod({
    name: 'reduce',
    on: 'labels',
    summary:
      'Goes through the labels from the first on: `VALUE` is what was reached so far (`init_val`, 0), names are those of the label. Missing where the field is.',
    example: '{labels}.reduce(VALUE + vertices())',
    params: [
      { name: 'expr', type: 'lambda' },
      { name: 'initVal', type: 'operand', optional: true },
    ],
    apply: (labels, { expr, initVal }) => folded(labels, initVal, (total) => expr.overLabels(total)),
  }),
];
