import { columnName } from '../bind/column-name.ts';
import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const countValues = defineVerb({
  name: 'countValues',
  yields: 'answer',
  summary: 'How often each value of a field occurs, most frequent first; members of lists count each.',
  missing: 'Counted in a row of its own, the last. A list that is missing or empty has no members.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ["ds.countValues('{labels}.label')", "ds.countValues('{text}')", "ds.count_values('tags')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) =>
    ask(plan, { kind: 'count-values', of: expr, name: columnName(fieldOrExpr), safe }),
});
