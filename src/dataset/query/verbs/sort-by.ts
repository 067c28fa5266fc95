import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const sortBy = defineVerb({
  name: 'sortBy',
  yields: 'view',
  summary: 'Sort samples by a field or an expression, missing first; ties stay in the order of the dataset.',
  params: [
    { name: 'fieldOrExpr', type: 'sortKey', list: true },
    { name: 'reverse', type: 'bool', optional: true },
  ],
  examples: ["ds.sortBy('year')", 'ds.sortBy(gt_polylines.count(), true)', "ds.sortBy([('area', 1), ('year', -1)])"],
  apply: (plan, { fieldOrExpr, reverse = false }) => {
    const keys = fieldOrExpr.map(({ by, descending }) => ({ by, descending: descending !== reverse }));
    return withStage(plan, { kind: 'sort', keys });
  },
});
