import { exists as existsIn, missing } from '../bind/operators.ts';
import { keepSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const exists = defineVerb({
  name: 'exists',
  yields: 'view',
  summary: 'Keep samples in which the field has a value; with `bool` false those in which it is missing.',
  missing: 'That is what it asks for; an empty list, empty text, 0 and false are values.',
  params: [
    { name: 'field', type: 'value' },
    { name: 'bool', type: 'bool', optional: true, default: true },
  ],
  examples: ["ds.exists('{labels}')", "ds.exists('{number}', false)"],
  apply: (plan, { field, bool }) => keepSamples(plan, bool ? existsIn(field) : missing(field)),
});
