import { ask, defineVerb } from './define-verb.ts';

export const distinct = defineVerb({
  name: 'distinct',
  yields: 'answer',
  summary: 'The values of a field, each once, ascending.',
  params: [{ name: 'field', type: 'value', accepts: 'scalar' }],
  examples: ["ds.distinct('area')"],
  apply: (plan, { field }) => ask(plan, { kind: 'distinct', of: field }),
});
