import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const filterLabels = defineVerb({
  name: 'filterLabels',
  yields: 'view',
  summary: 'Keep labels of a field for which the condition holds, and the samples that have any left.',
  params: [
    { name: 'field', type: 'labelField' },
    { name: 'filter', type: 'labelPredicate', of: 'field' },
    { name: 'onlyMatches', type: 'bool', optional: true },
  ],
  examples: [
    "ds.filterLabels('gt_polylines', label == 'Porites')",
    "ds.filterLabels('gt_polylines', vertices() > 8, { onlyMatches: false })",
  ],
  apply: (plan, { field, filter, onlyMatches = true }) =>
    withStage(plan, { kind: 'keep-labels', field: field.name, where: filter, dropEmpty: onlyMatches }),
});
