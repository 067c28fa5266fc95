import type { Database, Statement } from 'better-sqlite3';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Row, Sql } from '../query/statement.ts';
import { openForReading } from './open-database.ts';
import { translating } from './translate-error.ts';

/** Runs compiled queries on one dataset: the port between plans and SQLite. */
export type QueryRunner = {
  /**
   * All rows of a statement.
   * @throws UserError `cancelled` once the signal is aborted; `unreadable` and the like where the file is at fault.
   */
  all(sql: Sql, signal: AbortSignal): Promise<readonly Row[]>;
  /** Ends what is running and lets go of the file. */
  close(): Promise<void>;
};

/** Runs statements at once. */
export type Statements = { all(sql: Sql): readonly Row[]; close(): void };

/**
 * Runs queries in this process: nothing to start, but a statement that has begun cannot be cancelled. For one-shots.
 * @throws UserError as `openForReading`, at the first query.
 */
export function inPlaceRunner(file: string): QueryRunner {
  let statements: Statements | undefined;
  return {
    all: (sql, signal) =>
      new Promise((resolve) => {
        throwIfCancelled(signal);
        statements ??= openStatements(file);
        const rows = statements.all(sql);
        throwIfCancelled(signal);
        resolve(rows);
      }),
    close: () => {
      statements?.close();
      statements = undefined;
      return Promise.resolve();
    },
  };
}

/** Opens a dataset for reading and keeps prepared what is asked again; `dropped` hears of each statement that no longer is. */
export function openStatements(file: string, dropped: () => void = () => undefined): Statements {
  const db = openForReading(file);
  const prepared = keptPrepared(db, dropped);
  return {
    all: ({ text, params, sortsMany }) =>
      translating({ file }, () => {
        if (sortsMany !== true) return prepared(text).all(params);
        return withSmallCache(db, () => prepared(text).all(params));
      }),
    close: () => db.close(),
  };
}

/** SQLite sorts in as much memory as the cache may take, and by several files just as fast. */
function withSmallCache<T>(db: Database, run: () => T): T {
  const before: unknown = db.pragma('cache_size', { simple: true });
  db.pragma('cache_size = -4096');
  try {
    return run();
  } finally {
    db.pragma(`cache_size = ${String(before)}`);
  }
}

/** Runs queries on a database that is open: what it has written and not yet committed is seen. It stays open. */
export function runnerOn(db: Database): QueryRunner {
  const prepared = keptPrepared(db);
  return {
    all: ({ text, params }, signal) =>
      new Promise((resolve) => {
        throwIfCancelled(signal);
        resolve(translating({ file: db.name }, () => prepared(text).all(params)));
      }),
    close: () => Promise.resolve(),
  };
}

/** Statements kept prepared, the latest used ones. */
const KEPT = 64;

function keptPrepared(
  db: Database,
  dropped: () => void = () => undefined,
): (text: string) => Statement<unknown[], Row> {
  const kept = new Map<string, Statement<unknown[], Row>>();
  return (text) => {
    const statement = kept.get(text) ?? db.prepare<unknown[], Row>(text).raw();
    kept.delete(text);
    kept.set(text, statement);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) {
      kept.delete(oldest);
      dropped();
    }
    return statement;
  };
}
