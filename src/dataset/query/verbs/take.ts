import { firstSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';
import { shuffled } from './shuffle.ts';

export const take = defineVerb({
  name: 'take',
  yields: 'view',
  summary: 'Keep so many samples at random; one seed (51 unless given) gives one choice, on every machine.',
  params: [
    { name: 'size', type: 'int' },
    { name: 'seed', type: 'int', optional: true },
  ],
  examples: ['ds.take(5)', 'ds.take(5, { seed: 7 })'],
  apply: (plan, { size, seed }) => firstSamples(shuffled(plan, seed), size),
});
