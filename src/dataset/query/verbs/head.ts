import { firstSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const head = defineVerb({
  name: 'head',
  yields: 'answer',
  summary: 'The first samples.',
  missing: null,
  params: [{ name: 'numSamples', type: 'int', optional: true, default: 3 }],
  examples: ['ds.head()', 'ds.head(1)'],
  apply: (plan, { numSamples }) =>
    ask(firstSamples(plan, numSamples), { kind: 'samples', single: false, needed: 'any' }),
});
