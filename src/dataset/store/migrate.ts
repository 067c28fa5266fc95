import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { APPLICATION_ID, FORMAT, OLDEST_FORMAT } from './tables.ts';

/** Takes a dataset from format `to - 1` to format `to`. */
export type Migration = { readonly to: number; readonly apply: (db: Database) => void };

/** All migrations in order, from the oldest format that is read. */
export const MIGRATIONS: readonly Migration[] = [];

/** What a file says it is. */
export type FileFormat = { readonly applicationId: number; readonly version: number };

/** Reads the two marks from the header of an open database. */
export function readFormat(db: Database): FileFormat {
  return {
    applicationId: Number(db.pragma('application_id', { simple: true })),
    version: Number(db.pragma('user_version', { simple: true })),
  };
}

/**
 * Checks that an open file is a dataset this code can read.
 * @returns true where it has to be migrated first.
 * @throws UserError `unreadable` for a SQLite file that is no dataset, `unsupported` for one of a newer format, or of one
 * that is read no more.
 */
export function needsMigration(file: string, { applicationId, version }: FileFormat, newest = FORMAT): boolean {
  if (applicationId !== APPLICATION_ID || version < 1) {
    throw new UserError('unreadable', `${file} is a SQLite file, but not a dataset`, {
      hint: 'move it out of the folder of datasets',
    });
  }
  if (version > newest) {
    throw new UserError(
      'unsupported',
      `${file} has format ${String(version)}, this version reads up to ${String(newest)}`,
      {
        hint: 'update the program, or use the version that wrote the file',
      },
    );
  }
  if (version < OLDEST_FORMAT) {
    throw new UserError(
      'unsupported',
      `${file} has format ${String(version)}, this version reads from ${String(OLDEST_FORMAT)} on`,
      { hint: 'export it with the version that wrote it, and import that here' },
    );
  }
  return version < newest;
}

/** Brings an open dataset up to the newest format in one transaction: all of it or nothing. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const run = db.transaction(() => {
    for (const { to, apply } of migrations) {
      if (to <= readFormat(db).version) continue;
      apply(db);
      db.pragma(`user_version = ${String(to)}`);
      db.prepare("UPDATE meta SET value = ? WHERE key = 'format'").run(String(to));
    }
  });
  run.immediate();
}
