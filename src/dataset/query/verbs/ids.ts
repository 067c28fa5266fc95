import { STRING } from '../type.ts';
import { ask, defineVerb } from './define-verb.ts';

export const ids = defineVerb({
  name: 'ids',
  ours: true,
  yields: 'answer',
  summary: 'The ids of the samples.',
  missing: null,
  params: [],
  examples: ['ds.limit(3).ids()'],
  apply: (plan) =>
    ask(plan, { kind: 'values', of: { kind: 'field', name: 'id', type: STRING }, unwind: false, otherwise: null }),
});
