import { firstSamples, keepSamples } from '../plan.ts';
import { ask, defineVerb } from './define-verb.ts';

export const one = defineVerb({
  name: 'one',
  yields: 'answer',
  summary: 'The first sample that meets a condition; an error where none does, with `exact` also where several do.',
  missing: 'A condition on a missing value goes as in where().',
  params: [
    { name: 'expr', type: 'predicate' },
    { name: 'exact', type: 'bool', optional: true, default: false },
  ],
  examples: ['ds.one({number} == {middle})', 'ds.one({number} == {middle}).filepath'],
  apply: (plan, { expr, exact }) => {
    const kept = firstSamples(keepSamples(plan, expr), exact ? 2 : 1);
    return ask(kept, { kind: 'samples', single: true, needed: exact ? 'exactly-one' : 'one' });
  },
});
