import { UserError } from '../diagnostics.ts';
import type { OpenPull } from '../dataset/cvat/pull/open-pull.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { readConfiguration, withCvat } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';
import { planTable } from './pull-plan-table.ts';
import { createdOutput } from './pull-report.ts';

const MODES = ['sync', 'task_tracking', 'skip_existing', 'force_refresh', 'skip_if_exist'] as const;

/** What `pull` does where the dataset is there already. */
export type PullMode = (typeof MODES)[number];

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
  run: ({ project, projectId, name, subsets, status, mode = 'sync', plan, ...flags }, context) =>
    withCvat(flags, context, async (connected) => {
      const { openPull } = await import('../dataset/cvat/pull/open-pull.ts');
      const { readNameRules } = await import('../dataset/cvat/pull/file-names.ts');
      const { names } = await readConfiguration(context);
      const pull = await openPull(connected.connection.requests, {
        project: { name: project, id: projectId },
        wanted: { subsets: await subsetsOf(subsets), status: status ?? 'completed' },
        names: readNameRules(names),
      });
      const request = { name: name ?? pull.project.name, mode, isPlanned: plan === true };
      return pullInto(pull, request, context);
    }),
});

async function subsetsOf(given: string | undefined): Promise<readonly string[] | null> {
  if (given === undefined) return (await import('../dataset/cvat/pull/choose-tasks.ts')).USUAL_SUBSETS;
  if (given.toLowerCase() === 'all') return null;
  return given
    .split(',')
    .map((subset) => subset.trim())
    .filter((subset) => subset !== '');
}

type PullInto = { readonly name: string; readonly mode: PullMode; readonly isPlanned: boolean };

async function pullInto(pull: OpenPull, { name, mode, isPlanned }: PullInto, context: Context): Promise<Output> {
  const { library, job, statement } = context;
  if (await library.has(name)) {
    throw new UserError('exists', `there is a dataset ${name} already, and pulling again is not there yet`, {
      hint: 'pull into another one with --name',
    });
  }
  if (mode === 'skip_if_exist') {
    throw new UserError('not-found', `there is no dataset ${name} yet`, { hint: 'pull it with another mode' });
  }
  if (isPlanned) return planTable(pull.tasks.map(({ task, frames }) => ({ task, frames, action: 'add' })));
  const { openStaging } = await import('../dataset/cvat/pull/staging.ts');
  const { fetchAll } = await import('../dataset/cvat/pull/fetch-all.ts');
  const { createFromPull } = await import('../dataset/cvat/pull/create-from-pull.ts');
  const { project, requests } = pull;
  const staging = openStaging(library, name, { server: requests.url, project: project.id });
  const fetched = await fetchAll(pull, pull.tasks, { staging, media: staging.media, job });
  const created = await createFromPull(pull, fetched.tasks, { library, name, statement, staging, job });
  await staging.remove();
  return createdOutput(name, { pull, fetched, created });
}
