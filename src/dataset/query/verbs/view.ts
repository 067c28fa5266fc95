import { defineVerb } from './define-verb.ts';

export const view = defineVerb({
  name: 'view',
  yields: 'view',
  summary: 'The view itself.',
  params: [],
  examples: ['ds.view()'],
  apply: (plan) => plan,
});
