import { keepSamples } from '../plan.ts';
import { not } from '../term.ts';
import { defineVerb } from './define-verb.ts';
import { idAmong } from './select.ts';

export const exclude = defineVerb({
  name: 'exclude',
  yields: 'view',
  summary: 'Drop the samples with these ids.',
  missing: null,
  params: [{ name: 'sampleIds', type: 'id', list: true }],
  examples: ["ds.exclude('{id}')"],
  apply: (plan, { sampleIds }) => keepSamples(plan, not(idAmong(sampleIds))),
});
