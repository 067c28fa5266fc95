import { ask, defineVerb } from './define-verb.ts';

export const bounds = defineVerb({
  name: 'bounds',
  yields: 'answer',
  summary: 'The least and the greatest value of a field.',
  params: [{ name: 'field', type: 'value', accepts: 'scalar' }],
  examples: ["ds.bounds('year')"],
  apply: (plan, { field }) => ask(plan, { kind: 'bounds', of: field }),
});
