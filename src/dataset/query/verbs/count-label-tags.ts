import { labelFields } from '../bind/context.ts';
import { ask, defineVerb } from './define-verb.ts';

export const countLabelTags = defineVerb({
  name: 'countLabelTags',
  yields: 'answer',
  summary: 'How many labels carry each tag, in all label fields or in some.',
  missing: 'A label without tags counts nowhere.',
  params: [{ name: 'labelFields', type: 'labelField', list: true, optional: true }],
  examples: ['ds.countLabelTags()', "ds.countLabelTags('{labels}')"],
  apply: (plan, { labelFields: chosen }, catalog) => {
    const fields = (chosen ?? labelFields(catalog)).map(({ name }) => name);
    return ask(plan, { kind: 'count-label-tags', fields });
  },
});
