import { defineVerb } from './define-verb.ts';

export const view = defineVerb({
  name: 'view',
  yields: 'view',
  summary: 'The view itself.',
  missing: null,
  params: [],
  examples: ['ds.view()'],
  apply: (plan) => plan,
});
