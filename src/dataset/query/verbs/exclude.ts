import { keepSamples } from '../plan.ts';
import { not } from '../term.ts';
import { defineVerb } from './define-verb.ts';
import { idAmong } from './select.ts';

export const exclude = defineVerb({
  name: 'exclude',
  yields: 'view',
  summary: 'Drop the samples with these ids.',
  params: [{ name: 'sampleIds', type: 'id', list: true }],
  examples: ["ds.exclude('0123456789abcdef01234567')"],
  apply: (plan, { sampleIds }) => keepSamples(plan, not(idAmong(sampleIds))),
});
