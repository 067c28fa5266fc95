import { ask, defineVerb } from './define-verb.ts';

export const bounds = defineVerb({
  name: 'bounds',
  yields: 'answer',
  summary: 'The least and the greatest value of a field; missing values are left out, and of none both are missing.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ["ds.bounds('year')"],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'bounds', of: expr, safe }),
});
