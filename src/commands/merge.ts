import type { Output } from '../output.ts';
import { UserError } from '../diagnostics.ts';
import type { Context, Target } from './context.ts';
import { changeOutput } from './change-output.ts';
import { madeOutput } from './made-output.ts';
import { defineCommand } from './define-command.ts';
import { MERGE_FLAGS, mergeRules, type MergeInput } from './merge-flags.ts';
import { sourceView } from './source-view.ts';

export const mergeCommand = defineCommand({
  name: 'merge',
  summary: 'Merge the samples of a dataset or view into another dataset, or both into a new one.',
  params: [
    { name: 'target', type: 'source', summary: 'What they are merged into.' },
    { name: 'samples', type: 'source', summary: 'A dataset, a snapshot or a view, whose samples are merged.' },
  ],
  flags: [
    ...MERGE_FLAGS,
    { name: 'into', type: 'string', summary: 'Make a new dataset of that name of both; neither changes.' },
  ],
  scope: 'none',
  effect: 'data',
  examples: [
    'merge demo lagoon --plan',
    'merge demo lagoon --by name --skip-existing',
    'merge demo lagoon --into both',
  ],
  run: async ({ target: named, samples, into, ...input }, context) => {
    const target = await sourceView(named, context);
    const source = await sourceView(samples, context);
    if (into === undefined || input.plan === true) return mergeView(target, source, input, context);
    const { mergeIntoNew } = await import('../dataset/versions/merge-into-new.ts');
    const { library, statement, job } = context;
    const rules = mergeRules(input);
    return madeOutput(into, await mergeIntoNew(library, into, [target, source], { rules, statement, job }));
  },
});

/** Merges the samples of a view into a dataset. @throws UserError where the target is only a part of one */
export async function mergeView(
  { dataset, plan: { stages } }: Target,
  source: Target,
  input: MergeInput,
  { library, statement, job }: Context,
): Promise<Output> {
  if (stages.length > 0) {
    throw new UserError('bad-argument', 'samples are merged into a dataset, and this is a view of one', {
      hint: 'merge into the whole dataset, or make a new one of both: merge VIEW SAMPLES --into NAME',
    });
  }
  const planned = input.plan === true;
  const { mergeDatasets } = await import('../dataset/versions/merge-datasets.ts');
  const options = { rules: mergeRules(input), statement, job, planned };
  const changed = await mergeDatasets(library, dataset.name, source, options);
  return changeOutput(dataset.name, changed, { planned });
}
