import { ask, defineVerb } from './define-verb.ts';

export const countSampleTags = defineVerb({
  name: 'countSampleTags',
  yields: 'answer',
  summary: 'How many samples carry each tag.',
  missing: 'A sample without tags counts nowhere.',
  params: [],
  examples: ['ds.countSampleTags()'],
  apply: (plan) =>
    ask(plan, {
      kind: 'count-values',
      of: { kind: 'tags', of: 'sample', type: { kind: 'list', element: { kind: 'string' } } },
      name: 'tags',
      safe: false,
    }),
});
