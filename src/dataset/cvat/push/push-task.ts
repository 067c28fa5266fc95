import { setTimeout } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Requests } from '../client/cvat-client.ts';
import { listAll } from '../client/list-all.ts';
import { fieldsOf, textOr } from '../reply/fields.ts';
import { type CvatMeta, readMeta } from '../reply/meta.ts';
import { type CvatTask, readJob, readTask } from '../reply/records.ts';
import type { PushPicture, PushTask } from './plan-push.ts';
import { uploadPicture } from './upload-picture.ts';

/** What a task is pushed with. */
export type PushingTask = {
  readonly requests: Requests;
  readonly project: number;
  readonly task: PushTask;
  readonly signal: AbortSignal;
  /** Called for each picture that was sent, with its bytes. */
  readonly sent: (bytes: number) => void;
};

/** A task that has its pictures. */
export type PushedTask = { readonly id: number; readonly meta: CvatMeta };

const CONNECTIONS = 4;

/**
 * Makes a task with its pictures; or takes the one of that name, if an earlier push made it whole. One without its pictures is
 * removed and made anew: data is taken only once.
 */
export async function pushTask(pushing: PushingTask, there: readonly CvatTask[]): Promise<PushedTask> {
  const { requests, task, sent } = pushing;
  const same = there.find(({ name }) => name === task.name);
  if (same !== undefined && same.size === task.pictures.length) {
    task.pictures.forEach(() => {
      sent(0);
    });
    return { id: same.id, meta: await metaOf(requests, same.id, same.size) };
  }
  if (same !== undefined) await removeTask(requests, same.id);
  const id = await createTask(pushing);
  await uploadAll(pushing, id);
  return { id, meta: await metaOf(requests, id, task.pictures.length) };
}

/** Says that all jobs of a task are completed, as the button of the editor does. */
export async function completeJobs(requests: Requests, task: number): Promise<void> {
  const jobs = await listAll(requests, { path: '/api/jobs', query: { task_id: task }, what: 'jobs' }, readJob);
  for (const { id, type, state } of jobs) {
    if (type !== 'annotation' || state === 'completed') continue;
    const body = JSON.stringify({ state: 'completed' });
    await requests.send({ method: 'PATCH', path: `/api/jobs/${String(id)}`, body, what: `job ${String(id)}` });
  }
}

async function removeTask(requests: Requests, id: number): Promise<void> {
  const path = `/api/tasks/${String(id)}`;
  await requests.send({ method: 'DELETE', path, what: `task ${String(id)}`, accept: [404] });
}

async function createTask({ requests, project, task: { name, subset } }: PushingTask): Promise<number> {
  const body = JSON.stringify({ name, project_id: project, ...(subset !== '' && { subset }) });
  const { value } = await requests.send({ method: 'POST', path: '/api/tasks', body, what: 'a new task' });
  return readTask(value).id;
}

async function uploadAll(pushing: PushingTask, id: number): Promise<void> {
  const { requests, task, signal, sent } = pushing;
  const path = `/api/tasks/${String(id)}/data`;
  const what = `the pictures of ${task.name}`;
  await requests.send({ method: 'POST', path, headers: { 'upload-start': 'true', 'content-length': '0' }, what });
  const queue = task.pictures.values();
  const workers = Array.from({ length: CONNECTIONS }, async () => {
    for (const picture of queue) {
      throwIfCancelled(signal);
      sent(await uploadPicture(requests, id, picture));
    }
  });
  for (const result of await Promise.allSettled(workers)) if (result.status === 'rejected') throw result.reason;
  const body = JSON.stringify({
    image_quality: 95,
    use_cache: true,
    sorting_method: 'predefined',
    upload_file_order: task.pictures.map(({ name }) => name),
  });
  const { value } = await requests.send({ method: 'POST', path, headers: { 'upload-finish': 'true' }, body, what });
  const request = textOr(fieldsOf(value ?? {}, 'the answer to the upload'), 'rq_id', null);
  await untilMade(pushing, id, request);
}

/** Milliseconds between two questions, and how many of them. */
const PAUSES = [200, 500, 1000, 2000] as const;
const LONGEST = 3000;
const QUESTIONS = 600;

/** Waits until the server has made the task of what it was sent. */
async function untilMade({ requests, task, signal }: PushingTask, id: number, request: string | null): Promise<void> {
  for (let n = 0; n < QUESTIONS; n++) {
    throwIfCancelled(signal);
    const { status, message } = await statusOf(requests, id, request);
    if (status === 'failed') {
      throw new UserError('invalid', `the server could not make ${task.name} of its pictures: ${message}`, {
        hint: 'look at the pictures; the task is made anew when pushed again',
      });
    }
    if (status === 'finished') return;
    await setTimeout(PAUSES[n] ?? LONGEST, undefined, { signal });
  }
  throw new UserError('unreachable', `the server has not made ${task.name} in half an hour`, {
    hint: 'push again: what is there is not made twice',
  });
}

/** A request that is over is forgotten after a while: then the size of the task tells. Older servers have no requests. */
async function statusOf(
  requests: Requests,
  id: number,
  request: string | null,
): Promise<{ readonly status: string; readonly message: string }> {
  if (request !== null) {
    const path = `/api/requests/${encodeURIComponent(request)}`;
    const { status, value } = await requests.get({ path, what: 'the making of a task', accept: [404] });
    if (status === 200) {
      const fields = fieldsOf(value, 'a request');
      const message = textOr(fields, 'message', '').split('\n').at(-1) ?? '';
      return { status: textOr(fields, 'status', ''), message: message.slice(0, 200) };
    }
  }
  const { value } = await requests.get({ path: `/api/tasks/${String(id)}`, what: `task ${String(id)}` });
  return { status: readTask(value).size > 0 ? 'finished' : 'started', message: '' };
}

async function metaOf(requests: Requests, id: number, size: number): Promise<CvatMeta> {
  const path = `/api/tasks/${String(id)}/data/meta`;
  return readMeta((await requests.get({ path, what: `frames of task ${String(id)}` })).value, id, size);
}

/** The frame of each picture, by its name: the server decides on the order. @throws UserError `invalid` */
export function framesByName({ frames }: CvatMeta, pictures: readonly PushPicture[]): ReadonlyMap<string, number> {
  const byName = new Map(frames.map(({ name }, i) => [name, i]));
  return new Map(
    pictures.map(({ id, name }) => {
      const frame = byName.get(name);
      if (frame === undefined) throw new UserError('invalid', `the server has no picture ${name} after the upload`);
      return [id, frame];
    }),
  );
}
