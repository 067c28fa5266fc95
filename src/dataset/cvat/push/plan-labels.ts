import { UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import { type Tally, tally } from '../../model/tally.ts';
import { keepSamples, wholeDataset } from '../../query/plan.ts';
import { idAmong } from '../../query/verbs/select.ts';
import type { Requests } from '../client/cvat-client.ts';
import { FIELDS } from '../pull/label-index.ts';
import { digestOf } from '../pull/task-samples.ts';
import { type Edit, type EditedFrame, frameEdit, isEmptyEdit } from './frame-edit.ts';
import { labelsToPush, type PushView } from './plan-push.ts';
import { readServerTask, type ServerTask } from './server-task.ts';

/** A picture whose labels are to be written back. */
export type FrameChange = {
  readonly id: string;
  readonly filepath: string;
  readonly task: number;
  readonly taskName: string;
  readonly frame: number;
  readonly edit: Edit;
  /** Number of labels that the server has on it. */
  readonly before: number;
};

/** What writing back would do. */
export type LabelPlan = {
  readonly changes: readonly FrameChange[];
  /** What is left out, with the reason. */
  readonly faults: Tally;
};

/** Samples looked at between two requests. */
type Frames = ReadonlyMap<number, readonly string[]>;

/**
 * Compares the labels of the pictures of a view with those of the server. All labels that the dataset has on them count, also
 * those that the view does not show: what is not shown must not be removed. A picture whose labels were changed on the server
 * since the pull is left out, and so is one with a label that the project cannot hold.
 *
 * @throws UserError `not-found` where nothing in the view was pulled from this server
 */
export async function planLabels(view: PushView, requests: Requests, job: Job): Promise<LabelPlan> {
  const faults = tally();
  const tasks = await samplesByTask(view, requests, faults, job);
  if (tasks.size === 0) {
    throw new UserError('not-found', `nothing in this view was pulled from ${requests.url}`, {
      hint: 'push VIEW --project NAME makes a new project of it',
    });
  }
  const changes: FrameChange[] = [];
  let done = 0;
  for (const [task, ids] of tasks) {
    job.report({ what: 'comparing labels', done: ++done, total: tasks.size, unit: 'tasks' });
    changes.push(...(await changesOfTask(view, { requests, task, ids, faults, job })));
  }
  return { changes, faults };
}

/** Ids of samples by task, without their labels. */
async function samplesByTask(
  { dataset, plan }: PushView,
  { url }: Requests,
  faults: Tally,
  { signal }: Job,
): Promise<Frames> {
  const tasks = new Map<number, string[]>();
  const names = ['cvat_task_id', 'cvat_url'];
  const known = new Set((await dataset.catalog()).fields.map(({ name }) => name));
  if (!names.every((name) => known.has(name))) return tasks;
  const bare = { ...plan, stages: [...plan.stages, { kind: 'keep-fields', names, parts: {} } as const] };
  for await (const { id, fields, filepath } of dataset.samples(bare, signal)) {
    const { cvat_task_id: task, cvat_url: link } = fields;
    if (id === undefined || typeof task !== 'number' || typeof link !== 'string' || !link.startsWith(`${url}/tasks/`)) {
      faults.count('picture that was not pulled from this server', filepath);
    } else tasks.set(task, [...(tasks.get(task) ?? []), id]);
  }
  return tasks;
}

type Comparing = {
  readonly requests: Requests;
  readonly task: number;
  readonly ids: readonly string[];
  readonly faults: Tally;
  readonly job: Job;
};

async function changesOfTask(
  view: PushView,
  { requests, task, ids, faults, job }: Comparing,
): Promise<readonly FrameChange[]> {
  const server = await readServerTask(requests, task);
  if (server.hasTracks) {
    faults.count('task with tracks, whose frames cannot be written one by one', `task ${String(task)}`);
    return [];
  }
  const changes: FrameChange[] = [];
  for await (const sample of view.dataset.samples(
    keepSamples(wholeDataset(view.dataset.name), idAmong(ids)),
    job.signal,
  )) {
    const change = changeOf(sample, server, view, faults);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

function changeOf(sample: Sample, server: ServerTask, view: PushView, faults: Tally): FrameChange | undefined {
  const { id = '', filepath, fields, width, height } = sample;
  const frame = fields['cvat_frame'];
  if (typeof frame !== 'number' || width === null || height === null) return undefined;
  const before = fields['cvat_digest'] ?? digestOf({});
  if (before !== server.digestOf(frame)) {
    faults.count('picture whose labels were changed on the server since the pull: pull first', filepath);
    return undefined;
  }
  const size = { width, height };
  const labels = labelsToPush(sample, view.fields, size, faults).filter((label) =>
    isKnown(label, server, faults, filepath),
  );
  // Without a label that cannot be sent its shape on the server would seem to be one that goes.
  if (labels.length < view.fields.flatMap((field) => sample.labels[field] ?? []).length) return undefined;
  const where: EditedFrame = { frame, size, ownerOf: server.ownerOf };
  const there = server.labelsOf(frame);
  const edit = frameEdit(labels, there, where);
  const taskName = fields['cvat_task_name'];
  if (isEmptyEdit(edit)) return undefined;
  const name = typeof taskName === 'string' ? taskName : '';
  return { id, filepath, task: server.id, taskName: name, frame, edit, before: there.length };
}

/** A class that the project does not have is told, not made: labels of a project are shared by all who work on it. */
function isKnown(label: Label, server: ServerTask, faults: Tally, place: string): boolean {
  if (server.hasLabel(label.label ?? '')) return true;
  faults.count(`label of the class ${label.label ?? ''}, which the project does not have`, place);
  return false;
}

/** The label fields that a pull fills, as far as a dataset has them. */
export const PULLED_FIELDS: readonly string[] = Object.values(FIELDS);
