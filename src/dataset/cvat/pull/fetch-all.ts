import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { CvatTask } from '../reply/records.ts';
import { fetchTask, type TaskFrames } from './fetch-task.ts';
import type { OpenPull } from './open-pull.ts';
import type { Staging } from './staging.ts';

/** A task that could not be fetched. */
export type FailedTask = { readonly task: CvatTask; readonly error: UserError };

/** What came of fetching. */
export type Fetched = {
  readonly tasks: readonly TaskFrames[];
  readonly failed: readonly FailedTask[];
  /** Bytes of pictures that came over the network. */
  readonly bytes: number;
};

/** Where to put what is fetched. */
export type FetchingAll = {
  readonly staging: Staging;
  /** Absolute folder of the pictures. */
  readonly media: string;
  readonly job: Job;
  /** Tasks whose labels are not wanted. */
  readonly picturesOnly?: ReadonlySet<TaskFrames>;
};

const NONE: ReadonlySet<TaskFrames> = new Set();

/**
 * Fetches tasks one after another. One that fails does not stop the others, unless the server is gone; whatever was fetched
 * is kept for the next time.
 *
 * @throws UserError `cancelled`, `unwritable`, `unreachable` where nothing answers any more, and the failure of an only task
 */
export async function fetchAll(
  pull: OpenPull,
  tasks: readonly TaskFrames[],
  { staging, media, job, picturesOnly = NONE }: FetchingAll,
): Promise<Fetched> {
  const { requests, faults, project } = pull;
  const total = tasks.reduce((sum, { frames }) => sum + frames.length, 0);
  const progress = { done: 0, bytes: 0 };
  const fetched: TaskFrames[] = [];
  const failed: FailedTask[] = [];
  const arrived = (bytes: number): void => {
    progress.done += 1;
    progress.bytes += bytes;
    const place = `task ${String(fetched.length + failed.length + 1)} of ${String(tasks.length)}`;
    job.report({ what: `${project.name}, ${place}`, done: progress.done, total, unit: 'pictures' });
  };
  for (const task of tasks) {
    try {
      const wantsLabels = !picturesOnly.has(task);
      await fetchTask(task, { requests, staging, media, signal: job.signal, faults, arrived, wantsLabels });
      fetched.push(task);
    } catch (error) {
      failed.push({ task: task.task, error: await failureOfTask(pull, error, job) });
    }
  }
  const [only] = failed;
  if (fetched.length === 0 && only !== undefined) throw only.error;
  return { tasks: fetched, failed, bytes: progress.bytes };
}

/** The error, where it is about this task alone; else it is thrown. */
async function failureOfTask({ requests }: OpenPull, error: unknown, job: Job): Promise<UserError> {
  throwIfCancelled(job.signal);
  if (!(error instanceof UserError) || error.code === 'unwritable') throw error;
  try {
    await requests.get({ path: '/api/users/self', what: 'your own account', attempts: 1 });
  } catch {
    throw error;
  }
  return error;
}
