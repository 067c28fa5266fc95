import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { beforeTable, ensureBeforeTable, list, tablesWithImages } from './image-tables.ts';
import { APPLICATION_ID, FORMAT, SAVED_VIEW, SNAPSHOT } from './tables.ts';

/** Takes a dataset from format `to - 1` to format `to`. */
export type Migration = { readonly to: number; readonly apply: (db: Database) => void };

/** All migrations in order. Format 1 is the first. */
export const MIGRATIONS: readonly Migration[] = [
  { to: 2, apply: (db) => void db.exec(SAVED_VIEW) },
  // Until then changes were a list: each followed the one before it.
  {
    to: 3,
    apply: (db) =>
      void db.exec(`ALTER TABLE change ADD COLUMN parent INTEGER;
        UPDATE change SET parent = (SELECT max(id) FROM change c WHERE c.id < change.id); ${SNAPSHOT}`),
  },
  { to: 4, apply: orderImages },
];

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
 * @throws UserError `unreadable` for a SQLite file that is no dataset, `unsupported` for one of a newer format.
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

/** Until then images of rows lay in the order in which they were noted, with an index of their keys beside them. */
function orderImages(db: Database): void {
  for (const table of tablesWithImages(db)) {
    const before = beforeTable(table.name);
    const columns = db
      .prepare<[string], [string, string]>('SELECT name, type FROM pragma_table_info(?)')
      .raw()
      .all(before);
    const own = columns.filter(([name]) => name !== 'change_id' && name !== 'present');
    const names = list(columns.map(([name]) => name));
    db.exec(`ALTER TABLE ${before} RENAME TO images_before`);
    ensureBeforeTable(db, { ...table, columns: own.map(([name]) => name), types: new Map(own) });
    db.exec(`INSERT INTO ${before} (${names}) SELECT ${names} FROM images_before ORDER BY change_id, ${list(table.key)};
      DROP TABLE images_before`);
  }
}
