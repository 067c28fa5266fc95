import type { Database } from 'better-sqlite3';
import { quoted } from './bulk-tables.ts';
import { JOURNALED_TABLES } from './tables.ts';

/** A table that the journal can restore: its columns, and those of its primary key. */
export type Journaled = {
  readonly name: (typeof JOURNALED_TABLES)[number];
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Declared types by column. */
  readonly types: ReadonlyMap<string, string>;
  /** Columns that a light image holds; none where all images are whole. */
  readonly light: readonly string[];
  /** Columns that a light image repeats from the row: they are the same before and after. */
  readonly carried: readonly string[];
};

/**
 * What an image says in its column `present`: that the row was not there; the whole row; or, where no other column was
 * changed, only its light columns. Most edits of labels leave their outlines alone.
 */
export const IMAGE = { absent: 0, whole: 1, light: 2 } as const;

/** Name of the table that holds the images of another. */
export function beforeTable(name: string): string {
  return `before_${name}`;
}

/** All tables of the journal, with what they look like now. */
export function journaledTables(db: Database): readonly Journaled[] {
  return JOURNALED_TABLES.map((name) => {
    const columns = columnsOf(db, name);
    const key = columns.filter(({ pk }) => pk > 0).map((column) => column.name);
    const types = new Map(columns.map((column) => [column.name, column.type]));
    const { light, carried } = name === 'label' ? LIGHT_LABEL : WHOLE_ONLY;
    return { name, key, types, light, carried, columns: columns.map((column) => column.name) };
  });
}

/** The tables of the journal that have images, with what they look like now. */
export function tablesWithImages(db: Database): readonly Journaled[] {
  const tables = journaledTables(db).filter(({ name }) => hasBeforeTable(db, name));
  for (const table of tables) ensureBeforeTable(db, table);
  return tables;
}

/**
 * Makes the table of images, or gives it the columns of fields that were added since. Columns have the types of the
 * originals: values are kept as they are. Rows lie in the order of their keys, as those of the table do.
 */
export function ensureBeforeTable(db: Database, { name, columns, key, types }: Journaled): void {
  const before = beforeTable(name);
  const declared = (column: string): string => `${quoted(column)} ${types.get(column) ?? ''}`;
  const known = new Set(columnsOf(db, before).map((column) => column.name));
  if (known.size === 0) {
    const all = ['change_id INTEGER NOT NULL', 'present INTEGER NOT NULL', ...columns.map(declared)];
    db.exec(`CREATE TABLE ${before} (${all.join(', ')}, PRIMARY KEY (change_id, ${list(key)})) WITHOUT ROWID`);
    return;
  }
  for (const column of columns) {
    if (!known.has(column)) db.exec(`ALTER TABLE ${before} ADD COLUMN ${declared(column)}`);
  }
}

/** Forgets the images of a change. */
export function dropImages(db: Database, change: number): void {
  for (const name of JOURNALED_TABLES) {
    if (hasBeforeTable(db, name)) db.prepare(`DELETE FROM ${beforeTable(name)} WHERE change_id = ?`).run(change);
  }
}

/** Columns, quoted, for a list in SQL. */
export function list(columns: readonly string[], of?: string): string {
  return columns.map((column) => (of === undefined ? quoted(column) : `${of}.${quoted(column)}`)).join(', ');
}

/** The condition that two rows have the same key. */
export function equal(a: string, b: string, key: readonly string[]): string {
  return key.map((column) => `${a}.${quoted(column)} = ${b}.${quoted(column)}`).join(' AND ');
}

/** The condition that two rows do not hold the same; false without columns. */
export function differ(a: string, b: string, columns: readonly string[]): string {
  return columns.length === 0 ? 'false' : `(${list(columns, a)}) IS NOT (${list(columns, b)})`;
}

/** A class, a confidence and attributes are what is changed most, and an outline is most of a label. */
const LIGHT_LABEL = { light: ['class', 'confidence', 'attributes'], carried: ['sample_id', 'field_id'] };

const WHOLE_ONLY = { light: [], carried: [] };

type Column = { readonly name: string; readonly type: string; readonly pk: number };

function columnsOf(db: Database, table: string): readonly Column[] {
  return db.prepare<[string], Column>('SELECT name, type, pk FROM pragma_table_info(?)').all(table);
}

function hasBeforeTable(db: Database, name: string): boolean {
  return columnsOf(db, beforeTable(name)).length > 0;
}
