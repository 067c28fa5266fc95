import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const min = defineVerb({
  name: 'min',
  yields: 'answer',
  summary: 'The least value of a field.',
  missing: 'Left out; of no values it is missing.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ["ds.min('{number}')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'min', of: expr, safe }),
});
