import { ask, defineVerb } from './define-verb.ts';

export const max = defineVerb({
  name: 'max',
  yields: 'answer',
  summary: 'The greatest value of a field; missing for none.',
  params: [{ name: 'field', type: 'value', accepts: 'scalar' }],
  examples: ["ds.max('year')"],
  apply: (plan, { field }) => ask(plan, { kind: 'max', of: field }),
});
