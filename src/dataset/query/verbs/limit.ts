import { firstSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const limit = defineVerb({
  name: 'limit',
  yields: 'view',
  summary: 'Keep the first samples, at most so many.',
  missing: null,
  params: [{ name: 'limit', type: 'int' }],
  examples: ['ds.limit(10)'],
  apply: (plan, args) => firstSamples(plan, args.limit),
});
