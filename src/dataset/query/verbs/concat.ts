import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const concat = defineVerb({
  name: 'concat',
  yields: 'view',
  summary: 'The samples of another view of the dataset after these; one that is in both is there twice.',
  missing: null,
  params: [{ name: 'samples', type: 'view' }],
  examples: ["ds.matchTags('{tag}').concat(ds.matchTags('{otherTag}'))"],
  apply: (plan, { samples }) => withStage(plan, { kind: 'concat', plan: samples }),
});
