import type { Job, ProgressPart } from '../../model/job.ts';
import type { TaskFrames } from './fetch-task.ts';

/** Keeps count of what has come of which task, and reports it. */
export type PullProgress = {
  /** A picture of the task at hand is there, with the bytes that were fetched for it. */
  readonly arrived: (bytes: number) => void;
  /** The labels of the task at hand are there. */
  readonly labelled: (labels: number) => void;
  /** The next task has begun. */
  readonly begin: () => void;
  readonly end: (state: 'done' | 'failed') => void;
  /** Bytes of pictures that came over the network. */
  readonly bytes: () => number;
};

/** Progress of fetching tasks one after another; `what` says of which project. */
export function pullProgress(what: string, tasks: readonly TaskFrames[], job: Job): PullProgress {
  const parts: ProgressPart[] = tasks.map(({ task, frames }) => ({
    name: task.name,
    done: 0,
    total: frames.length,
    labels: null,
    state: 'waiting',
  }));
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  let [at, done, bytes] = [-1, 0, 0];
  const change = (to: (part: ProgressPart) => Partial<ProgressPart>): void => {
    const part = parts[at];
    if (part !== undefined) parts[at] = { ...part, ...to(part) };
    job.report({ what, done, total, unit: 'pictures', bytes, parts });
  };
  return {
    arrived: (came) => {
      done += 1;
      bytes += came;
      change((part) => ({ done: part.done + 1 }));
    },
    labelled: (labels) => {
      change(() => ({ labels }));
    },
    begin: () => {
      at += 1;
      change(() => ({ state: 'running' }));
    },
    end: (state) => {
      change(() => ({ state }));
    },
    bytes: () => bytes,
  };
}
