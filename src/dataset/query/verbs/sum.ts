import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const sum = defineVerb({
  name: 'sum',
  yields: 'answer',
  summary: 'The sum of the values of a field.',
  missing: 'Left out; of no values it is 0.',
  params: [
    { name: 'field', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    SAFE,
  ],
  examples: ['ds.sum({labels}.count())'],
  apply: (plan, { field, expr = field, safe }) => ask(plan, { kind: 'sum', of: expr, safe }),
});
