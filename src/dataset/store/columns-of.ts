import type { Database } from 'better-sqlite3';

/** Names of the columns of a table, none where it does not exist. */
export function columnsOf(db: Database, table: string): readonly string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}
