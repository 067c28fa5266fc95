import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const min = defineVerb({
  name: 'min',
  yields: 'answer',
  summary: 'The least value of a field.',
  missing: 'Left out; of no values it is missing.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    SAFE,
  ],
  examples: ["ds.min('{number}')"],
  apply: (plan, { field, expr = field, safe }) => ask(plan, { kind: 'min', of: expr, safe }),
});
