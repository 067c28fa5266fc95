import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const sum = defineVerb({
  name: 'sum',
  yields: 'answer',
  summary: 'The sum of the values of a field.',
  missing: 'Left out; of no values it is 0.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ['ds.sum({labels}.count())'],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'sum', of: expr, safe }),
});
