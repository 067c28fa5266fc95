import { ask, defineVerb } from './define-verb.ts';

export const values = defineVerb({
  name: 'values',
  yields: 'answer',
  summary: 'The value of a field in each sample, a list for labels and lists; with `unwind` in one flat list.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'unwind', type: 'bool', optional: true },
  ],
  examples: ["ds.values('year')", "ds.values('gt_polylines.label', { unwind: true })"],
  apply: (plan, { field, unwind = false }) => ask(plan, { kind: 'values', of: field, unwind }),
});
