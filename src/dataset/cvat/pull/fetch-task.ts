import { throwIfCancelled } from '../../../diagnostics.ts';
import type { Tally } from '../../model/tally.ts';
import type { Requests } from '../client/cvat-client.ts';
import { readAnnotations } from '../reply/annotations.ts';
import { type CvatMeta, readHoneypots, readMeta } from '../reply/meta.ts';
import type { CvatTask } from '../reply/records.ts';
import { fetchPictures } from './fetch-pictures.ts';
import { framePaths } from './frame-paths.ts';
import type { Staging } from './staging.ts';

/** What is known of the pictures of a task before any of them is fetched. */
export type TaskFrames = {
  readonly task: CvatTask;
  readonly meta: CvatMeta;
  /** Places of the pictures relative to the media folder, by number of frame. */
  readonly paths: readonly string[];
  /** Frames that become samples, ascending: neither deleted nor copies from a pool of validation frames. */
  readonly frames: readonly number[];
};

/** What fetching needs besides the task. */
export type Fetching = {
  readonly requests: Requests;
  readonly staging: Staging;
  /** Absolute folder of the pictures. */
  readonly media: string;
  readonly signal: AbortSignal;
  readonly faults: Tally;
  readonly arrived: (bytes: number) => void;
  /** Called once with the number of its shapes and tags, where labels are wanted. */
  readonly labelled: (labels: number) => void;
  /** False for a task of which only pictures are missing. */
  readonly wantsLabels: boolean;
};

/** Asks which frames a task has. A deletion moves no date on most servers, so this is asked at every pull. */
export async function fetchFrames(requests: Requests, task: CvatTask, faults: Tally): Promise<TaskFrames> {
  const path = `/api/tasks/${String(task.id)}`;
  const what = `frames of task ${String(task.id)}`;
  const meta = readMeta((await requests.get({ path: `${path}/data/meta`, what })).value, task.id, task.size);
  const copies =
    task.validationMode === 'gt_pool'
      ? readHoneypots((await requests.get({ path: `${path}/validation_layout`, what })).value, task.id)
      : [];
  const { paths, faults: changed } = framePaths(task.id, meta.frames);
  for (const { name, fault } of changed) faults.count(`picture whose name ${fault}: made safe`, JSON.stringify(name));
  const left = new Set([...meta.deleted, ...copies]);
  const frames = meta.frames.map((_frame, i) => i).filter((i) => !left.has(i));
  return { task, meta, paths, frames };
}

/** Fetches annotations and pictures of a task. Either is skipped as far as it was fetched before. */
export async function fetchTask({ task, meta, paths, frames }: TaskFrames, fetching: Fetching): Promise<void> {
  const { requests, media, signal, faults, arrived } = fetching;
  throwIfCancelled(signal);
  const work = [
    fetching.wantsLabels ? fetchAnnotations(task, fetching) : Promise.resolve(),
    fetchPictures({ requests, taskId: task.id, meta, root: media, paths, frames, signal, faults, arrived }),
  ];
  // Both end before an error is told: nothing goes on behind the back of whoever hears it.
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

/** Stages the annotations of a task, after a look at them: what is wrong with them is this task's failure. */
async function fetchAnnotations(task: CvatTask, { requests, staging, labelled }: Fetching): Promise<void> {
  const count = (value: unknown): void => {
    const { shapes, tracks, tags } = readAnnotations(value, task.id);
    labelled(shapes.length + tracks.length + tags.length);
  };
  const staged = await staging.readAnnotations(task.id, task.updated);
  if (staged !== undefined) {
    count(staged);
    return;
  }
  const path = `/api/tasks/${String(task.id)}/annotations`;
  const { value } = await requests.get({ path, what: `annotations of task ${String(task.id)}` });
  count(value);
  await staging.writeAnnotations(task.id, task.updated, value);
}
