import { readSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../diagnostics.ts';
import type { Sql } from '../query/statement.ts';
import { framePieces, frameReader } from './message-frame.ts';
import { openStatements, type Statements } from './query-runner.ts';

/** What the worker is sent: first the file, then statements. */
export type Request = { readonly file: string } | { readonly sql: Sql };

/** What it answers to a statement. */
export type Reply =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'user-error'; readonly code: UserError['code']; readonly message: string; readonly hint?: string }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

/** Statements that nobody refers to any more; each may hold half a megabyte. */
const MOST_DROPPED = 64;

// The program of a process of its own: reads requests from its input and answers on its output, one after the other, and
// waits for the next without an event loop. The end of its input, when the other side closes, is its own end; a thread hears when the other
// side dies while a statement is running.
const watch = new URL(`./parent-watch-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
// Streams of its own: joined to ours they would make our output non-blocking.
new Worker(watch, { stdout: true, stderr: true }).unref();
await serve(0, 1);

async function serve(input: number, output: number): Promise<void> {
  let file = '';
  let statements: Statements | undefined;
  let dropped = 0;
  const answer = (request: Request): Reply | undefined => {
    if ('file' in request) {
      file = request.file;
      return undefined;
    }
    return replyTo(() => (statements ??= openStatements(file, () => (dropped += 1))).all(request.sql));
  };
  const read = frameReader((value) => {
    const reply = answer(value as Request);
    if (reply !== undefined) for (const bytes of framePieces(reply)) writeAll(output, bytes);
  });
  const chunk = Buffer.alloc(65_536);
  for (let length = 1; length > 0;) {
    length = readSync(input, chunk);
    if (length > 0) read(Buffer.from(chunk.subarray(0, length)));
    if (dropped < MOST_DROPPED) continue;
    dropped = 0;
    await letGo();
  }
  statements?.close();
}

/**
 * Gives back what they hold: it is not of JavaScript, so that nothing else would have them collected, and only a turn of the
 * event loop, which nothing here waits for, lets go of what has been.
 */
async function letGo(): Promise<void> {
  globalThis.gc?.();
  await new Promise(setImmediate);
}

function replyTo(query: () => readonly (readonly unknown[])[]): Reply {
  try {
    return { kind: 'rows', rows: query() };
  } catch (error) {
    if (error instanceof UserError) {
      const { code, message, hint } = error;
      return { kind: 'user-error', code, message, ...(hint !== undefined && { hint }) };
    }
    return error instanceof Error
      ? { kind: 'bug', message: error.message, stack: error.stack ?? '' }
      : { kind: 'bug', message: String(error), stack: '' };
  }
}

function writeAll(output: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(output, bytes, at);
}
