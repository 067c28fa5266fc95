import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const max = defineVerb({
  name: 'max',
  yields: 'answer',
  summary: 'The greatest value of a field.',
  missing: 'Left out; of no values it is missing.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ["ds.max('{number}')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'max', of: expr, safe }),
});
