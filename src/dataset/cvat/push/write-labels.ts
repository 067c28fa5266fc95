import { UserError } from '../../../diagnostics.ts';
import type { Library } from '../../library.ts';
import type { Job } from '../../model/job.ts';
import type { Requests } from '../client/cvat-client.ts';
import type { Sent } from './frame-edit.ts';
import type { FrameChange } from './plan-labels.ts';
import { readServerTask } from './server-task.ts';

/** What was written back. */
export type Written = {
  readonly pictures: number;
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
};

/** Where labels are written, and the dataset that is to know of it. */
export type WritingTo = {
  readonly requests: Requests;
  readonly library: Library;
  readonly dataset: string;
  readonly statement: string;
  readonly job: Job;
};

/**
 * Writes changes to the server, task by task: new shapes first and those that go last, so that nothing is lost where it is cut
 * off. Then reads back, and notes in the dataset that these pictures are as the server has them.
 */
export async function writeLabels(changes: readonly FrameChange[], to: WritingTo): Promise<Written> {
  const written = { pictures: 0, created: 0, updated: 0, removed: 0 };
  const digests = new Map<string, string>();
  try {
    for (const [task, frames] of Map.groupBy(changes, (change) => change.task)) {
      await writeTask(to.requests, task, frames, digests);
      for (const { edit } of frames) {
        written.pictures += 1;
        written.created += edit.create.length;
        written.updated += edit.update.length;
        written.removed += edit.remove.length;
      }
      to.job.report({ what: 'writing labels', done: written.pictures, total: changes.length, unit: 'pictures' });
    }
  } finally {
    // What was written is noted whatever came after it: else the next pull would take it for somebody else's work.
    if (digests.size > 0) await noteWritten(digests, to);
  }
  return written;
}

async function writeTask(
  requests: Requests,
  task: number,
  frames: readonly FrameChange[],
  digests: Map<string, string>,
): Promise<void> {
  await patch(
    requests,
    task,
    'create',
    frames.flatMap(({ edit }) => edit.create),
  );
  await patch(
    requests,
    task,
    'update',
    frames.flatMap(({ edit }) => edit.update),
  );
  await patch(
    requests,
    task,
    'delete',
    frames.flatMap(({ edit }) => edit.remove),
  );
  const server = await readServerTask(requests, task);
  const odd = frames.find((change) => server.labelsOf(change.frame).length !== expectedCount(change));
  if (odd !== undefined) {
    throw new UserError('invalid', `the server has not kept all labels of ${odd.filepath}`, {
      hint: 'somebody may be working on it: pull, and look at it',
    });
  }
  for (const { id, frame } of frames) digests.set(id, server.digestOf(frame));
}

/** In one step, and also where work was asked to stop. */
async function noteWritten(
  digests: ReadonlyMap<string, string>,
  { library, dataset, statement, job }: WritingTo,
): Promise<void> {
  const unhurried = { signal: new AbortController().signal, report: job.report };
  await library.change(dataset, { statement, job: unhurried }, (edit) => {
    for (const [id, digest] of digests) edit.updateSample(id, { fields: { cvat_digest: digest } });
    return Promise.resolve();
  });
}

function expectedCount({ edit, before }: FrameChange): number {
  return before + edit.create.length - edit.remove.length;
}

async function patch(
  requests: Requests,
  task: number,
  action: 'create' | 'update' | 'delete',
  sent: readonly Sent[],
): Promise<void> {
  if (sent.length === 0) return;
  const tags = sent.filter(({ isTag }) => isTag).map(({ body }) => body);
  const shapes = sent.filter(({ isTag }) => !isTag).map(({ body }) => body);
  await requests.send({
    method: 'PATCH',
    path: `/api/tasks/${String(task)}/annotations`,
    query: { action },
    body: JSON.stringify({ version: 0, tags, shapes, tracks: [] }),
    what: `annotations of task ${String(task)}`,
  });
}
