import { ask, defineVerb } from './define-verb.ts';

export const countBy = defineVerb({
  name: 'countBy',
  aliases: ['crosstab'],
  yields: 'answer',
  summary:
    'How often each combination of values of some fields occurs: of labels where one of them is theirs, else of samples.',
  params: [{ name: 'fields', type: 'named', list: true, accepts: 'scalar' }],
  examples: ["ds.countBy('area', 'year')", "ds.countBy('tags', 'gt_polylines.label')"],
  apply: (plan, { fields }) => ask(plan, { kind: 'count-by', keys: fields }),
});
