import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import type { Row } from '../query/statement.ts';
import { list } from './before-images.ts';
import { breathe } from './breathe.ts';
import { quoted } from './bulk-tables.ts';
import { openRehasher } from './rehash.ts';

/**
 * Brings what is derived from rows up to date after a change, reading only what the change touched: counts by class,
 * digests, and the totals in `meta`. Numbers of labels come before: see `refreshLabelNumbers`.
 */
export async function refreshDerived(db: Database, change: number, job: Job): Promise<void> {
  refreshLabelCounts(db, change);
  const samples = fieldsDiffer(db, change) ? everySample(db, change) : touchedSamples(db, change);
  const tagged = onlyTaggedSamples(db, change);
  const rehasher = openRehasher(db);
  for (const [done, sample] of samples.entries()) {
    if (done % BATCH === 0) {
      job.report({ what: 'computing digests', done, total: samples.length, unit: 'samples' });
      await breathe(job);
    }
    if (tagged.has(sample)) rehasher.rehashFields(sample);
    else rehasher.rehash(sample);
  }
  rehasher.finish();
  refreshTotals(db, change);
}

/** The number of labels in `sample`: an annotation that lost its last label is empty, not missing, unless it was set so. */
export function refreshLabelNumbers(db: Database, change: number): void {
  const fields = db.prepare<[], Row>("SELECT id, column_name FROM field WHERE kind = 'labels'").raw().all();
  for (const [field, column] of fields) {
    const name = quoted(String(column));
    db.prepare(
      `UPDATE sample SET ${name} = n.labels
       FROM (
         SELECT t.sample_id,
           (SELECT count(*) FROM label l WHERE l.sample_id = t.sample_id AND l.field_id = $field) AS labels
         FROM (
           SELECT sample_id FROM before_label WHERE change_id = $change AND present = 1 AND field_id = $field
           UNION SELECT l.sample_id FROM before_label b JOIN label l ON l.id = b.id
           WHERE b.change_id = $change AND l.field_id = $field
         ) AS t
       ) AS n
       WHERE id = n.sample_id AND ${name} IS NOT n.labels AND NOT (${name} IS NULL AND n.labels = 0)`,
    ).run({ change, field });
  }
}

/** Samples, by row id, on which anything is not as it was before the change; those that came and went too. */
export function touchedSamples(db: Database, change: number): readonly number[] {
  return db
    .prepare<{ change: number }, number>(
      `SELECT id FROM before_sample WHERE change_id = $change
       UNION SELECT sample_id FROM before_sample_tag WHERE change_id = $change
       UNION SELECT sample_id FROM before_label WHERE change_id = $change AND present = 1
       UNION SELECT l.sample_id FROM before_label b JOIN label l ON l.id = b.id WHERE b.change_id = $change
       UNION SELECT l.sample_id FROM before_label_tag b JOIN label l ON l.id = b.label_id WHERE b.change_id = $change
       ORDER BY 1`,
    )
    .pluck()
    .all({ change });
}

/** Samples that are hashed between two breaths. */
const BATCH = 500;

function refreshLabelCounts(db: Database, change: number): void {
  const differences = db
    .prepare<[number, number], Row>(
      `SELECT field_id, class, sum(n) FROM (
         SELECT field_id, class, -1 AS n FROM before_label WHERE change_id = ? AND present = 1
         UNION ALL SELECT l.field_id, l.class, 1 FROM before_label b JOIN label l ON l.id = b.id WHERE b.change_id = ?)
       GROUP BY 1, 2 HAVING sum(n) <> 0`,
    )
    .raw()
    .all(change, change);
  const add = db.prepare('UPDATE label_count SET labels = labels + ? WHERE field_id = ? AND class IS ?');
  const insert = db.prepare('INSERT INTO label_count (field_id, class, labels) VALUES (?, ?, ?)');
  for (const [field, label, number] of differences) {
    if (add.run(number, field, label).changes === 0) insert.run(field, label, number);
  }
  db.exec('DELETE FROM label_count WHERE labels = 0');
}

/**
 * Whether a field changed in a way that shows in digests. What a field is called does; a new field is missing at first; and
 * a number has the same digest in a field of int as of float.
 */
function fieldsDiffer(db: Database, change: number): boolean {
  const differs = db.prepare(
    `SELECT 1 FROM before_field b LEFT JOIN field f ON f.id = b.id
     WHERE b.change_id = ? AND b.present = 1 AND ((f.name, f.kind) IS NOT (b.name, b.kind)
       OR f.kind = 'value' AND f.type <> b.type AND NOT (b.type = 'int' AND f.type = 'float')) LIMIT 1`,
  );
  return differs.get(change) !== undefined;
}

/** All samples that are there, or were. */
function everySample(db: Database, change: number): readonly number[] {
  return db
    .prepare<[number], number>(
      'SELECT id FROM sample UNION SELECT id FROM before_sample WHERE change_id = ? ORDER BY 1',
    )
    .pluck()
    .all(change);
}

/** Samples on which only tags and values are not as they were: their other digests are right. */
function onlyTaggedSamples(db: Database, change: number): ReadonlySet<number> {
  if (fieldsDiffer(db, change)) return new Set();
  const columns = db
    .prepare<[], string>(
      `SELECT name FROM pragma_table_info('sample')
       WHERE name NOT IN ('id', 'nulls') AND name NOT IN (SELECT column_name FROM field WHERE kind = 'value')`,
    )
    .pluck()
    .all();
  const others = db
    .prepare<{ change: number }, number>(
      `SELECT b.id FROM before_sample b LEFT JOIN sample s ON s.id = b.id
       WHERE b.change_id = $change AND (b.present = 0 OR (${list(columns, 'b')}) IS NOT (${list(columns, 's')}))
       UNION SELECT sample_id FROM before_label WHERE change_id = $change AND present = 1
       UNION SELECT l.sample_id FROM before_label b JOIN label l ON l.id = b.id WHERE b.change_id = $change`,
    )
    .pluck()
    .all({ change });
  const known = new Set(others);
  return new Set(touchedSamples(db, change).filter((sample) => !known.has(sample)));
}

function refreshTotals(db: Database, change: number): void {
  const difference = db
    .prepare<[number], number>(
      `SELECT count(s.id) - count(*) FILTER (WHERE b.present = 1)
       FROM before_sample b LEFT JOIN sample s ON s.id = b.id WHERE b.change_id = ?`,
    )
    .pluck()
    .get(change);
  db.prepare("UPDATE meta SET value = CAST(CAST(value + ? AS INTEGER) AS TEXT) WHERE key = 'samples'").run(
    difference ?? 0,
  );
  db.exec(
    "UPDATE meta SET value = (SELECT CAST(coalesce(sum(labels), 0) AS TEXT) FROM label_count) WHERE key = 'labels'",
  );
}
