import { ask, defineVerb } from './define-verb.ts';

export const schema = defineVerb({
  name: 'schema',
  yields: 'answer',
  summary: 'The fields, their types, and in how many samples each is missing, empty and present.',
  params: [],
  examples: ['ds.schema()'],
  apply: (plan) => ask(plan, { kind: 'schema' }),
});
