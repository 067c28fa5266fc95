import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { breathe } from './breathe.ts';
import { indexIn, INDEXES } from './tables.ts';

/**
 * Does work that makes so many labels come or go, without the indexes in which neighbours lie far apart where that is a large
 * part of all labels: each row would be looked for in them, and making them anew at the end takes less. The work must not need
 * them. Expects an open transaction.
 */
export async function withoutIndexes(db: Database, labels: number, job: Job, work: () => Promise<void>): Promise<void> {
  const all = db.prepare<[], number>("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'labels'").pluck().get() ?? 0;
  const dropped = labels < LEAST || labels < all / PART ? [] : scatteredIndexes(db);
  for (const sql of dropped) db.exec(`DROP INDEX ${indexIn(sql)}`);
  await work();
  if (dropped.length > 0) db.pragma('analysis_limit = 400');
  for (const [done, sql] of dropped.entries()) {
    job.report({ what: 'building indexes', done, total: dropped.length, unit: 'indexes' });
    await breathe(job);
    db.exec(sql);
    db.exec(`ANALYZE ${indexIn(sql)}`);
  }
}

/** Labels from which it is worth it, and the part of all. */
const LEAST = 20_000;
const PART = 4;

/** Those that are there: an index that is missing is for the doctor to make. */
function scatteredIndexes(db: Database): readonly string[] {
  const there = new Set(db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'index'").pluck().all());
  return INDEXES.filter((sql) => SCATTERED.has(indexIn(sql)) && there.has(indexIn(sql)));
}

const SCATTERED: ReadonlySet<string> = new Set(['label_by_class', 'label_by_oid']);
