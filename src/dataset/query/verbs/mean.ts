import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const mean = defineVerb({
  name: 'mean',
  yields: 'answer',
  summary: 'The mean of the values of a field.',
  missing:
    'Left out; of no values it is missing. The number of labels, `field.count()`, is 0 where the field is missing.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ['ds.mean({labels}.count())', "ds.mean('{number}')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'mean', of: expr, safe }),
});
