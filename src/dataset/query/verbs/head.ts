import { firstSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const head = defineVerb({
  name: 'head',
  yields: 'answer',
  summary: 'The first samples, three unless another number is given.',
  params: [{ name: 'numSamples', type: 'int', optional: true }],
  examples: ['ds.head()', 'ds.head(1)'],
  apply: (plan, { numSamples = 3 }) =>
    ask(firstSamples(plan, numSamples), { kind: 'samples', single: false, needed: 'any' }),
});
