import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { quoted } from './bulk-tables.ts';
import { beforeTable, differ, ensureBeforeTable, IMAGE, journaledTables } from './image-tables.ts';
import { keyRanges, runInRanges } from './row-batches.ts';

/** What is not as it was on a label, as a sum of these; 0 where nothing is. */
export const LABEL_CHANGE = {
  /** What the label is: its digest differs. */
  content: 1,
  /** It came, went, or belongs to another sample or field. */
  owner: 2,
  oid: 4,
  /** What follows from the outline and the size of the picture. */
  measures: 8,
  /** Only its place among the others. */
  position: 16,
} as const;

/**
 * Goes through the images of labels of a change once, and notes in `temp.changed_label` which labels are not as they were:
 * `id`, `what`, and sample, field and class before and now, NULL where the label was not, or is not, there. Everything that
 * follows from a change of labels is read from there. Images of labels that are as they were are forgotten.
 */
export async function noteChangedLabels(db: Database, change: number, job: Job): Promise<void> {
  const label = journaledTables(db).find(({ name }) => name === 'label');
  if (label !== undefined) ensureBeforeTable(db, label);
  db.exec(
    `DROP TABLE IF EXISTS temp.changed_label;
     CREATE TEMP TABLE changed_label (id INTEGER PRIMARY KEY, what INTEGER NOT NULL, was_sample INTEGER, was_field INTEGER,
       was_class TEXT, is_sample INTEGER, is_field INTEGER, is_class TEXT)`,
  );
  const before = beforeTable('label');
  const note = `INSERT OR ROLLBACK INTO temp.changed_label
    SELECT b.id, ${what(label?.columns ?? [])}, b.sample_id, b.field_id, b.class, l.sample_id, l.field_id, l.class
    FROM ${before} b LEFT JOIN label l ON l.id = b.id WHERE b.change_id = $change AND b.id BETWEEN $from AND $to`;
  const named = { change };
  const ranges = keyRanges(db, { source: `${before} WHERE change_id = $change`, column: 'id', named });
  await runInRanges(db, ranges, { before: [note], after: [], named }, job);
  const { changes } = db
    .prepare(`DELETE FROM ${before} WHERE change_id = ? AND id IN (SELECT id FROM temp.changed_label WHERE what = 0)`)
    .run(change);
  if (changes > 0) db.exec('DELETE FROM temp.changed_label WHERE what = 0');
}

const CONTENT = ['kind', 'class', 'confidence', 'attributes', 'geometry'];
const OWNER = ['sample_id', 'field_id'];

/** `what` of image `b` and label `l`. */
function what(columns: readonly string[]): string {
  const known = ['id', 'oid', 'position', ...CONTENT, ...OWNER];
  const measures = columns.filter((column) => !known.includes(column));
  const { content, owner, oid, position } = LABEL_CHANGE;
  const flag = (of: readonly string[], value: number): string => `(${differ('b', 'l', of)}) * ${String(value)}`;
  const light = ['class', 'confidence', 'attributes'];
  return `CASE
    WHEN b.present = ${String(IMAGE.absent)} THEN (l.id IS NOT NULL) * ${String(owner)}
    WHEN l.id IS NULL THEN ${String(owner)}
    WHEN b.present = ${String(IMAGE.light)} THEN ${flag(light, content)}
    ELSE ${flag(CONTENT, content)} + ${flag(OWNER, owner)} + ${flag(['oid'], oid)}
      + ${flag(measures, LABEL_CHANGE.measures)} + ${flag(['position'], position)} END`;
}

/**
 * The number of labels in `sample`, after `noteChangedLabels`: an annotation that lost its last label is empty, not missing,
 * unless it was set so.
 */
export function refreshLabelNumbers(db: Database): void {
  const fields = db
    .prepare<[], [number, string]>("SELECT id, column_name FROM field WHERE kind = 'labels'")
    .raw()
    .all();
  for (const [field, column] of fields) {
    const name = quoted(column);
    db.prepare(
      `UPDATE sample SET ${name} = n.labels
       FROM (
         SELECT t.sample_id,
           (SELECT count(*) FROM label l WHERE l.sample_id = t.sample_id AND l.field_id = $field) AS labels
         FROM (
           SELECT was_sample AS sample_id FROM temp.changed_label WHERE what & $owner AND was_field = $field
           UNION SELECT is_sample FROM temp.changed_label WHERE what & $owner AND is_field = $field
         ) AS t
       ) AS n
       WHERE id = n.sample_id AND ${name} IS NOT n.labels AND NOT (${name} IS NULL AND n.labels = 0)`,
    ).run({ field, owner: LABEL_CHANGE.owner });
  }
}

/** Counts by class, after `noteChangedLabels`. */
export function refreshLabelCounts(db: Database): void {
  const moves = db
    .prepare<[], [number | null, string | null, number | null, string | null, number]>(
      `SELECT was_field, was_class, is_field, is_class, count(*) FROM temp.changed_label
       WHERE (was_field, was_class) IS NOT (is_field, is_class) GROUP BY 1, 2, 3, 4`,
    )
    .raw()
    .all();
  const add = db.prepare('UPDATE label_count SET labels = labels + ? WHERE field_id = ? AND class IS ?');
  const insert = db.prepare('INSERT INTO label_count (field_id, class, labels) VALUES (?, ?, ?)');
  const count = (field: number | null, label: string | null, number: number): void => {
    if (field === null) return;
    if (add.run(number, field, label).changes === 0) insert.run(field, label, number);
  };
  for (const [field, label, , , number] of moves) count(field, label, -number);
  for (const [, , field, label, number] of moves) count(field, label, number);
  db.exec('DELETE FROM label_count WHERE labels = 0');
}
