import { ask, defineVerb } from './define-verb.ts';

export const count = defineVerb({
  name: 'count',
  yields: 'answer',
  summary: 'Count samples, or the values of a field: labels, members of lists, anything that is not missing.',
  params: [{ name: 'field', type: 'value', optional: true }],
  examples: ['ds.count()', "ds.count('gt_polylines.label')", "ds.count('year')"],
  apply: (plan, { field }) => ask(plan, { kind: 'count', of: field ?? null }),
});
