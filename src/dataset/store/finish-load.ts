import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { BulkResult } from './bulk-writer.ts';
import { DIGEST_NAMES, formatDigest } from './digest.ts';
import { writeFields } from './stored-fields.ts';
import { FORMAT, INDEXES } from './tables.ts';

/** What is noted in a dataset about how it came to be. */
export type Origin = { readonly name: string; readonly statement: string; readonly at: string };

/**
 * Ends a bulk load: fields, counts, digests and the first line of the journal, then the indexes, then one flush to the
 * disk. Expects no open transaction. Between indexes it reports and can be cancelled.
 */
export async function finishLoad(db: Database, result: BulkResult, origin: Origin, job: Job): Promise<void> {
  db.transaction(() => {
    writeFields(db, result.fields.fields.values());
    writeCounts(db, result.counts);
    writeMeta(db, result, origin);
    const summary = `${String(result.samples)} samples, ${String(result.labels)} labels`;
    db.prepare("INSERT INTO change VALUES (1, ?, ?, ?, 'base', NULL)").run(origin.at, origin.statement, summary);
  })();
  for (const [i, index] of INDEXES.entries()) {
    job.report({ what: 'building indexes', done: i, total: INDEXES.length, unit: 'indexes' });
    await setImmediate();
    throwIfCancelled(job.signal);
    db.exec(index);
  }
  checkCounts(db, result);
  db.pragma('analysis_limit = 400');
  db.exec('ANALYZE');
  job.report({ what: 'building indexes', done: INDEXES.length, total: INDEXES.length, unit: 'indexes' });
  flush(db);
}

function writeCounts(db: Database, counts: BulkResult['counts']): void {
  const insert = db.prepare('INSERT INTO label_count (field_id, class, labels) VALUES (?, ?, ?)');
  for (const [field, classes] of counts) {
    for (const [label, labels] of classes) insert.run(field, label, labels);
  }
}

function writeMeta(db: Database, result: BulkResult, origin: Origin): void {
  const insert = db.prepare('INSERT INTO meta VALUES (?, ?)');
  insert.run('format', String(FORMAT));
  insert.run('name', origin.name);
  insert.run('created_at', origin.at);
  insert.run('revision', '1');
  insert.run('samples', String(result.samples));
  insert.run('labels', String(result.labels));
  for (const name of DIGEST_NAMES) insert.run(`digest_${name}`, formatDigest(result.digests[name]));
  for (const [name, value] of result.details) insert.run(name, JSON.stringify(value));
}

/** The tables must hold what was written to them: a short read of the ends of both, not of every page. */
function checkCounts(db: Database, { samples, labels }: BulkResult): void {
  for (const [table, expected] of [['sample', samples] as const, ['label', labels] as const]) {
    const found = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    if (found !== expected) {
      throw new Error(`${table} holds ${String(found)} rows, ${String(expected)} were written`);
    }
  }
}

/** A commit with `synchronous` on makes everything written before it durable too. */
function flush(db: Database): void {
  db.pragma('synchronous = FULL');
  db.prepare("UPDATE meta SET value = '2' WHERE key = 'revision'").run();
  db.pragma('locking_mode = NORMAL');
  db.pragma('journal_mode = WAL');
}
