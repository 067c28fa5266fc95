import type { Database } from 'better-sqlite3';
import type { Row } from '../query/statement.ts';
import { quoted } from './bulk-tables.ts';
import { openRehasher } from './rehash.ts';

/**
 * Brings what is derived from rows up to date after a change, reading only what the change touched: numbers of labels,
 * counts by class, digests, and the totals in `meta`.
 */
export function refreshDerived(db: Database, change: number): void {
  refreshLabelNumbers(db, change);
  refreshLabelCounts(db, change);
  const samples = touchedSamples(db, change);
  const rehasher = openRehasher(db);
  for (const sample of samples) rehasher.rehash(sample);
  rehasher.finish();
  refreshTotals(db, change);
}

/** The number of labels in `sample`: an annotation that lost its last label is empty, not missing. */
function refreshLabelNumbers(db: Database, change: number): void {
  const fields = db.prepare<[], Row>("SELECT id, column_name FROM field WHERE kind = 'labels'").raw().all();
  for (const [field, column] of fields) {
    const name = quoted(String(column));
    db.prepare(
      `UPDATE sample SET ${name} = n.labels
       FROM (
         SELECT t.sample_id, (SELECT count(*) FROM label l WHERE l.sample_id = t.sample_id AND l.field_id = $field) AS labels
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

/** Samples whose digests may differ; all of them where a field changed. */
function touchedSamples(db: Database, change: number): readonly number[] {
  const fieldsChanged = db.prepare('SELECT 1 FROM before_field WHERE change_id = ? LIMIT 1').get(change) !== undefined;
  if (fieldsChanged) return db.prepare<[], number>('SELECT id FROM sample ORDER BY id').pluck().all();
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
