import { keepSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const where = defineVerb({
  name: 'where',
  aliases: ['match'],
  yields: 'view',
  summary: 'Keep samples for which the condition holds.',
  missing: 'A missing value satisfies no `<`, `<=`, `>` or `>=`, is unequal to every value, and counts as false.',
  params: [{ name: 'filter', type: 'predicate' }],
  examples: [
    'ds.where({number} >= {middle})',
    'ds.where({labels}.any(label == {class}))',
    "ds.match(F('{number}') >= {middle})",
  ],
  apply: (plan, { filter }) => keepSamples(plan, filter),
});
