import type { Database } from 'better-sqlite3';
import { SQL_FUNCTIONS } from '../query/sql/functions.ts';
import type { SqlValue } from '../query/statement.ts';

/** Registers the functions that compiled queries may call besides SQLite's own. */
export function registerFunctions(db: Database): void {
  db.function('regexp_search', { deterministic: true }, regexpSearch());
  for (const [name, { run }] of Object.entries(SQL_FUNCTIONS)) {
    db.function(name, { deterministic: true, varargs: true }, (...values: SqlValue[]) => run(...values));
  }
}

/** `regexp_search(pattern, flags, text)`: 1 where the JavaScript regular expression matches anywhere, else 0; NULL for no text. */
function regexpSearch(): (pattern: SqlValue, flags: SqlValue, text: SqlValue) => number | null {
  const compiled = new Map<string, RegExp>();
  return (pattern, flags, text) => {
    if (typeof pattern !== 'string' || typeof flags !== 'string' || typeof text !== 'string') return null;
    const key = `${flags}/${pattern}`;
    let regexp = compiled.get(key);
    if (regexp === undefined) {
      regexp = new RegExp(pattern, flags.replace(/[gy]/g, ''));
      if (compiled.size >= CACHED) compiled.clear();
      compiled.set(key, regexp);
    }
    return regexp.test(text) ? 1 : 0;
  };
}

/** Patterns may come from a column: more than this many are not kept. */
const CACHED = 64;
