import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import { wholeDataset } from '../dataset/query/plan.ts';
import type { Context, Target } from './context.ts';
import { readConfiguration, withCvat } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';
import { exportCommand } from './export.ts';
import { pullAgain, pullNew } from './pull-into.ts';

const MODES = ['sync', 'task_tracking', 'skip_existing', 'force_refresh', 'skip_if_exist'] as const;

export const pullCommand = defineCommand({
  name: 'pull',
  summary: 'Fetch the tasks of a CVAT project, with pictures and labels, into a dataset.',
  params: [{ name: 'project', type: 'string', optional: true }],
  flags: [
    { name: 'project-id', type: 'int', summary: 'Id of the project, where several have one name.' },
    { name: 'name', type: 'string', summary: 'Name of the dataset; default: that of the project.' },
    {
      name: 'subsets',
      type: 'string',
      summary: 'Subsets, such as train,val; all for every task; default: the splits.',
    },
    {
      name: 'status',
      type: 'string',
      choices: ['completed', 'accepted', 'any'],
      summary: 'When a task is taken: its jobs are completed (default), it is accepted, or whatever its state.',
    },
    { name: 'mode', type: 'string', choices: MODES, summary: 'What to do where the dataset is there; default: sync.' },
    {
      name: 'export',
      type: 'string',
      choices: ['fiftyone'],
      summary: 'Leave a copy in data/pulled_from_cvat/NAME too.',
    },
    { name: 'plan', type: 'bool', summary: 'Only tell what would be done.' },
    ...CVAT_FLAGS,
  ],
  scope: 'none',
  effect: 'data',
  examples: ['pull reef_finegrained'],
  run: async (
    { project, projectId, name, subsets, status, mode = 'sync', plan, export: format, ...flags },
    context,
  ) => {
    if (mode === 'skip_if_exist') return openThere(name ?? project, context);
    return withCvat(flags, context, async ({ connection }) => {
      const { openPull } = await import('../dataset/cvat/pull/open-pull.ts');
      const { readNameRules } = await import('../dataset/cvat/pull/file-names.ts');
      const { names } = await readConfiguration(context);
      const request = {
        project: { name: project, id: projectId },
        wanted: { subsets: await subsetsOf(subsets), status: status ?? 'completed' } as const,
        names: readNameRules(names),
      };
      const pull = await openPull(connection.requests, request, context.job.signal);
      const into = { name: name ?? pull.project.name, mode, isPlanned: plan === true };
      const isThere = await context.library.has(into.name);
      const output = await (isThere ? pullAgain : pullNew)(pull, into, context);
      return format === undefined ? output : withCopy(output, format, into.name, context);
    });
  },
});

/** Leaves a copy in a format where the users' own scripts look for one. A plan is not written. */
async function withCopy(output: Output, format: string, name: string, context: Context): Promise<Output> {
  if (output.kind !== 'change') return output;
  const out = `data/pulled_from_cvat/${name}`;
  const target = async (): Promise<Target> => ({
    dataset: await context.dataset(name),
    plan: wholeDataset(name),
    text: 'ds',
  });
  const copy = await exportCommand.run({ format, out, overwrite: true }, { ...context, target });
  const files = copy?.kind === 'files' ? `: ${String(copy.files)} files` : '';
  return { ...output, notes: [...output.notes, `a copy as ${format} is in ${out}${files}`] };
}

/** Opens the dataset, without asking the server for anything. @throws UserError `not-found` */
async function openThere(name: string | undefined, { library, session }: Context): Promise<Output> {
  if (name === undefined) throw new UserError('usage', 'which dataset?', { hint: 'give PROJECT or --name NAME' });
  if (!(await library.has(name))) {
    throw new UserError('not-found', `there is no dataset ${name} yet`, { hint: 'pull it with another --mode' });
  }
  await session.use(name);
  return { kind: 'text', text: `${name} is there and was left as it is` };
}

async function subsetsOf(given: string | undefined): Promise<readonly string[] | null> {
  if (given === undefined) return (await import('../dataset/cvat/pull/choose-tasks.ts')).USUAL_SUBSETS;
  if (given.toLowerCase() === 'all') return null;
  return given
    .split(',')
    .map((subset) => subset.trim())
    .filter((subset) => subset !== '');
}
