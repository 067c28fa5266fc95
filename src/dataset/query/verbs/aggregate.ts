import { ask, defineVerb } from './define-verb.ts';

export const aggregate = defineVerb({
  name: 'aggregate',
  yields: 'answer',
  summary: 'Several questions at once, in one pass where they can share it; the answers come as one list.',
  missing: 'Each question treats it as it does alone.',
  params: [{ name: 'aggregations', type: 'tallies' }],
  examples: ["ds.aggregate([count('{labels}.label'), distinct('{text}'), bounds('{number}')])"],
  apply: (plan, { aggregations: { tallies, single } }) => {
    const [only] = tallies;
    return ask(plan, single && only !== undefined ? only : { kind: 'several', of: tallies });
  },
});
