import { ask, defineVerb } from './define-verb.ts';

export const mean = defineVerb({
  name: 'mean',
  yields: 'answer',
  summary: 'The mean of the numbers in a field; missing for none.',
  params: [{ name: 'field', type: 'value', accepts: 'number' }],
  examples: ["ds.mean('year')", 'ds.mean(gt_polylines.count())'],
  apply: (plan, { field }) => ask(plan, { kind: 'mean', of: field }),
});
