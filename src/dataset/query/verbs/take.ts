import { firstSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';
import { DEFAULT_SEED, shuffled } from './shuffle.ts';

export const take = defineVerb({
  name: 'take',
  yields: 'view',
  summary: 'Keep so many samples at random; one seed gives one choice, on every machine.',
  missing: null,
  params: [
    { name: 'size', type: 'int' },
    { name: 'seed', type: 'int', optional: true, default: DEFAULT_SEED },
  ],
  examples: ['ds.take(5)', 'ds.take(5, { seed: 7 })'],
  apply: (plan, { size, seed }) => firstSamples(shuffled(plan, seed), size),
});
