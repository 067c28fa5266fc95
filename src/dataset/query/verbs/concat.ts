import { UserError } from '../../../diagnostics.ts';
import { type Plan, withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const concat = defineVerb({
  name: 'concat',
  yields: 'view',
  summary: 'The samples of another view of the dataset after these; one that is in both is there twice.',
  missing: null,
  params: [{ name: 'samples', type: 'view' }],
  examples: ["ds.matchTags('{tag}').concat(ds.matchTags('{otherTag}'))"],
  apply: (plan, { samples }) => {
    const concatenated = withStage(plan, { kind: 'concat', plan: samples });
    if (parts(concatenated, MOST) <= MOST) return concatenated;
    throw new UserError('unsupported', `at most ${String(MOST)} views can stand one after the other`);
  },
});

/** A view after itself doubles: a few steps would make more parts than can be compiled. */
const MOST = 200;

/** Views that stand one after the other, counted up to somewhat more than `most`. */
function parts({ stages }: Plan, most: number): number {
  let count = 1;
  for (const stage of stages) {
    if (stage.kind === 'concat') count += parts(stage.plan, most - count);
    if (count > most) return count;
  }
  return count;
}
