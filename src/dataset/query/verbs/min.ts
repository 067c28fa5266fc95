import { ask, defineVerb } from './define-verb.ts';

export const min = defineVerb({
  name: 'min',
  yields: 'answer',
  summary: 'The least value of a field; missing values are left out, and of none it is missing.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ["ds.min('year')"],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'min', of: expr, safe }),
});
