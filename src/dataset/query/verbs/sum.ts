import { ask, defineVerb } from './define-verb.ts';

export const sum = defineVerb({
  name: 'sum',
  yields: 'answer',
  summary: 'The sum of the values of a field; missing values are left out, and of none it is 0.',
  params: [
    { name: 'field', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ['ds.sum(gt_polylines.count())'],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'sum', of: expr, safe }),
});
