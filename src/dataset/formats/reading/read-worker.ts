import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../../diagnostics.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Job, Progress } from '../../model/job.ts';
import { memoryOf, packBatch } from '../../library-batches.ts';
import type { ReadOptions } from '../define-format.ts';
import { formatNamed } from '../index.ts';

/** What the thread is started with. */
export type ReadRequest = { readonly format: string; readonly options: ReadOptions };

/** What it tells. Each event is to be answered with a message, whatever it is. */
export type ReadMessage =
  | { readonly kind: 'event'; readonly event: ReadEvent }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'end' }
  | { readonly kind: 'user-error'; readonly code: UserError['code']; readonly message: string; readonly hint?: string }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

/** Events that may be on their way: the reader waits while so many are not answered. */
const ON_THE_WAY = 4;

// A thread that reads files of a format, and sends what it reads. It is ended from outside where it is to stop.
if (parentPort !== null) await serve(parentPort, workerData as ReadRequest);

async function serve(port: MessagePort, { format, options }: ReadRequest): Promise<void> {
  const send = sender(port);
  const report = (progress: Progress): void => {
    port.postMessage({ kind: 'progress', progress } satisfies ReadMessage);
  };
  const job: Job = { signal: new AbortController().signal, report };
  try {
    const { read } = formatNamed(format);
    if (read === undefined) throw new Error(`${format} does not read`);
    for await (const event of read(options, job)) await send(event);
    port.postMessage({ kind: 'end' } satisfies ReadMessage);
  } catch (error) {
    port.postMessage(failureOf(error));
  }
  port.close();
}

/** Sends events; resolves when the next may be sent. */
function sender(port: MessagePort): (event: ReadEvent) => Promise<void> {
  let onTheWay = 0;
  let goOn: () => void = () => undefined;
  port.on('message', () => {
    onTheWay -= 1;
    goOn();
  });
  return async (event) => {
    onTheWay += 1;
    post(port, event);
    while (onTheWay >= ON_THE_WAY) {
      const answered = Promise.withResolvers<undefined>();
      goOn = () => {
        answered.resolve(undefined);
      };
      await answered.promise;
    }
  };
}

function post(port: MessagePort, event: ReadEvent): void {
  if (event.kind !== 'samples') {
    port.postMessage({ kind: 'event', event } satisfies ReadMessage);
    return;
  }
  const batch = packBatch(event.samples);
  port.postMessage({ kind: 'event', event: { kind: 'packed', batch } } satisfies ReadMessage, memoryOf(batch));
}

function failureOf(error: unknown): ReadMessage {
  if (error instanceof UserError) {
    const { code, message, hint } = error;
    return { kind: 'user-error', code, message, ...(hint !== undefined && { hint }) };
  }
  if (error instanceof Error) return { kind: 'bug', message: error.message, stack: error.stack ?? '' };
  return { kind: 'bug', message: String(error), stack: '' };
}
