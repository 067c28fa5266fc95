import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const count = defineVerb({
  name: 'count',
  yields: 'answer',
  summary: 'How many samples there are; of a field, how many values it has.',
  missing:
    "Not counted; of a label field, `count('field')` counts samples that have it, empty or not, and `count('field.label')` its labels that have a class.",
  params: [
    { name: 'fieldOrExpr', type: 'value', optional: true },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ['ds.count()', "ds.count('{labels}')", "ds.count('{labels}.label')"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe }) => ask(plan, { kind: 'count', of: expr ?? null, safe }),
});
