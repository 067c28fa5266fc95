import { lastSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const tail = defineVerb({
  name: 'tail',
  yields: 'answer',
  summary: 'The last samples.',
  missing: null,
  params: [{ name: 'numSamples', type: 'int', optional: true, default: 3 }],
  examples: ['ds.tail(2)'],
  apply: (plan, { numSamples }) =>
    ask(lastSamples(plan, numSamples), { kind: 'samples', single: false, needed: 'any' }),
});
