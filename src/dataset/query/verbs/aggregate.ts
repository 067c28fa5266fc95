import { ask, defineVerb } from './define-verb.ts';

export const aggregate = defineVerb({
  name: 'aggregate',
  yields: 'answer',
  summary: 'Several questions at once, in one pass where they can share it; the answers come as one list.',
  params: [{ name: 'aggregations', type: 'tallies' }],
  examples: ["ds.aggregate([count('gt_polylines.label'), distinct('area'), bounds('year')])"],
  apply: (plan, { aggregations: { tallies, single } }) => {
    const [only] = tallies;
    return ask(plan, single && only !== undefined ? only : { kind: 'several', of: tallies });
  },
});
