import { UserError } from '../../../diagnostics.ts';
import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const groupBy = defineVerb({
  name: 'groupBy',
  yields: 'view',
  summary:
    'The first sample for each value of a field; with `flat` all samples, group by group. A count of a field, sum, mean, min, max, std or bounds that follows is one a group.',
  missing: 'Samples in which the field is missing are a group of their own, the last.',
  params: [
    { name: 'fieldOrExpr', type: 'named', list: true, accepts: 'scalar' },
    { name: 'orderBy', type: 'sortKey', optional: true },
    { name: 'reverse', type: 'bool', optional: true, default: false },
    { name: 'flat', type: 'bool', optional: true, default: false },
    { name: 'matchExpr', type: 'groupPredicate', optional: true },
    { name: 'sortExpr', type: 'groupKey', optional: true },
  ],
  examples: [
    'ds.groupBy({text}).mean({labels}.count())',
    "ds.groupBy('{text}')",
    "ds.groupBy('{text}', { flat: true, matchExpr: F().length() > 2 })",
  ],
  apply: (plan, { fieldOrExpr, orderBy, reverse, flat, matchExpr, sortExpr }) => {
    if (fieldOrExpr.length === 0) {
      throw new UserError('bad-argument', 'groupBy needs a field', { hint: "write groupBy('area')" });
    }
    return withStage(plan, {
      kind: 'group',
      by: fieldOrExpr.map(({ of }) => of),
      names: fieldOrExpr.map(({ name }) => name),
      order: orderBy === undefined ? null : { by: orderBy.by, descending: orderBy.descending !== reverse },
      flat,
      where: matchExpr ?? null,
      sort: sortExpr === undefined ? null : { by: sortExpr, descending: reverse },
    });
  },
});
