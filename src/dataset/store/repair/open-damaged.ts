import Sqlite, { type Database } from 'better-sqlite3';
import { complaintsIn, isAboutIndex } from '../health/integrity.ts';
import { APPLICATION_ID, JOURNALED_TABLES } from '../tables.ts';

/** How bad it is: what rows tell can be computed anew in place, or what can be read has to be copied to a new file. */
export type Condition = 'readable' | 'damaged';

/** Opens a file for reading whatever it says about itself; it may be shorter than its header tells. */
export function openDamaged(file: string): Database {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  db.unsafeMode(true);
  db.pragma('writable_schema = ON'); // a file that was cut off, or of which a table cannot be understood, opens all the same
  db.pragma('cell_size_check = ON');
  return db;
}

/** Looks whether all rows can be read and none refers to one that is not there. */
export function conditionOf(file: string, references: readonly (readonly [string, string, string])[]): Condition {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return 'damaged';
    const lines = db
      .prepare<[], string>('PRAGMA integrity_check')
      .pluck()
      .all()
      .flatMap((line) => line.split('\n'));
    if (!complaintsIn(lines).every(isAboutIndex)) return 'damaged';
    const there = new Set(db.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all());
    if (JOURNALED_TABLES.some((table) => !there.has(table))) return 'damaged';
    const stray = references.some(
      ([, table, condition]) =>
        db.prepare(`SELECT 1 FROM ${table} NOT INDEXED WHERE ${condition} LIMIT 1`).get() !== undefined,
    );
    return stray ? 'damaged' : 'readable';
  } catch {
    return 'damaged';
  } finally {
    db.close();
  }
}
