import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const bounds = defineVerb({
  name: 'bounds',
  yields: 'answer',
  summary: 'The least and the greatest value of a field.',
  missing: 'Left out; of no values both are missing.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ["ds.bounds('{number}')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'bounds', of: expr, safe }),
});
