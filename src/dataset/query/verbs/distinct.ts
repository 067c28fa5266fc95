import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const distinct = defineVerb({
  name: 'distinct',
  yields: 'answer',
  summary: 'The values of a field that occur, ascending.',
  missing: 'Left out.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ["ds.distinct('{text}')", "ds.distinct('{labels}.label')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'distinct', of: expr, safe }),
});
