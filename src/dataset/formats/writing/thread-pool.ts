import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Threads that do tasks of one kind. */
export type ThreadPool<T, R> = {
  /** Has one thread do the tasks, that with the least to do. Results in their order. What a task throws comes as an error with the same message and `code`. */
  readonly run: (tasks: readonly T[]) => Promise<readonly R[]>;
  /** Ends the threads, whatever they are at. */
  readonly close: () => Promise<void>;
};

/** What a thread answers to a list of tasks, in the order in which the lists came. */
export type Reply<R> = { readonly results: readonly R[] } | { readonly error: ThrownThere };

/** An error as data: as an object it would lose its `code` on the way. */
export type ThrownThere = { readonly message: string; readonly code: unknown; readonly stack: string | undefined };

/**
 * Starts as many threads as there are cores, at most four, since each takes some 20 MB.
 *
 * @param worker a module that calls `answerFiles`
 * @param data what the module finds as its `workerData`
 */
export function threadPool<T, R>(worker: URL, data: unknown): ThreadPool<T, R> {
  const start = (): Thread<T, R> => startThread(worker, data);
  const others = Array.from({ length: Math.min(availableParallelism(), MOST_THREADS) - 1 }, start);
  const threads: readonly [Thread<T, R>, ...Thread<T, R>[]] = [start(), ...others];
  return {
    run: (tasks) =>
      tasks.length === 0
        ? Promise.resolve([])
        : threads.reduce((least, thread) => (thread.load() < least.load() ? thread : least)).ask(tasks),
    close: async () => {
      await Promise.all(threads.map(({ end }) => end()));
    },
  };
}

const MOST_THREADS = 4;
/** Room for short-lived objects: three times the half of it that is in use. */
const YOUNG_MB = 12;

type Thread<T, R> = {
  /** Number of lists that wait for an answer. */
  readonly load: () => number;
  readonly ask: (tasks: readonly T[]) => Promise<readonly R[]>;
  readonly end: () => Promise<number>;
};
type Waiting<R> = { readonly resolve: (results: readonly R[]) => void; readonly reject: (error: Error) => void };

function startThread<T, R>(file: URL, workerData: unknown): Thread<T, R> {
  const worker = new Worker(file, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  const waiting: Waiting<R>[] = [];
  let over: Error | undefined;
  const stop = (error: Error): void => {
    over ??= error;
    for (const { reject } of waiting.splice(0)) reject(over);
  };
  worker.on('message', (reply: Reply<R>) => {
    const next = waiting.shift();
    if ('results' in reply) next?.resolve(reply.results);
    else next?.reject(Object.assign(new Error(reply.error.message), reply.error));
  });
  worker.on('error', stop);
  worker.on('exit', () => {
    stop(new Error('the thread has ended'));
  });
  return {
    load: () => waiting.length,
    ask: (tasks) =>
      new Promise((resolve, reject) => {
        if (over !== undefined) throw over;
        waiting.push({ resolve, reject });
        worker.postMessage(tasks);
      }),
    end: () => worker.terminate(),
  };
}
