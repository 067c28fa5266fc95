import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { cancelled, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Row, Sql } from '../query/statement.ts';
import { encodeFrame, frameReader } from './message-frame.ts';
import type { QueryRunner } from './query-runner.ts';
import type { Reply, Request } from './query-worker.ts';

/** Runs queries in a process of their own, which may be ended while nothing is asked: the next query starts another. */
export type ChildRunner = QueryRunner & { readonly rest: () => void };

/**
 * Runs queries in a process of their own, one at a time. A cancelled query is ended by killing that process; the next
 * query starts another. A worker thread would not do: it cannot be ended inside a statement.
 * @param execPath the Node to run, `process.execPath`.
 */
export function childRunner(file: string, execPath: string): ChildRunner {
  let child: Child | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let asked = 0;
  let rested: Promise<void> = Promise.resolve();
  let closed = false;
  const start = (): Child => {
    const started = startChild(file, execPath, () => {
      if (child === started) child = undefined;
    });
    return started;
  };
  const run = async (sql: Sql, signal: AbortSignal): Promise<readonly Row[]> => {
    throwIfCancelled(signal);
    if (closed) throw wasClosed();
    child ??= start();
    return child.ask(sql, signal);
  };
  return {
    all: (sql, signal) => {
      asked += 1;
      const result = last.then(() => run(sql, signal)).finally(() => (asked -= 1));
      last = result.catch(() => undefined);
      return unlessAborted(result, signal);
    },
    rest: () => {
      if (asked > 0) return;
      rested = child?.end() ?? rested;
      child = undefined;
    },
    close: async () => {
      closed = true;
      const ended = child?.end();
      child = undefined;
      // Only then has the file been let go of.
      await Promise.all([ended, rested]);
    },
  };
}

/** A query that waits for another one is cancelled at once too. */
function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(cancelled(signal.reason));
    };
    signal.addEventListener('abort', abort, { once: true });
    void result.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
    if (signal.aborted) abort();
  });
}

function wasClosed(): UserError {
  return new UserError('cancelled', 'the dataset was closed');
}

type Child = {
  ask(sql: Sql, signal: AbortSignal): Promise<readonly Row[]>;
  end(): Promise<void>;
};

type Waiting = { readonly resolve: (rows: readonly Row[]) => void; readonly reject: (error: unknown) => void };

/** Its fourth stream is for the end of our process to be heard by: see parent-watch-worker.ts. */
type Process = ChildProcessByStdio<Writable, Readable, Readable>;

/** The program beside this file: a `.ts` when run from source, a `.js` when bundled. */
function workerFile(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./query-worker.${extension}`, import.meta.url));
}

/**
 * Little room for short-lived objects: what rows take while they are sent is never given back, and more of it makes nothing
 * faster. A collection on request: see query-worker.ts.
 */
const FLAGS = ['--max-semi-space-size=4', '--expose-gc'];

function startChild(file: string, execPath: string, gone: () => void): Child {
  const program: Process = spawn(execPath, [...FLAGS, workerFile()], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  let waiting: Waiting | undefined;
  const settle = (use: (waiting: Waiting) => void): void => {
    const settled = waiting;
    waiting = undefined;
    hold(program, false);
    if (settled !== undefined) use(settled);
  };
  const fail = (error: unknown): void => {
    gone();
    settle(({ reject }) => {
      reject(error);
    });
  };
  const kill = (error: UserError): void => {
    program.kill('SIGKILL');
    fail(error);
  };
  const ended = endOf(program).then(fail);
  program.stdout.on(
    'data',
    frameReader((reply) => {
      settle((asked) => {
        receive(reply as Reply, asked);
      });
    }),
  );
  const send = (request: Request): void => void program.stdin.write(encodeFrame(request));
  send({ file });
  return {
    ask: (sql, signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          kill(cancelled(signal.reason));
        };
        waiting = forgetting(signal, abort, { resolve, reject });
        signal.addEventListener('abort', abort, { once: true });
        hold(program, true);
        send({ sql });
      }),
    end: () => {
      kill(wasClosed());
      hold(program, true); // whoever waits for the end must live to see it
      return ended;
    },
  };
}

/** Stops listening for the abort once the answer is there. */
function forgetting(signal: AbortSignal, abort: () => void, { resolve, reject }: Waiting): Waiting {
  return {
    resolve: (rows) => {
      signal.removeEventListener('abort', abort);
      resolve(rows);
    },
    reject: (error) => {
      signal.removeEventListener('abort', abort);
      reject(error);
    },
  };
}

/** Resolves, once the process is gone, to what to tell whoever waits for it. */
function endOf(program: Process): Promise<Error> {
  let complaint = '';
  program.stderr.on('data', (text: Buffer) => (complaint = `${complaint}${text.toString()}`.slice(-2_000)));
  program.stdin.on('error', () => undefined); // the end of the process says more than a broken pipe
  return new Promise((resolve) => {
    program.once('error', resolve);
    program.once('close', (code, signal) => {
      // Ctrl-C in a terminal reaches this process too: that is a cancellation, anything else a bug.
      if (signal === 'SIGINT') resolve(cancelled());
      else if (signal === 'SIGKILL' || OUT_OF_MEMORY.test(complaint)) resolve(outOfMemory(complaint));
      else resolve(new Error(`the query process ended: ${signal ?? `exit code ${String(code)}`} ${complaint}`.trim()));
    });
  });
}

const OUT_OF_MEMORY = /heap out of memory|allocation failed/i;

/** Node gives up, or the system ends the largest process: what we kill ourselves has been answered by then. */
function outOfMemory(cause: string): UserError {
  return new UserError('unsupported', 'the query needed more memory than there is', {
    hint: 'ask for fewer samples at a time, or for less of each',
    cause,
  });
}

/** While nothing is asked, the process does not keep ours from ending; its input then ends, and so does it. */
function hold(program: Process, wanted: boolean): void {
  for (const handle of [program, ...program.stdio]) {
    if (handle === null || handle === undefined) continue;
    if (wanted) refOf(handle)?.ref();
    else refOf(handle)?.unref();
  }
}

type Ref = { ref(): unknown; unref(): unknown };

/** Pipes of a child are sockets, which the types do not say. */
function refOf(handle: object): Ref | undefined {
  return 'ref' in handle && 'unref' in handle ? (handle as Ref) : undefined;
}

function receive(reply: Reply, { resolve, reject }: Waiting): void {
  switch (reply.kind) {
    case 'rows':
      resolve(reply.rows as readonly Row[]);
      break;
    case 'user-error':
      reject(new UserError(reply.code, reply.message, reply.hint === undefined ? {} : { hint: reply.hint }));
      break;
    case 'bug':
      reject(Object.assign(new Error(reply.message), { stack: reply.stack }));
      break;
  }
}
