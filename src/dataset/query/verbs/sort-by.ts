import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const sortBy = defineVerb({
  name: 'sortBy',
  yields: 'view',
  summary: 'Sort samples by a field or an expression; ties stay in the order of the dataset.',
  missing: 'Missing comes first ascending and last descending.',
  params: [
    { name: 'fieldOrExpr', type: 'sortKey', list: true },
    { name: 'reverse', type: 'bool', optional: true, default: false },
    {
      name: 'createIndex',
      type: 'bool',
      optional: true,
      about: 'FiftyOne makes an index for it; here it does nothing.',
    },
  ],
  examples: [
    "ds.sortBy('{number}')",
    'ds.sortBy({labels}.count(), true)',
    "ds.sortBy([('{text}', 1), ('{number}', -1)])",
  ],
  apply: (plan, { fieldOrExpr, reverse }) => {
    const keys = fieldOrExpr.map(({ by, descending }) => ({ by, descending: descending !== reverse }));
    return withStage(plan, { kind: 'sort', keys });
  },
});
