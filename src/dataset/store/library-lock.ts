import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { translating } from './translate-error.ts';

/**
 * Runs `work` while no other process makes, renames, deletes or restores a dataset in this folder. The lock is one of
 * SQLite's, so that it ends with the process that holds it.
 * @throws UserError `busy` when another process holds it for long, `unwritable` where the folder may not be written.
 */
export function withLibraryLock<T>(home: string, work: () => T): T {
  const file = join(home, 'library.lock');
  const db = translating({ file: home }, () => {
    mkdirSync(home, { recursive: true });
    return new Sqlite(file, { timeout: PATIENCE });
  });
  try {
    translating({ file: home }, () => db.exec('BEGIN EXCLUSIVE'));
    return work();
  } finally {
    db.close();
  }
}

/** Moving files takes milliseconds; only a stopped process holds the lock longer. */
const PATIENCE = 10_000;
