import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { codeOf, throwIfCancelled } from '../../diagnostics.ts';
import { openForWriting } from './open-database.ts';
import { translateError } from './translate-error.ts';

/** Who this process is to others, and how to tell whether one of theirs still runs. */
export type Self = {
  readonly pid: number;
  readonly host: string;
  /** What it was started for, to be shown to others. */
  readonly command: string;
  readonly isAlive: (pid: number) => boolean;
};

/** How a writer behaves that finds another one at work. */
export type Writing = {
  readonly self: Self;
  readonly signal: AbortSignal;
  /** Milliseconds to wait for another writer. */
  readonly patience: number;
  /**
   * Called again and again while waiting: who writes, as to be shown (undefined where nobody said so), for how long, and when
   * that will have been too long.
   */
  readonly onWait?: (holder: string | undefined, milliseconds: number, patience: number) => void;
  readonly now: () => Date;
};

/**
 * Runs `work` in one transaction on the dataset, as its only writer: all of it is committed, or nothing; also nothing where
 * `work` rolls it back itself. Readers are not held up. SQLite's own lock decides; a file beside the dataset says who holds
 * it.
 * @throws UserError `busy` naming the other writer, `cancelled`, and as `openForWriting`.
 */
export async function withWriter<T>(
  file: string,
  writing: Writing,
  work: (db: Database) => T | Promise<T>,
): Promise<T> {
  const db = openForWriting(file, 0);
  try {
    await begin(db, file, writing);
    return await hold(db, file, writing, work);
  } catch (error) {
    throw translateError(error, { file });
  } finally {
    db.close();
  }
}

/** Who writes the dataset now, as to be shown; undefined where nobody said so or that process is gone. */
export function holderOf(file: string, self: Self): string | undefined {
  const holder = readHolder(file);
  if (isOwn(holder, self)) return `${holder?.command ?? ''} in this shell`;
  if (holder === undefined || (holder.host === self.host && !self.isAlive(holder.pid))) return undefined;
  return `process ${String(holder.pid)} on ${holder.host} (${holder.command}) since ${holder.since}`;
}

/** The file in which a writer says who it is. */
export function holderFile(file: string): string {
  return `${file}-writer`;
}

/** Milliseconds between two attempts to get the lock. */
const ATTEMPT = 40;

/** Asks again and again rather than letting SQLite wait: that would stop the whole process. */
async function begin(db: Database, file: string, { self, signal, patience, onWait }: Writing): Promise<void> {
  const start = performance.now();
  for (;;) {
    throwIfCancelled(signal);
    try {
      db.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const waited = performance.now() - start;
      // Whoever waits for a change of their own shell sees it go on, and can stop either.
      const longest = isOwn(readHolder(file), self) ? Infinity : patience;
      if (!isBusy(error) || waited >= longest) {
        throw translateError(error, { file, holder: holderOf(file, self) });
      }
      onWait?.(holderOf(file, self), waited, longest);
    }
    await setTimeout(ATTEMPT);
  }
}

function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

async function hold<T>(
  db: Database,
  file: string,
  { self, now }: Writing,
  work: (db: Database) => T | Promise<T>,
): Promise<T> {
  const { pid, host, command } = self;
  try {
    writeFileSync(holderFile(file), JSON.stringify({ pid, host, command, since: now().toISOString() }));
    const result = await work(db);
    if (db.inTransaction) db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    rmSync(holderFile(file), { force: true });
  }
}

type Holder = { readonly pid: number; readonly host: string; readonly command: string; readonly since: string };

function readHolder(file: string): Holder | undefined {
  const path = holderFile(file);
  return existsSync(path) ? parseHolder(readFileSync(path, 'utf8')) : undefined;
}

function isOwn(holder: Holder | undefined, { pid, host }: Self): boolean {
  return holder?.pid === pid && holder.host === host;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    const { pid, host, command, since } = value ?? {};
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    return { pid, host, command: String(command), since: String(since) };
  } catch {
    return undefined;
  }
}
