import { exists as existsIn, missing } from '../bind/operators.ts';
import { keepSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const exists = defineVerb({
  name: 'exists',
  yields: 'view',
  summary: 'Keep samples in which the field has a value; with `bool` false those in which it is missing.',
  params: [
    { name: 'field', type: 'value' },
    { name: 'bool', type: 'bool', optional: true },
  ],
  examples: ["ds.exists('gt_polylines')", "ds.exists('year', false)"],
  apply: (plan, { field, bool = true }) => keepSamples(plan, bool ? existsIn(field) : missing(field)),
});
