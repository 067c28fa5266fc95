import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { cancelled, codeOf, throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { ReadOptions } from '../define-format.ts';
import type { ReadMessage, ReadRequest } from './read-worker.ts';

/**
 * Reads files of a format in a thread of its own, so that they are read while what was read before is written. Yields what the
 * reader yields, with samples packed, and fails as it fails. The thread is ended with the iteration.
 */
export async function* readApart(format: string, options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  throwIfCancelled(job.signal);
  const worker = new Worker(WORKER, {
    workerData: { format, options } satisfies ReadRequest,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP },
  });
  try {
    yield* eventsOf(worker, job);
  } finally {
    await worker.terminate();
  }
}

/** Megabytes. The less a heap may take, the less of it is left unused before it is cleared; readers need a tenth of that. */
const LARGEST_HEAP = 1024;

const WORKER = new URL(`./read-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

async function* eventsOf(worker: Worker, job: Job): AsyncGenerator<ReadEvent> {
  try {
    for await (const [message] of on(worker, 'message', { signal: job.signal, close: ['exit'] })) {
      const told = message as ReadMessage;
      if (told.kind === 'end') return;
      if (told.kind === 'progress') job.report(told.progress);
      else if (told.kind !== 'event') throw errorOf(told);
      else {
        yield told.event;
        worker.postMessage('next');
      }
    }
  } catch (error) {
    if (job.signal.aborted) throw cancelled(job.signal.reason);
    if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') throw tooLarge(error);
    throw error;
  }
  throw new Error('the thread that reads has ended before it was done');
}

function tooLarge(cause: unknown): UserError {
  return new UserError('unsupported', `reading it needs more than ${String(LARGEST_HEAP)} MB of memory`, {
    hint: 'a single picture with its labels is that large; nothing was imported',
    cause,
  });
}

function errorOf(told: Extract<ReadMessage, { readonly kind: 'user-error' | 'bug' }>): Error {
  if (told.kind === 'user-error') {
    return new UserError(told.code, told.message, told.hint === undefined ? {} : { hint: told.hint });
  }
  const error = new Error(told.message);
  error.stack = told.stack;
  return error;
}
