import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { readConfiguration, withCvat } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';
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
    { name: 'plan', type: 'bool', summary: 'Only tell what would be done.' },
    ...CVAT_FLAGS,
  ],
  scope: 'none',
  effect: 'data',
  examples: ['pull reef_finegrained'],
  run: async ({ project, projectId, name, subsets, status, mode = 'sync', plan, ...flags }, context) => {
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
      return (await context.library.has(into.name)) ? pullAgain(pull, into, context) : pullNew(pull, into, context);
    });
  },
});

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
