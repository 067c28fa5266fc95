import { ask, defineVerb } from './define-verb.ts';

export const mean = defineVerb({
  name: 'mean',
  yields: 'answer',
  summary: 'The mean of the values of a field; missing values are left out, and of none it is missing.',
  params: [
    { name: 'field', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ['ds.mean(gt_polylines.count())'],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'mean', of: expr, safe }),
});
