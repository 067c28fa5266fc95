import { firstSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const first = defineVerb({
  name: 'first',
  yields: 'answer',
  summary: 'The first sample.',
  missing: 'Of an empty view it is missing.',
  params: [],
  examples: ['ds.first()', 'ds.sortBy({labels}.count(), true).first()'],
  apply: (plan) => ask(firstSamples(plan, 1), { kind: 'samples', single: true, needed: 'any' }),
});
