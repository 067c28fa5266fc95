import { ask, defineVerb } from './define-verb.ts';

export const count = defineVerb({
  name: 'count',
  yields: 'answer',
  summary: 'How many samples there are; of a field, how many values it has, missing ones left out.',
  params: [
    { name: 'field', type: 'value', optional: true },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
  ],
  examples: ['ds.count()', "ds.count('gt_polylines')", "ds.count('gt_polylines.label')"],
  apply: (plan, { field, expr = field, safe = false }) => ask(plan, { kind: 'count', of: expr ?? null, safe }),
});
