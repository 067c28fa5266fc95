import Database from 'better-sqlite3';
import { measure, type PictureSize } from '../../../src/dataset/geometry/measure.ts';
import { encodeGeometry, isShape } from '../../../src/dataset/model/geometry-blob.ts';
import type { Label } from '../../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../../src/dataset/model/sample.ts';
import type { Field } from '../../../src/dataset/model/schema.ts';
import type { Catalog, CatalogField, ValueCount } from '../../../src/dataset/query/catalog.ts';
import { SQL_FUNCTIONS } from '../../../src/dataset/query/sql/functions.ts';
import type { Row, Sql, SqlValue } from '../../../src/dataset/query/statement.ts';

/** A small dataset in memory, in the published tables, and what binding may know of it. */
export type TestDataset = {
  readonly catalog: Catalog;
  readonly all: (sql: Sql) => readonly Row[];
  readonly plan: (sql: Sql) => readonly string[];
};

const TABLES = `
CREATE TABLE sample_tag (sample_id INTEGER, position INTEGER, tag TEXT, PRIMARY KEY (sample_id, position)) WITHOUT ROWID;
CREATE INDEX sample_tag_by_tag ON sample_tag (tag, sample_id);
CREATE TABLE label (id INTEGER PRIMARY KEY, oid TEXT, sample_id INTEGER, field_id INTEGER, position INTEGER, kind TEXT,
  class TEXT, confidence REAL, x REAL, y REAL, w REAL, h REAL, area REAL, vertices INTEGER, closed INTEGER, filled INTEGER,
  geometry BLOB, attributes TEXT);
CREATE INDEX label_by_sample ON label (sample_id, field_id, position);
CREATE INDEX label_by_class ON label (field_id, class, sample_id, confidence, area, vertices);
CREATE TABLE label_tag (label_id INTEGER, position INTEGER, tag TEXT, PRIMARY KEY (label_id, position)) WITHOUT ROWID;
CREATE TABLE label_count (field_id INTEGER, class TEXT, labels INTEGER);`;

/** Builds the tables and fills them. */
export function testDataset(name: string, schema: readonly Field[], samples: readonly Sample[]): TestDataset {
  const db = new Database(':memory:');
  const fields = schema.map((field, i): CatalogField => ({ ...field, id: i + 1, column: field.name }));
  const columns = fields.map((field) => `"${field.column}" ${columnType(field)}`);
  db.exec(
    `CREATE TABLE sample (id INTEGER PRIMARY KEY, oid TEXT, filepath TEXT, width INTEGER, height INTEGER, nulls TEXT,
     provenance TEXT${columns.map((column) => `, ${column}`).join('')});${TABLES}`,
  );
  registerFunctions(db);
  for (const sample of samples) insertSample(db, fields, sample);
  db.exec('INSERT INTO label_count SELECT field_id, class, count(*) FROM label GROUP BY field_id, class');
  return {
    catalog: catalogFor(db, name, fields),
    all: ({ text, params }) =>
      db
        .prepare<SqlValue[], SqlValue[]>(text)
        .raw()
        .all(...params),
    plan: ({ text, params }) =>
      db
        .prepare<SqlValue[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all(...params)
        .map(({ detail }) => detail),
  };
}

function columnType(field: CatalogField): string {
  if (field.kind === 'labels' || field.type === 'int' || field.type === 'bool') return 'INTEGER';
  return field.type === 'float' ? 'REAL' : 'TEXT';
}

function registerFunctions(db: Database.Database): void {
  for (const [name, { run }] of Object.entries(SQL_FUNCTIONS)) {
    db.function(name, { deterministic: true, varargs: true }, (...args: unknown[]) => run(...(args as SqlValue[])));
  }
  db.function('regexp_search', { deterministic: true }, (pattern: unknown, flags: unknown, text: unknown) =>
    typeof text === 'string' ? Number(new RegExp(String(pattern), String(flags)).test(text)) : null,
  );
}

function insertSample(db: Database.Database, fields: readonly CatalogField[], sample: Sample): void {
  const values = fields.map((field) =>
    field.kind === 'labels' ? (sample.labels[field.name]?.length ?? null) : stored(sample.fields[field.name] ?? null),
  );
  const places = Array.from({ length: values.length + 4 }, () => '?').join(', ');
  const columns = ['oid', 'filepath', 'width', 'height', ...fields.map(({ column }) => `"${column}"`)].join(', ');
  const { lastInsertRowid: id } = db
    .prepare(`INSERT INTO sample (${columns}) VALUES (${places})`)
    .run(sample.id, sample.filepath, sample.width, sample.height, ...values);
  sample.tags.forEach((tag, i) => db.prepare('INSERT INTO sample_tag VALUES (?, ?, ?)').run(id, i, tag));
  for (const field of fields) {
    sample.labels[field.name]?.forEach((label, i) => {
      insertLabel(db, label, [Number(id), field.id, i], sample);
    });
  }
}

function insertLabel(db: Database.Database, label: Label, place: readonly number[], size: PictureSize): void {
  const { x, y, w, h, area, vertices } = measure(label, size);
  const [closed, filled] = label.kind === 'polyline' ? [Number(label.closed), Number(label.filled)] : [null, null];
  const attributes = Object.keys(label.attributes).length === 0 ? null : JSON.stringify(label.attributes);
  const geometry = isShape(label) ? Buffer.from(encodeGeometry(label)) : null;
  const own = [label.id, ...place, label.kind, label.label, label.confidence];
  const measures = [x, y, w, h, area, vertices, closed, filled, geometry, attributes];
  const { lastInsertRowid: id } = db
    .prepare(
      `INSERT INTO label (oid, sample_id, field_id, position, kind, class, confidence, x, y, w, h, area, vertices, closed,
       filled, geometry, attributes) VALUES (${Array.from({ length: 17 }, () => '?').join(', ')})`,
    )
    .run(...own, ...measures);
  label.tags.forEach((tag, i) => db.prepare('INSERT INTO label_tag VALUES (?, ?, ?)').run(id, i, tag));
}

function stored(value: FieldValue): SqlValue {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function catalogFor(db: Database.Database, dataset: string, fields: readonly CatalogField[]): Catalog {
  const counts = (text: string, ...params: readonly number[]): readonly ValueCount[] =>
    db.prepare<unknown[], ValueCount>(text).all(...params);
  const classes = fields
    .filter(({ kind }) => kind === 'labels')
    .map(({ name, id }) => [
      name,
      counts(
        'SELECT class AS value, labels AS count FROM label_count WHERE field_id = ? ORDER BY count DESC, value',
        id,
      ),
    ]);
  return {
    dataset,
    samples: db.prepare<[], number>('SELECT count(*) FROM sample').pluck().get() ?? 0,
    fields,
    tags: counts('SELECT tag AS value, count(*) AS count FROM sample_tag GROUP BY tag ORDER BY count DESC, value'),
    classes: Object.fromEntries(classes) as Catalog['classes'],
    classLists: {},
  };
}
