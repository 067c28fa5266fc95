import { UserError } from '../../../diagnostics.ts';
import { ask, defineVerb } from './define-verb.ts';

export const countBy = defineVerb({
  name: 'countBy',
  aliases: ['crosstab'],
  ours: true,
  yields: 'answer',
  summary:
    'How often each combination of values of some fields occurs: of labels where one of them is theirs, else of samples.',
  missing:
    'Counted as a value, after the others. A sample without labels has no row where a field of labels is among them.',
  params: [{ name: 'fields', type: 'named', list: true, accepts: 'scalar' }],
  examples: ["ds.countBy('{text}', '{number}')", "ds.countBy('tags', '{labels}.label')"],
  apply: (plan, { fields }) => {
    if (fields.length > 0) return ask(plan, { kind: 'count-by', keys: fields });
    throw new UserError('bad-argument', 'countBy needs a field', { hint: "write countBy('area')" });
  },
});
