import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskFrames } from './fetch-task.ts';
import { jobOf } from './job-of.ts';
import type { LocalSample, LocalState } from './local-state.ts';
import type { OpenPull } from './open-pull.ts';

/**
 * What to do where a dataset has the project already. `sync`: tasks that are new, changed or gone. `task_tracking`: new tasks
 * alone. `skip_existing`: pictures that are not there alone. `force_refresh`: every task anew, pictures and labels.
 */
export type SyncMode = 'sync' | 'task_tracking' | 'skip_existing' | 'force_refresh';

/** A task and what is to be done with it. */
export type TaskStep = {
  readonly frames: TaskFrames;
  readonly local: ReadonlyMap<number, LocalSample>;
  readonly action: 'add' | 'update';
  /** Whether what the server says of frames that are here is looked at, or only frames that are not here. */
  readonly isUpdating: boolean;
  /** Whether labels are taken from the server even where they have not changed there. */
  readonly isForced: boolean;
};

/** A task that is on the server no more. */
export type GoneTask = { readonly id: number; readonly name: string; readonly samples: readonly LocalSample[] };

/** What a pull into a dataset that is there will do. */
export type SyncPlan = {
  readonly steps: readonly TaskStep[];
  readonly gone: readonly GoneTask[];
  /** Pictures that are to be fetched although nothing else of their task is to be done: somebody removed the files. */
  readonly lost: readonly TaskFrames[];
  readonly notes: readonly string[];
};

/** Decides, task by task. @param media absolute folder of the pictures */
export function planSync(
  pull: OpenPull,
  local: LocalState,
  { mode, media }: { readonly mode: SyncMode; readonly media: string },
): SyncPlan {
  const steps = pull.tasks.flatMap((frames) => stepFor(frames, local.tasks.get(frames.task.id), pull, mode) ?? []);
  const active = new Set(steps.map(({ frames }) => frames.task.id));
  const isSyncing = mode === 'sync' || mode === 'force_refresh';
  const gone = goneTasks(pull, local);
  return {
    steps,
    gone: isSyncing && pull.project.isVisible ? gone : [],
    lost: pull.tasks.filter(
      (frames) => local.tasks.has(frames.task.id) && !active.has(frames.task.id) && isLost(frames, media),
    ),
    notes: [...notTaken(pull, local, mode), ...noteOfGone(pull, gone, isSyncing), ...noteOfUnwanted(pull, local)],
  };
}

function stepFor(
  frames: TaskFrames,
  local: ReadonlyMap<number, LocalSample> | undefined,
  pull: OpenPull,
  mode: SyncMode,
): TaskStep | undefined {
  if (local === undefined) return { frames, local: new Map(), action: 'add', isUpdating: false, isForced: false };
  const step = { frames, local, action: 'update', isUpdating: true, isForced: mode === 'force_refresh' } as const;
  switch (mode) {
    case 'force_refresh':
      return step;
    case 'sync':
      return isChanged(frames, local, pull) ? step : undefined;
    case 'skip_existing':
      return frames.frames.some((frame) => !local.has(frame)) ? { ...step, isUpdating: false } : undefined;
    case 'task_tracking':
      return undefined;
  }
}

/** Dates are compared for being different, not for being later: writes may show in another order than they were made. */
function isChanged(frames: TaskFrames, local: ReadonlyMap<number, LocalSample>, pull: OpenPull): boolean {
  const { task, frames: wanted } = frames;
  if (wanted.length !== local.size || wanted.some((frame) => !local.has(frame))) return true;
  const jobs = pull.work.jobs.get(task.id) ?? [];
  const now = Object.entries({
    cvat_updated: task.updated,
    cvat_task_name: task.name,
    cvat_subset: task.subset === '' ? null : task.subset,
    cvat_project_name: pull.project.name,
  });
  return [...local].some(([frame, { fields }]) => {
    if (now.some(([name, value]) => (fields[name] ?? null) !== value)) return true;
    const job = jobOf(jobs, frame);
    const isDone = job?.state === 'completed' && (fields['cvat_digest'] ?? null) === null;
    return isDone || (fields['cvat_job_id'] ?? null) !== (job?.id ?? null);
  });
}

function isLost({ frames, paths }: TaskFrames, media: string): boolean {
  return frames.some((frame) => !existsSync(join(media, paths[frame] ?? '')));
}

function goneTasks({ work }: OpenPull, local: LocalState): readonly GoneTask[] {
  const there = new Set(work.tasks.map(({ id }) => id));
  return [...local.tasks]
    .filter(([id]) => !there.has(id))
    .map(([id, frames]) => {
      const samples = [...frames.values()];
      const name = samples[0]?.fields['cvat_task_name'];
      return { id, name: typeof name === 'string' ? name : '', samples };
    });
}

function notTaken(pull: OpenPull, local: LocalState, mode: SyncMode): string[] {
  if (mode !== 'task_tracking') return [];
  const changed = pull.tasks.filter((frames) => {
    const known = local.tasks.get(frames.task.id);
    return known !== undefined && isChanged(frames, known, pull);
  });
  if (changed.length === 0) return [];
  return [`changed on the server and left as they are here: ${changed.map(({ task }) => task.name).join(', ')}`];
}

function noteOfGone({ project }: OpenPull, gone: readonly GoneTask[], isSyncing: boolean): string[] {
  if (gone.length === 0 || (isSyncing && project.isVisible)) return [];
  const names = gone.map(({ name }) => name).join(', ');
  const why = isSyncing
    ? 'seen no more on the server, where not all of the project may be seen'
    : 'gone from the server';
  return [`${why}, and kept here: ${names}`];
}

/** Tasks that are here and would not be taken now: reopened, or of another subset. */
function noteOfUnwanted({ tasks, failed, work }: OpenPull, local: LocalState): string[] {
  const wanted = new Set([...tasks, ...failed].map(({ task }) => task.id));
  const kept = work.tasks.filter(({ id }) => local.tasks.has(id) && !wanted.has(id));
  if (kept.length === 0) return [];
  return [`kept as they are here, being left out now: ${kept.map(({ name }) => name).join(', ')}`];
}
