import { openForReading } from './store/open-database.ts';
import { databaseOf } from './store/dataset-files.ts';

/** What is told of a dataset when it is opened. */
export type Glance = {
  readonly samples: number;
  readonly labels: number;
  readonly classes: number;
  /** The statement that `redo` would do again; null where nothing was undone. */
  readonly undone: string | null;
};

/** Looks at a dataset for some milliseconds, in this process; undefined where it cannot be read. */
export function glanceAt(home: string, name: string): Glance | undefined {
  try {
    const db = openForReading(databaseOf(home, name));
    try {
      const one = (sql: string): unknown => db.prepare(sql).pluck().get();
      const undone = one("SELECT statement FROM change WHERE state = 'undone' ORDER BY id LIMIT 1");
      return {
        samples: Number(one("SELECT value FROM meta WHERE key = 'samples'")),
        labels: Number(one("SELECT value FROM meta WHERE key = 'labels'")),
        classes: Number(one('SELECT count(DISTINCT class) FROM label_count')),
        undone: typeof undone === 'string' ? undone : null,
      };
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
