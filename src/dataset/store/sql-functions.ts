import type { Database } from 'better-sqlite3';
import { SQL_FUNCTIONS } from '../query/sql/functions.ts';
import type { SqlValue } from '../query/statement.ts';
import { regexpSearch } from './regexp-search.ts';

/** Registers the functions that compiled queries may call besides SQLite's own. */
export function registerFunctions(db: Database): void {
  db.function('regexp_search', { deterministic: true }, regexpSearch());
  for (const [name, { run }] of Object.entries(SQL_FUNCTIONS)) {
    db.function(name, { deterministic: true, varargs: true }, (...values: SqlValue[]) => run(...values));
  }
}
