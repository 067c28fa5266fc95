import { type Plan, withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

/** Used where no seed is given, so that results can be repeated. */
export const DEFAULT_SEED = 51;

export const shuffle = defineVerb({
  name: 'shuffle',
  yields: 'view',
  summary: 'Shuffle samples; one seed gives one order, on every machine.',
  missing: null,
  params: [{ name: 'seed', type: 'int', optional: true, default: DEFAULT_SEED }],
  examples: ['ds.shuffle()', 'ds.shuffle(7)'],
  apply: (plan, { seed }) => shuffled(plan, seed),
});

/** The view in the order that belongs to the seed. */
export function shuffled(plan: Plan, seed: number): Plan {
  return withStage(plan, { kind: 'shuffle', seed });
}
