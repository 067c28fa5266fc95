import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { codeOf, UserError } from '../../diagnostics.ts';
import { openForReading } from './open-database.ts';
import { translateError } from './translate-error.ts';
import { bytesIn } from './trash.ts';

/** The two numbers that lists of datasets show. */
export type Counted = { readonly samples: number; readonly labels: number };

/**
 * Brings everything into the one file of a dataset, so that it can be moved. A file that cannot be read is left as it is.
 * @throws UserError `busy` where another connection has it open.
 */
export function settleDatabase(file: string, holder: string | undefined): void {
  try {
    const db = new Sqlite(file, { timeout: 0, fileMustExist: true });
    try {
      if (db.pragma('journal_mode = DELETE', { simple: true }) === 'wal') throw inUse(file, holder);
    } finally {
      db.close();
    }
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) throw inUse(file, holder);
    const known = translateError(error, { file });
    if (!(known instanceof UserError && known.code === 'unreadable')) throw known;
  }
}

/** Puts a dataset that was moved back into the mode in which readers and a writer do not wait for each other. */
export function reviveDatabase(file: string, name: string): void {
  try {
    const db = new Sqlite(file, { fileMustExist: true });
    try {
      db.pragma('journal_mode = WAL');
      db.prepare("UPDATE meta SET value = ? WHERE key = 'name'").run(name);
    } finally {
      db.close();
    }
  } catch (error) {
    const known = translateError(error, { file });
    if (!(known instanceof UserError && known.code === 'unreadable')) throw known;
  }
}

/** Samples and labels of a dataset. @throws UserError as `openForReading`. */
export function countDatabase(file: string): Counted {
  const db = openForReading(file);
  try {
    const rows = db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all();
    const meta = new Map(rows);
    return { samples: Number(meta.get('samples') ?? 0), labels: Number(meta.get('labels') ?? 0) };
  } finally {
    db.close();
  }
}

/** Changes with every commit: when the file was written, and how long it and its write-ahead log are. */
export function stampOf(file: string): string {
  const { mtimeMs, size } = statSync(file);
  return [mtimeMs, size, bytesIn(`${file}-wal`)].join(' ');
}

/** What is said where another file was about to take the place of one that somebody has written to since. */
export function changedMeanwhile(file: string): UserError {
  return new UserError('busy', `${file} was changed while it was being rescued`, {
    hint: 'close the other shells on it, then try again; nothing was replaced',
  });
}

function inUse(file: string, holder: string | undefined): UserError {
  const who = holder === undefined ? 'open elsewhere' : `being written by ${holder}`;
  return new UserError('busy', `${file} is ${who}`, { hint: 'close the other shell that works on it, then try again' });
}
