import type { Database } from 'better-sqlite3';
import type { Job } from '../../model/job.ts';
import type { Row } from '../../query/statement.ts';
import { quoted } from '../bulk-tables.ts';
import { DIGEST_NAMES } from '../digest.ts';
import { WRONG_CLASS_COUNTS, wrongLabelNumber } from '../health/counts.ts';
import { type Differing, recompute } from '../health/digests.ts';
import { FOREIGN_CODE } from '../health/foreign-code.ts';
import { bumpRevision } from '../journal.ts';
import { indexIn, INDEXES } from '../tables.ts';

/** What was put right, in numbers; `differing` are the samples whose digests did not fit. */
export type Rebuilt = {
  readonly indexes: readonly string[];
  readonly classCounts: number;
  readonly labelNumbers: number;
  readonly totals: number;
  readonly differing: readonly Differing[];
  /** Triggers and views that were removed. */
  readonly code: readonly string[];
  /** Snapshots whose state is gone, which were removed, and changes that are now the first of theirs. */
  readonly states: number;
};

/**
 * Computes everything that follows from rows anew and writes what was not right: indexes, numbers of labels, counts by
 * class, digests, totals. Rows keep their keys, so that undo finds them. Expects an open transaction.
 */
export async function rebuildDerived(db: Database, job: Job): Promise<Rebuilt> {
  const code = removeCode(db);
  const indexes = makeIndexes(db);
  const states = mendStates(db);
  const labelNumbers = rebuildLabelNumbers(db);
  const classCounts = rebuildClassCounts(db);
  const { differing, sums } = await rebuildDigests(db, job);
  const totals = rebuildTotals(db) + sums;
  const done = code.length + indexes.length + states + labelNumbers + classCounts + differing.length + totals;
  if (done > 0) bumpRevision(db);
  return { indexes, classCounts, labelNumbers, totals, differing, code, states };
}

/** First of all: triggers would run with what is written here. */
function removeCode(db: Database): readonly string[] {
  const names = db.prepare<[], string>(FOREIGN_CODE).pluck().all();
  for (const name of names) {
    const type = db.prepare<[string], string>('SELECT type FROM sqlite_schema WHERE name = ?').pluck().get(name);
    // With a view go the triggers on it.
    if (type !== undefined) db.exec(`DROP ${type === 'view' ? 'VIEW' : 'TRIGGER'} ${quoted(name)}`);
  }
  return names;
}

function mendStates(db: Database): number {
  const snapshots = db.prepare('DELETE FROM snapshot WHERE change_id NOT IN (SELECT id FROM change)').run().changes;
  const orphaned = 'parent IS NOT NULL AND parent NOT IN (SELECT id FROM change)';
  return snapshots + db.prepare(`UPDATE change SET parent = NULL WHERE ${orphaned}`).run().changes;
}

/** Makes the indexes that are missing; those that are there are made anew by `REINDEX`. */
function makeIndexes(db: Database): readonly string[] {
  const there = new Set(db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'index'").pluck().all());
  const missing = INDEXES.filter((sql) => !there.has(indexIn(sql)));
  for (const sql of missing) db.exec(sql);
  db.exec('REINDEX');
  return missing.map(indexIn);
}

function rebuildLabelNumbers(db: Database): number {
  const fields = db.prepare<[], Row>("SELECT id, column_name FROM field WHERE kind = 'labels'").raw().all();
  return fields.reduce((sum, [field, column]) => {
    const counted = `(SELECT count(*) FROM label l WHERE l.sample_id = s.id AND l.field_id = ${String(field)})`;
    const wrong = wrongLabelNumber(String(column), Number(field));
    return (
      sum + db.prepare(`UPDATE sample AS s SET ${quoted(String(column))} = ${counted} WHERE ${wrong}`).run().changes
    );
  }, 0);
}

function rebuildClassCounts(db: Database): number {
  const wrong = db.prepare<[], Row>(WRONG_CLASS_COUNTS).raw().all();
  const ids = db
    .prepare<[unknown, unknown], number>('SELECT id FROM label_count WHERE field_id = ? AND class IS ? ORDER BY id')
    .pluck();
  const set = db.prepare('UPDATE label_count SET labels = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM label_count WHERE id = ?');
  const insert = db.prepare('INSERT INTO label_count (field_id, class, labels) VALUES (?, ?, ?)');
  for (const [field, label, , counted] of wrong) {
    const [kept, ...doubled] = ids.all(field, label);
    for (const id of doubled) remove.run(id);
    if (kept === undefined) insert.run(field, label, counted);
    else if (Number(counted) === 0) remove.run(kept);
    else set.run(counted, kept);
  }
  return wrong.length;
}

async function rebuildDigests(
  db: Database,
  job: Job,
): Promise<{ readonly differing: readonly Differing[]; readonly sums: number }> {
  const differing: Differing[] = [];
  const sums = await recompute(db, job, (each) => {
    differing.push(each);
  });
  const write = db.prepare('INSERT OR REPLACE INTO sample_digest VALUES (?, unhex(?), unhex(?), unhex(?))');
  for (const { sample, digests } of differing) write.run(sample, digests.labels, digests.fields, digests.identity);
  const gone = db.prepare('DELETE FROM sample_digest WHERE sample_id NOT IN (SELECT id FROM sample)').run().changes;
  const changed = DIGEST_NAMES.map((name) => setMeta(db, `digest_${name}`, sums[name]));
  return { differing, sums: gone + changed.filter(Boolean).length };
}

function rebuildTotals(db: Database): number {
  return (['sample', 'label'] as const).filter((table) => {
    const counted = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
    return setMeta(db, `${table}s`, String(counted));
  }).length;
}

/** Writes a note; true where it was another one. */
function setMeta(db: Database, key: string, value: string): boolean {
  const write = db.prepare(
    'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value',
  );
  return write.run(key, value).changes > 0;
}
