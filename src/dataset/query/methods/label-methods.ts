import { allOf, both, call, narrowLabels, not } from '../term.ts';
import { BOOL, INT } from '../type.ts';
import { defineMethod } from './define-method.ts';

const FILTER = { name: 'filter', type: 'labelPredicate' } as const;

/** What can be asked of the labels of a field. */
export const labelMethods = [
  defineMethod({
    name: 'any',
    on: 'labels',
    summary: 'True where at least one label meets the condition.',
    params: [{ ...FILTER, optional: true }],
    apply: (labels, { filter }) => call('some', [filter === undefined ? labels : narrowLabels(labels, filter)], BOOL),
  }),
  defineMethod({
    name: 'all',
    on: 'labels',
    summary: 'True where every label meets the condition; true for an empty field, false for a missing one.',
    params: [FILTER],
    apply: (labels, { filter }) =>
      both(call('exists', [labels], BOOL), not(call('some', [narrowLabels(labels, not(filter))], BOOL))),
  }),
  defineMethod({
    name: 'count',
    aliases: ['length'],
    on: 'labels',
    summary: 'How many labels there are, or how many meet the condition; 0 where the field is missing.',
    params: [{ ...FILTER, optional: true }],
    apply: (labels, { filter }) => call('length', [filter === undefined ? labels : narrowLabels(labels, filter)], INT),
  }),
  defineMethod({
    name: 'filter',
    on: 'labels',
    summary: 'The labels that meet the condition.',
    params: [FILTER],
    apply: (labels, { filter }) => narrowLabels(labels, allOf([filter])),
  }),
];
