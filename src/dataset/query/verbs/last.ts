import { lastSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const last = defineVerb({
  name: 'last',
  yields: 'answer',
  summary: 'The last sample.',
  missing: 'Of an empty view it is missing.',
  params: [],
  examples: ['ds.last()'],
  apply: (plan) => ask(lastSamples(plan, 1), { kind: 'samples', single: true, needed: 'any' }),
});
