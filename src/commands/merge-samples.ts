import { defineCommand } from './define-command.ts';
import { MERGE_FLAGS } from './merge-flags.ts';
import { mergeView } from './merge.ts';
import { sourceView } from './source-view.ts';

export const mergeSamplesCommand = defineCommand({
  name: 'mergeSamples',
  summary: 'Merge the samples of another dataset or view into the dataset, as FiftyOne does.',
  params: [{ name: 'samples', type: 'source' }],
  flags: MERGE_FLAGS,
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.merge_samples(open('lagoon'), key_field='filepath')"],
  run: async ({ samples, ...input }, context) =>
    mergeView(await context.target(), await sourceView(samples, context), input, context),
});
