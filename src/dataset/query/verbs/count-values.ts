import { columnName } from './column-name.ts';
import { ask, defineVerb } from './define-verb.ts';

export const countValues = defineVerb({
  name: 'countValues',
  yields: 'answer',
  summary: 'How often each value of a field occurs, most frequent first, missing last.',
  params: [{ name: 'field', type: 'value', accepts: 'scalar' }],
  examples: ["ds.countValues('gt_polylines.label')", "ds.countValues('area')", "ds.count_values('tags')"],
  apply: (plan, { field }) => ask(plan, { kind: 'count-values', of: field, name: columnName(field) }),
});
