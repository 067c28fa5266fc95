import type { Database } from 'better-sqlite3';
import type { Attributes } from '../model/label.ts';
import type { CatalogField } from '../query/catalog.ts';
import type { Row, Sql, SqlValue } from '../query/statement.ts';
import { quoted } from './bulk-tables.ts';
import { canonicalJson } from './canonical-json.ts';
import type { OpenEditor } from './dataset-editor.ts';
import { decodeLabels } from './decode-samples.ts';
import { list } from './image-tables.ts';
import { sameTexts } from './is-stored.ts';

/** A sample of a page, and how many labels the view gives it: NULL is missing. */
export type Numbered = { readonly id: number; readonly oid: string; readonly labels: SqlValue };

/** What of labels a view rewrites: properties by name, `attributes`, `tags`. */
export type RewrittenParts = ReadonlySet<string>;

/**
 * Notes the labels that a view shows on a page, as it shows them: before any of them is written. Without `isWhole` only those
 * that are not as they are stored.
 */
export function showLabels(db: Database, labels: Sql, { parts, isWhole }: Pick<Shown, 'parts' | 'isWhole'>): void {
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS shown (id INTEGER PRIMARY KEY, field_id INTEGER, class TEXT, confidence REAL,
    closed INTEGER, filled INTEGER, attributes TEXT); DELETE FROM temp.shown`);
  // Attributes are long: where none is rewritten, nobody asks for them.
  const columns = ['class', 'confidence', 'closed', 'filled', ...(parts.has('attributes') ? ['attributes'] : [])];
  const of = (table: string): string => list(columns, table);
  const where = isWhole ? '' : `CROSS JOIN label l ON l.id = v.id WHERE (${of('l')}) IS NOT (${of('v')})`;
  db.prepare(
    `INSERT OR IGNORE INTO temp.shown (id, field_id, ${list(columns)})
     SELECT v.id, v.field_id, ${of('v')} FROM (${labels.text}) v ${where}`,
  ).run(labels.params);
}

/** What is written to a field: what was shown of its labels on these samples, as far as the view rewrote it. */
export type Shown = {
  readonly field: CatalogField;
  readonly samples: readonly Numbered[];
  readonly parts: RewrittenParts;
  /** Whether labels that were not shown are left out, and go. */
  readonly isWhole: boolean;
};

/** Makes the labels of a field what was shown of them. */
export function saveLabels(db: Database, editor: OpenEditor, { field, samples, parts, isWhole }: Shown): void {
  if (isWhole) removeOthers(db, field, samples);
  if (parts.has('closed') || parts.has('filled')) saveOutlines(db, editor, field, samples);
  if (parts.has('label') || parts.has('confidence')) {
    // Of those that were noted because they differ each is written.
    const differs = isWhole
      ? 'AND (class, confidence) IS NOT (SELECT class, confidence FROM temp.shown s WHERE s.id = label.id)'
      : '';
    db.prepare(
      `UPDATE label SET (class, confidence) = (SELECT class, confidence FROM temp.shown s WHERE s.id = label.id)
       WHERE id IN (SELECT id FROM temp.shown WHERE field_id = ?) ${differs}`,
    ).run(field.id);
  }
  if (parts.has('attributes')) saveAttributes(db, editor, field);
  const number = quoted(field.column);
  const count = db.prepare(`UPDATE sample SET ${number} = $labels WHERE id = $id AND ${number} IS NOT $labels`);
  for (const { id, labels } of samples) count.run({ id, labels });
}

/** Makes the tags of the labels of a field those of `rows`: label_id, tag, by position. */
export function saveLabelTags(db: Database, { id: field }: CatalogField, rows: readonly Row[]): void {
  const wanted = Map.groupBy(rows, ([label]) => Number(label));
  const shown = db.prepare<[number], number>('SELECT id FROM temp.shown WHERE field_id = ?').pluck().all(field);
  const stored = db.prepare<[number], string>('SELECT tag FROM label_tag WHERE label_id = ? ORDER BY position').pluck();
  const untag = db.prepare('DELETE FROM label_tag WHERE label_id = ?');
  const tag = db.prepare('INSERT INTO label_tag VALUES (?, ?, ?)');
  for (const label of shown) {
    const tags = [...new Set(wanted.get(label)?.map((row) => String(row[1])))];
    if (sameTexts(tags, stored.all(label))) continue;
    untag.run(label);
    for (const [position, one] of tags.entries()) tag.run(label, position, one);
  }
}

/** What was shown of a field beside what is stored: looked up one by one, so that the table of labels is not read through. */
const SHOWN = 'temp.shown s CROSS JOIN label l ON l.id = s.id WHERE s.field_id = ?';

function removeOthers(db: Database, { id: field }: CatalogField, samples: readonly Numbered[]): void {
  const others = `SELECT id FROM label WHERE +field_id = $field AND sample_id IN (SELECT value FROM json_each($samples))
    AND id NOT IN (SELECT id FROM temp.shown)`;
  const page = { field, samples: JSON.stringify(samples.map(({ id }) => id)) };
  if (countStored(db, page) === countShown(db, field)) return;
  db.prepare(`DELETE FROM label_tag WHERE label_id IN (${others})`).run(page);
  db.prepare(`DELETE FROM label WHERE id IN (${others})`).run(page);
}

/** Those shown are among those stored, so that as many are the same. */
function countShown(db: Database, field: number): number {
  const count = db.prepare<[number], number>('SELECT count(*) FROM temp.shown WHERE field_id = ?').pluck();
  return count.get(field) ?? 0;
}

function countStored(db: Database, page: { readonly field: number; readonly samples: string }): number {
  const count = db.prepare<[typeof page], number>(
    `SELECT count(*) FROM json_each($samples) j CROSS JOIN label l ON l.sample_id = j.value AND l.field_id = $field`,
  );
  return count.pluck().get(page) ?? 0;
}

/** Whether an outline is closed and filled is part of its geometry, and of its area. */
function saveOutlines(db: Database, editor: OpenEditor, field: CatalogField, samples: readonly Numbered[]): void {
  const differing = `${SHOWN} AND (l.closed, l.filled) IS NOT (s.closed, s.filled)`;
  const rows = db
    .prepare<[number], Row>(
      `SELECT l.id, l.sample_id, l.field_id, l.oid, l.kind, l.class, l.confidence, s.closed, s.filled, l.geometry, l.attributes
       FROM ${differing}`,
    )
    .raw()
    .all(field.id);
  const tags = db
    .prepare<[number], Row>(
      `SELECT label_id, tag FROM label_tag WHERE label_id IN (SELECT l.id FROM ${differing}) ORDER BY 1, position`,
    )
    .raw()
    .all(field.id);
  const decoded = decodeLabels(rows, tags);
  for (const { id, oid } of samples) {
    for (const label of decoded.get(id)?.get(field.id) ?? []) editor.putLabel(oid, field.name, label);
  }
}

function saveAttributes(db: Database, editor: OpenEditor, field: CatalogField): void {
  const differing = db
    .prepare<[number], [number, string | null, string | null]>(
      `SELECT s.id, s.attributes, l.attributes FROM ${SHOWN} AND l.attributes IS NOT s.attributes`,
    )
    .raw()
    .all(field.id);
  const write = db.prepare('UPDATE label SET attributes = ? WHERE id = ?');
  for (const [label, shown, before] of differing) {
    const attributes = JSON.parse(shown ?? '{}') as Attributes;
    const text = Object.keys(attributes).length === 0 ? null : canonicalJson(attributes);
    if (text === before) continue;
    editor.seeAttributes(field.name, attributes);
    write.run(text, label);
  }
}
