import type { Database } from 'better-sqlite3';
import type { AttributeType, FieldType, LabelField } from '../model/schema.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { type FieldState, isList } from './field-table.ts';

/** The fields of a dataset as they were when samples last streamed in. */
export function readFields(db: Database): readonly FieldState[] {
  const rows = db
    .prepare<[], Row>(
      `SELECT id, name, kind, type, element, list, column_name, attributes, classes,
         EXISTS (SELECT 1 FROM label_count c WHERE c.field_id = field.id) FROM field ORDER BY id`,
    )
    .raw()
    .all();
  return rows.map(stateOf);
}

/** Writes the fields that are new or not as they stand there. @returns whether there were any. */
export function writeFields(db: Database, fields: Iterable<FieldState>): boolean {
  const stored = db.prepare<[number], Row>('SELECT * FROM field WHERE id = ?').raw();
  const write = db.prepare(
    `INSERT INTO field (id, name, kind, type, element, list, column_name, attributes, classes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET type = excluded.type, element = excluded.element,
     list = excluded.list, attributes = excluded.attributes, classes = excluded.classes`,
  );
  const differing = Array.from(fields, rowOf).filter((row) => {
    const before = stored.get(Number(row[0]));
    return before === undefined || row.some((value, i) => value !== before[i]);
  });
  for (const row of differing) write.run(row);
  return differing.length > 0;
}

function rowOf(field: FieldState): SqlValue[] {
  const { id, name, kind, column } = field;
  if (kind === 'value') {
    const element = field.element === 'mixed' ? null : field.element;
    return [id, name, kind, field.type, element, Number(field.type === 'list'), column, '{}', null];
  }
  const attributes = JSON.stringify(Object.fromEntries(field.attributes));
  const classes = field.classes === null ? null : JSON.stringify(field.classes);
  return [id, name, kind, field.label ?? 'mixed', null, Number(isList(field)), column, attributes, classes];
}

function stateOf(row: Row): FieldState {
  const [id, name, kind, type, element, list, column, attributes, classes, hasLabels] = row;
  const base = { id: Number(id), name: String(name), column: String(column) };
  if (kind === 'value') {
    const known = { ...base, kind: 'value' as const, type: type as FieldType };
    // A list without an element type that has values already has elements of several types.
    return { ...known, element: element === null ? (type === 'list' ? 'mixed' : null) : (element as FieldType) };
  }
  const isKnown = hasLabels === 1 || type !== 'mixed';
  return {
    ...base,
    kind: 'labels',
    label: isKnown ? (type as LabelField['label']) : null,
    list: isKnown || list === 0 ? list === 1 : undefined,
    most: 0,
    attributes: new Map(Object.entries(JSON.parse(String(attributes)) as Record<string, AttributeType>)),
    classes: typeof classes === 'string' ? (JSON.parse(classes) as string[]) : null,
  };
}
