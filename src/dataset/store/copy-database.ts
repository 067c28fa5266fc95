import Sqlite, { type Database } from 'better-sqlite3';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { copyFile } from './copy-file.ts';
import { openForReading } from './open-database.ts';
import { syncFile } from './sync-file.ts';
import { translateError } from './translate-error.ts';
import { bytesIn } from './trash.ts';

/** What a copy is made with; `execPath` is the Node to run, `process.execPath`. */
export type Copying = { readonly execPath: string; readonly job: Job };

/** Bytes of a file that is worth a process of its own. */
const LARGE = 64 * 1024 * 1024;

/**
 * Copies a dataset as it is when the copy begins: who changes it meanwhile does not wait, and is not seen. All of it comes along, the
 * journal and snapshots too. A large one is copied as a file, four times as fast as page by page, where all of it is in that file.
 * @param target a file that is not there yet
 * @throws UserError `cancelled`, `unwritable`, and as `openForReading`; the caller removes what is left of `target`
 */
export async function copyDatabase(file: string, target: string, copying: Copying): Promise<void> {
  const isLarge = bytesIn(file) >= LARGE;
  if (isLarge) emptyLog(file);
  const db = openForReading(file);
  try {
    // The copy reads in this transaction, so that no writer makes it begin anew.
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM meta').get();
    if (isLarge && isFrozen(file)) await copyFile(file, target, copying);
    else await copyPages(db, target, copying.job);
  } catch (error) {
    throw translateError(error, { file: target });
  } finally {
    db.close();
  }
}

/** Brings what stands in the write-ahead log into the file, where nobody is in the way of that. */
function emptyLog(file: string): void {
  try {
    const db = new Sqlite(file, { timeout: 0, fileMustExist: true });
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
  } catch (error) {
    // Whatever it is, what reads the file next meets it too, or does without.
    if (!(error instanceof Sqlite.SqliteError)) throw error;
  }
}

/**
 * Whether the file stays as it is for as long as a transaction goes on that reads it: it does where the log was empty when that began.
 * What is written then goes to the log, and SQLite brings it into the file only when nobody reads that without the log
 * (https://www.sqlite.org/walformat.html, WAL_READ_LOCK(0)).
 */
function isFrozen(file: string): boolean {
  return bytesIn(`${file}-wal`) === 0;
}

/** Pages between two breaths: 32 MB. */
const STEP = 8_192;

async function copyPages(db: Database, target: string, job: Job): Promise<void> {
  await db.backup(target, {
    progress: ({ totalPages, remainingPages }) => {
      throwIfCancelled(job.signal);
      job.report({ what: 'copying', done: totalPages - remainingPages, total: totalPages, unit: 'pages' });
      return STEP;
    },
  });
  syncFile(target);
}
