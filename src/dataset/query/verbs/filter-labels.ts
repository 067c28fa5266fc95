import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const filterLabels = defineVerb({
  name: 'filterLabels',
  yields: 'view',
  summary: 'Keep labels of a field for which the condition holds, and the samples that have any left.',
  missing:
    'Samples in which the field is missing go, unless `onlyMatches` is false: then missing stays missing and what becomes empty is empty.',
  params: [
    { name: 'field', type: 'labelField' },
    { name: 'filter', type: 'labelPredicate', of: 'field' },
    { name: 'onlyMatches', type: 'bool', optional: true, default: true },
  ],
  examples: [
    "ds.filterLabels('{labels}', label == {class})",
    "ds.filterLabels('{labels}', vertices() > 8, { onlyMatches: false })",
  ],
  apply: (plan, { field, filter, onlyMatches }) =>
    withStage(plan, { kind: 'keep-labels', field: field.name, where: filter, dropEmpty: onlyMatches }),
});
