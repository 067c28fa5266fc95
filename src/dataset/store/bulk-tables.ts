import type { Database } from 'better-sqlite3';
import type { SqlValue } from '../query/statement.ts';
import { columnType } from './field-value.ts';
import type { FieldChange, FieldState } from './field-table.ts';
import { SAMPLE_COLUMNS } from './tables.ts';

/** Prepared inserts of a bulk load. Rows are arrays in column order. */
export type BulkTables = {
  /** Adds or widens columns of `sample`. */
  change(changes: readonly FieldChange[], fields: Iterable<FieldState>): void;
  insertSample(row: readonly SqlValue[]): void;
  insertSampleTag(sample: number, position: number, tag: string): void;
  insertLabel(row: readonly SqlValue[]): void;
  insertLabelTag(label: number, position: number, tag: string): void;
  insertDigest(row: readonly SqlValue[]): void;
};

/** Prepares the inserts on tables that exist. */
export function bulkTables(db: Database): BulkTables {
  const sampleTag = db.prepare('INSERT INTO sample_tag VALUES (?, ?, ?)');
  const label = db.prepare(`INSERT INTO label VALUES (${places(18)})`);
  const labelTag = db.prepare('INSERT INTO label_tag VALUES (?, ?, ?)');
  const digest = db.prepare('INSERT INTO sample_digest VALUES (?, unhex(?), unhex(?), unhex(?))');
  let sample = db.prepare(sampleInsert([]));
  return {
    change: (changes, fields) => {
      if (changes.length === 0) return;
      for (const change of changes) changeColumn(db, change);
      sample = db.prepare(sampleInsert(fields));
    },
    insertSample: (row) => void sample.run(row),
    insertSampleTag: (...row) => void sampleTag.run(row),
    insertLabel: (row) => void label.run(row),
    insertLabelTag: (...row) => void labelTag.run(row),
    insertDigest: (row) => void digest.run(row),
  };
}

/** A name as an SQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Adds the column of a field to `sample`. */
export function addColumn(db: Database, field: FieldState): void {
  db.exec(`ALTER TABLE sample ADD COLUMN ${quoted(field.column)} ${typeOf(field)}`);
}

function places(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

function sampleInsert(fields: Iterable<FieldState>): string {
  const columns = [...SAMPLE_COLUMNS, ...Array.from(fields, ({ column }) => column)];
  return `INSERT INTO sample (${columns.map(quoted).join(', ')}) VALUES (${places(columns.length)})`;
}

function changeColumn(db: Database, { kind, field }: FieldChange): void {
  if (kind === 'added') {
    addColumn(db, field);
    return;
  }
  const column = quoted(field.column);
  const wider = quoted(`${field.column}\n`); // no field may have this name
  db.exec(`ALTER TABLE sample ADD COLUMN ${wider} ${typeOf(field)}`);
  db.exec(`UPDATE sample SET ${wider} = ${column}`);
  db.exec(`ALTER TABLE sample DROP COLUMN ${column}`);
  db.exec(`ALTER TABLE sample RENAME COLUMN ${wider} TO ${column}`);
}

function typeOf(field: FieldState): string {
  return field.kind === 'labels' ? 'INTEGER' : columnType(field.type);
}
