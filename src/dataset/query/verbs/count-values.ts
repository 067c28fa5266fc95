import { columnName } from '../bind/column-name.ts';
import { ask, defineVerb } from './define-verb.ts';

export const countValues = defineVerb({
  name: 'countValues',
  yields: 'answer',
  summary: 'How often each value of a field occurs, most frequent first, missing last; members of lists count each.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ["ds.countValues('gt_polylines.label')", "ds.countValues('area')", "ds.count_values('tags')"],
  apply: (plan, { field, expr = field, safe = false }) =>
    ask(plan, { kind: 'count-values', of: expr, name: columnName(field), safe }),
});
