import { inParts, type Job } from '../../model/job.ts';
import { type FailedTask, failureOfTask } from './failed-task.ts';
import { fetchTask, type TaskFrames } from './fetch-task.ts';
import type { OpenPull } from './open-pull.ts';
import { pullProgress } from './pull-progress.ts';
import type { Staging } from './staging.ts';

/** What came of fetching. */
export type Fetched = {
  readonly tasks: readonly TaskFrames[];
  readonly failed: readonly FailedTask[];
  /** Tasks that were not begun, because someone asked to end. */
  readonly left: readonly TaskFrames[];
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
 * is kept for the next time. Whoever interrupts once ends it after the task at hand.
 *
 * @throws UserError `cancelled`, `unwritable`, `unreachable` where nothing answers any more, and the failure of an only task
 */
export async function fetchAll(
  pull: OpenPull,
  tasks: readonly TaskFrames[],
  { staging, media, job, picturesOnly = NONE }: FetchingAll,
): Promise<Fetched> {
  const { requests, faults, project } = pull;
  const progress = pullProgress(project.name, tasks, job);
  const { arrived, labelled } = progress;
  const fetched: TaskFrames[] = [];
  const failed: FailedTask[] = [...pull.failed];
  const fetchOne = async (task: TaskFrames): Promise<void> => {
    const wantsLabels = !picturesOnly.has(task);
    progress.begin();
    try {
      await fetchTask(task, { requests, staging, media, signal: job.signal, faults, arrived, labelled, wantsLabels });
      fetched.push(task);
      progress.end('done');
    } catch (error) {
      failed.push({ task: task.task, error: await failureOfTask(requests, error, job.signal) });
      progress.end('failed');
    }
  };
  const left = await inParts(job, 'task', async (ending) => {
    for (const [i, task] of tasks.entries()) {
      if (ending.aborted) return tasks.slice(i);
      await fetchOne(task);
    }
    return [];
  });
  const [only] = failed;
  if (fetched.length === 0 && tasks.length > 0 && only !== undefined) throw only.error;
  return { tasks: fetched, failed, left, bytes: progress.bytes() };
}
