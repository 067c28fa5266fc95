import type { Job } from '../../model/job.ts';
import { type FailedTask, failureOfTask } from './failed-task.ts';
import { fetchTask, type TaskFrames } from './fetch-task.ts';
import type { OpenPull } from './open-pull.ts';
import type { Staging } from './staging.ts';

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
  const progress = { task: 0, done: 0, bytes: 0 };
  const fetched: TaskFrames[] = [];
  const failed: FailedTask[] = [...pull.failed];
  const arrived = (bytes: number): void => {
    progress.done += 1;
    progress.bytes += bytes;
    const place = `task ${String(progress.task)} of ${String(tasks.length)}`;
    job.report({ what: `${project.name}, ${place}`, done: progress.done, total, unit: 'pictures' });
  };
  for (const task of tasks) {
    progress.task += 1;
    try {
      const wantsLabels = !picturesOnly.has(task);
      await fetchTask(task, { requests, staging, media, signal: job.signal, faults, arrived, wantsLabels });
      fetched.push(task);
    } catch (error) {
      failed.push({ task: task.task, error: await failureOfTask(requests, error, job.signal) });
    }
  }
  const [only] = failed;
  if (fetched.length === 0 && tasks.length > 0 && only !== undefined) throw only.error;
  return { tasks: fetched, failed, bytes: progress.bytes };
}
