import { keepSamples } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const where = defineVerb({
  name: 'where',
  aliases: ['match'],
  yields: 'view',
  summary: 'Keep samples for which the condition holds.',
  params: [{ name: 'filter', type: 'predicate' }],
  examples: ['ds.where(year >= 2021)', "ds.where(gt_polylines.any(label == 'Porites'))", "ds.match(F('year') >= 2021)"],
  apply: (plan, { filter }) => keepSamples(plan, filter),
});
