import type { Skipped } from '../../model/job.ts';
import { type Tally, tally } from '../../model/tally.ts';
import type { Requests } from '../client/cvat-client.ts';
import { findProject, type FoundProject, type ProjectName } from '../find-project.ts';
import { listLabels, listWork, type Work } from '../list-work.ts';
import type { CvatAnnotations } from '../reply/annotations.ts';
import { type FailedTask, failureOfTask } from './failed-task.ts';
import { chooseTasks, type Wanted } from './choose-tasks.ts';
import { fetchFrames, type TaskFrames } from './fetch-task.ts';
import type { NameRules } from './file-names.ts';
import { indexLabels, type LabelIndex } from './label-index.ts';
import { pointCheck, type PointCheck } from './point-check.ts';
import type { SampleSource } from './task-samples.ts';

/** What is to be pulled. */
export type PullRequest = { readonly project: ProjectName; readonly wanted: Wanted; readonly names: NameRules };

/** A project as it is on the server now: which tasks are wanted and what their frames are. Nothing of it is fetched yet. */
export type OpenPull = {
  readonly requests: Requests;
  readonly project: FoundProject;
  readonly work: Work;
  readonly index: LabelIndex;
  /** Wanted tasks, ascending by id. */
  readonly tasks: readonly TaskFrames[];
  /** Wanted tasks that do not tell their frames. */
  readonly failed: readonly FailedTask[];
  /** Tasks that are not wanted, with the reason. */
  readonly left: readonly Skipped[];
  readonly names: NameRules;
  /** What is wrong with pictures, shapes and names; counted on the way. */
  readonly faults: Tally;
  /** Looks at corners and grids of the samples that are made. */
  readonly points: PointCheck;
};

/** Asks the server for everything that is small. @throws UserError as `findProject`, `chooseTasks` and `Requests` */
export async function openPull(
  requests: Requests,
  { project: name, wanted, names }: PullRequest,
  signal: AbortSignal,
): Promise<OpenPull> {
  const project = await findProject(requests, name);
  const work = await listWork(requests, project);
  const { tasks, left } = chooseTasks(work, wanted);
  const index = indexLabels(await listLabels(requests, project, work.tasks));
  const faults = tally();
  const frames: TaskFrames[] = [];
  const failed: FailedTask[] = [];
  for (const task of tasks) {
    try {
      frames.push(await fetchFrames(requests, task, faults));
    } catch (error) {
      failed.push({ task, error: await failureOfTask(requests, error, signal) });
    }
  }
  const [only] = failed;
  if (frames.length === 0 && only !== undefined) throw only.error;
  return { requests, project, work, index, tasks: frames, failed, left, names, faults, points: pointCheck() };
}

/** What the samples of one of its tasks are made of. */
export function sourceOf(
  { requests, project, work, index, names, faults }: OpenPull,
  frames: TaskFrames,
  annotations: CvatAnnotations,
): SampleSource {
  const jobs = work.jobs.get(frames.task.id) ?? [];
  return { server: requests.url, project, frames, jobs, annotations, index, names, faults };
}
