import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import type { Context, Target } from './context.ts';
import { defineCommand } from './define-command.ts';
import { constantText } from '../dataset/query/explain/term-text.ts';
import { madeOutput } from './made-output.ts';

export const cloneCommand = defineCommand({
  name: 'clone',
  summary: 'Copy a dataset, a snapshot or what a view shows to a new dataset.',
  params: [
    { name: 'from', type: 'dataset', summary: 'May be left out: clone NEW copies the dataset of the session.' },
    { name: 'to', type: 'string', optional: true },
  ],
  flags: [],
  scope: 'view',
  effect: 'data',
  examples: ['clone demo lab', "ds.matchTags('train').clone('training')"],
  run: async ({ from, to }, context) => {
    if (context.chained && to !== undefined) {
      throw new UserError('usage', 'at the end of a view clone takes one name: that of the copy', {
        hint: `.clone(${constantText(to)})`,
      });
    }
    const target = await context.target(to === undefined ? undefined : from);
    const name = to ?? from;
    if (name.toLowerCase() === target.dataset.name.toLowerCase()) {
      throw new UserError('exists', `${target.dataset.name} is what is copied`, { hint: 'give the copy another name' });
    }
    return target.plan.stages.length === 0 ? cloneWhole(target, name, context) : clonePart(target, name, context);
  },
});

async function cloneWhole({ dataset }: Target, name: string, context: Context): Promise<Output> {
  const { library, statement, job } = context;
  const { samples, labels, pictures } = await library.clone(dataset.name, name, { statement, job });
  return {
    kind: 'change',
    dataset: name,
    samples,
    labels,
    what: { 'samples copied': samples, 'labels copied': labels, ...(pictures > 0 && { 'pictures shared': pictures }) },
    skipped: [],
    notes: [`a copy of ${dataset.name}, with its saved views, log and snapshots`],
    undo: null,
  };
}

async function clonePart({ dataset, plan }: Target, name: string, context: Context): Promise<Output> {
  const { library, statement, job } = context;
  const { cloneView } = await import('../dataset/versions/clone-view.ts');
  const made = await cloneView(library, { dataset, plan, name, statement, job });
  const { pictures, absent } = made;
  const notes = [`a copy of what a view of ${dataset.name} shows; its log begins here`, ...made.notes];
  return madeOutput(
    name,
    { ...made, notes },
    {
      how: 'copied',
      more: pictures > 0 ? { 'pictures shared': pictures } : {},
      skipped:
        absent === 0 ? [] : [{ reason: 'pictures that are not in the media folder', count: absent, examples: [] }],
    },
  );
}
