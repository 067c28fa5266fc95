import { existsSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { migrate, needsMigration, readFormat } from './migrate.ts';
import { registerFunctions } from './sql-functions.ts';
import { translating } from './translate-error.ts';

/**
 * Opens a dataset for reading: never blocked by a writer, sees what was committed when a statement starts.
 * @throws UserError `not-found`, `unreadable`, `unsupported`.
 */
export function openForReading(file: string): Database {
  expectFile(file);
  return translating({ file }, () => {
    const db = opened(new Sqlite(file, { readonly: true, timeout: READ_TIMEOUT }), (opening) => {
      if (!needsMigration(file, readFormat(opening))) return true;
      return false;
    });
    if (db !== undefined) return readable(db);
    openForWriting(file, READ_TIMEOUT).close();
    return readable(new Sqlite(file, { readonly: true, timeout: READ_TIMEOUT }));
  });
}

/**
 * Opens a dataset for writing, migrated to the newest format and in WAL mode. A transaction waits up to `timeout`
 * milliseconds for another writer.
 * @throws UserError as `openForReading`, and `unwritable`.
 */
export function openForWriting(file: string, timeout: number): Database {
  expectFile(file);
  return translating({ file }, () => {
    const db = opened(new Sqlite(file, { timeout }), (opening) => {
      if (needsMigration(file, readFormat(opening))) migrate(opening);
      opening.pragma('journal_mode = WAL');
      opening.pragma('synchronous = FULL'); // what was reported done survives a loss of power
      opening.pragma('recursive_triggers = ON');
      return true;
    });
    if (db === undefined) throw new Error('a database that was opened is there');
    db.pragma('cache_size = -65536');
    registerFunctions(db);
    return db;
  });
}

/** A reader waits only for the short moments in which SQLite recovers or checkpoints. */
const READ_TIMEOUT = 5_000;

function readable(db: Database): Database {
  // More makes no query faster: the system has the file in memory.
  db.pragma('cache_size = -16384');
  registerFunctions(db);
  return db;
}

/** The database if `check` accepts it; it is closed otherwise. */
function opened(db: Database, check: (db: Database) => boolean): Database | undefined {
  let keep = false;
  try {
    keep = check(db);
  } finally {
    if (!keep) db.close();
  }
  return keep ? db : undefined;
}

function expectFile(file: string): void {
  if (existsSync(file)) return;
  throw new UserError('not-found', `${file} does not exist`, { hint: 'see the names of datasets with: datasets' });
}
