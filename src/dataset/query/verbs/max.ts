import { ask, defineVerb } from './define-verb.ts';

export const max = defineVerb({
  name: 'max',
  yields: 'answer',
  summary: 'The greatest value of a field; missing values are left out, and of none it is missing.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ["ds.max('year')"],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'max', of: expr, safe }),
});
