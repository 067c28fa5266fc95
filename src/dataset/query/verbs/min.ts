import { ask, defineVerb } from './define-verb.ts';

export const min = defineVerb({
  name: 'min',
  yields: 'answer',
  summary: 'The least value of a field; missing for none.',
  params: [{ name: 'field', type: 'value', accepts: 'scalar' }],
  examples: ["ds.min('year')"],
  apply: (plan, { field }) => ask(plan, { kind: 'min', of: field }),
});
