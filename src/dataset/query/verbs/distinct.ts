import { ask, defineVerb } from './define-verb.ts';

export const distinct = defineVerb({
  name: 'distinct',
  yields: 'answer',
  summary: 'The values of a field that occur, ascending; missing is none of them.',
  params: [
    { name: 'field', type: 'value', accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ["ds.distinct('area')", "ds.distinct('gt_polylines.label')"],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'distinct', of: expr, safe }),
});
