import type { Database } from 'better-sqlite3';
import { list } from './image-tables.ts';
import { columnsOf } from './columns-of.ts';
import { SAMPLE_COLUMNS } from './tables.ts';

/**
 * Removes the columns of fields that exist no more and that no change can bring back: their names, and the types that
 * they were declared with, must not meet a field that comes later.
 */
export function dropUnusedColumns(db: Database): void {
  const fields = db.prepare<[], string>('SELECT column_name FROM field').pluck().all();
  const restorable = db.prepare<[], string>('SELECT column_name FROM before_field WHERE present = 1').pluck().all();
  const used = new Set<string>([...SAMPLE_COLUMNS, 'change_id', 'present', ...fields, ...restorable]);
  for (const table of ['sample', 'before_sample']) {
    for (const column of columnsOf(db, table)) {
      if (!used.has(column)) db.exec(`ALTER TABLE ${table} DROP COLUMN ${list([column])}`);
    }
  }
}
