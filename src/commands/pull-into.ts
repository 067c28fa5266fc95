import { UserError } from '../diagnostics.ts';
import type { Fetched } from '../dataset/cvat/pull/fetch-all.ts';
import type { LocalState } from '../dataset/cvat/pull/local-state.ts';
import type { OpenPull } from '../dataset/cvat/pull/open-pull.ts';
import type { SyncMode, SyncPlan } from '../dataset/cvat/pull/plan-sync.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { planTable } from './pull-plan-table.ts';
import { createdOutput, syncedOutput } from './pull-report.ts';

/** Which dataset, and how. */
export type PullInto = { readonly name: string; readonly mode: SyncMode; readonly isPlanned: boolean };

/** Pulls into a dataset that is not there yet. */
export async function pullNew(pull: OpenPull, { name, isPlanned }: PullInto, context: Context): Promise<Output> {
  if (isPlanned) return planTable(pull.tasks.map(({ task, frames }) => ({ ...task, action: 'add', frames })));
  const { library, job, statement } = context;
  const { openStaging } = await import('../dataset/cvat/pull/staging.ts');
  const { fetchAll } = await import('../dataset/cvat/pull/fetch-all.ts');
  const { createFromPull } = await import('../dataset/cvat/pull/create-from-pull.ts');
  const staging = openStaging(library, name, { server: pull.requests.url, project: pull.project.id });
  let fetched: Fetched = { tasks: [], failed: [], left: [], bytes: 0 };
  const fetch = async (): Promise<Fetched['tasks']> => {
    fetched = await fetchAll(pull, pull.tasks, { staging, media: staging.media, job });
    return fetched.tasks;
  };
  const created = await createFromPull(pull, fetch, { library, name, statement, staging, job });
  await staging.remove();
  return createdOutput(name, { pull, fetched, created });
}

/** Pulls into a dataset that is there. */
export async function pullAgain(pull: OpenPull, into: PullInto, context: Context): Promise<Output> {
  const { name, mode, isPlanned } = into;
  const { readLocalState } = await import('../dataset/cvat/pull/local-state.ts');
  const { planSync } = await import('../dataset/cvat/pull/plan-sync.ts');
  const local = await readLocalState(await context.dataset(name), pull, context.job.signal);
  expectSameProject(pull, into, local);
  const plan = planSync(pull, local, { mode, media: context.library.mediaRoot(name) });
  return isPlanned ? planned(plan) : synchronise(pull, plan, into, context);
}

function expectSameProject({ project, requests, tasks }: OpenPull, { name, mode }: PullInto, local: LocalState): void {
  const clash = tasks.find(({ task }) => local.strangers.has(task.id));
  if (local.tasks.size > 0 ? clash === undefined : mode === 'skip_existing' && clash === undefined) return;
  const whose = `project ${project.name} (${String(project.id)}) at ${requests.url}`;
  throw new UserError('exists', `there is a dataset ${name}, and it was not pulled from ${whose}`, {
    hint: 'pull into another one with --name NAME',
  });
}

function planned({ steps, gone }: SyncPlan): Output {
  return planTable([
    ...steps.map(({ action, frames: { task, frames } }) => ({ ...task, action, frames })),
    ...gone.map(({ id, name, samples }) => ({ id, name, subset: '', action: 'remove', frames: samples })),
  ]);
}

async function synchronise(
  pull: OpenPull,
  plan: SyncPlan,
  { name, mode }: PullInto,
  { library, job, statement }: Context,
): Promise<Output> {
  const { openStaging } = await import('../dataset/cvat/pull/staging.ts');
  const { fetchAll } = await import('../dataset/cvat/pull/fetch-all.ts');
  const { applySync } = await import('../dataset/cvat/pull/apply-sync.ts');
  const { movePictures } = await import('../dataset/cvat/pull/move-pictures.ts');
  const staging = openStaging(library, name, { server: pull.requests.url, project: pull.project.id });
  const isAnew = mode === 'force_refresh';
  const root = library.mediaRoot(name);
  const tasks = [...plan.steps.map(({ frames }) => frames), ...plan.lost];
  const media = isAnew ? staging.media : root;
  const fetched = await fetchAll(pull, tasks, { staging, media, job, picturesOnly: new Set(plan.lost) });
  if (isAnew) await movePictures(fetched.tasks, staging.media, root);
  const came = new Set(fetched.tasks);
  const steps = plan.steps.filter(({ frames }) => came.has(frames));
  const overwritten: string[] = [];
  const changed =
    steps.length + plan.gone.length === 0
      ? null
      : await library.change(name, { statement, job }, async (edit) => {
          const applied = await applySync(edit, { pull, steps, gone: plan.gone, staging, dataset: name });
          overwritten.push(...applied.overwritten);
        });
  await staging.remove();
  return syncedOutput(name, { pull, plan, fetched, changed, overwritten });
}
