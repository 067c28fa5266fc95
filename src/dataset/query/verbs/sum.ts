import { ask, defineVerb } from './define-verb.ts';

export const sum = defineVerb({
  name: 'sum',
  yields: 'answer',
  summary: 'The sum of the numbers in a field; 0 for none.',
  params: [{ name: 'field', type: 'value', accepts: 'number' }],
  examples: ['ds.sum(gt_polylines.count())'],
  apply: (plan, { field }) => ask(plan, { kind: 'sum', of: field }),
});
