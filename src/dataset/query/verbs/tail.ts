import { lastSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const tail = defineVerb({
  name: 'tail',
  yields: 'answer',
  summary: 'The last samples, three unless another number is given.',
  params: [{ name: 'numSamples', type: 'int', optional: true }],
  examples: ['ds.tail(2)'],
  apply: (plan, { numSamples = 3 }) =>
    ask(lastSamples(plan, numSamples), { kind: 'samples', single: false, needed: 'any' }),
});
