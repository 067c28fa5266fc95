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
};

/** A change that is being recorded, and for each table the last row id of those its rows belong to, as it began. */
export type Recording = { readonly change: number; readonly last: ReadonlyMap<string, number> };

/**
 * Notes, until `endRecording`, the rows that a change touches as they were before it: the first image of each row is
 * kept in `before_TABLE`, with `present` 0 for a row that was not there. Triggers of this connection only do it, so that
 * whatever statement changes a row, it is noted. A column that is added meanwhile is noted as NULL, which it was. Rows
 * behind the last one are noted by `recordNewRows`, all at once.
 */
export function beginRecording(db: Database, change: number): Recording {
  const tables = journaledTables(db);
  const last = new Map(tables.flatMap((table) => lastRowOf(db, table)));
  for (const table of tables) {
    ensureBeforeTable(db, table);
    for (const trigger of triggersOf(table, change, last.get(table.name))) db.exec(trigger);
  }
  return { change, last };
}

/** Notes the rows that are new, where that has not been done yet: before anything reads images. */
export function recordNewRows(db: Database, { change, last }: Recording): void {
  for (const { name, key } of journaledTables(db)) {
    const before = last.get(name);
    if (before === undefined) continue;
    db.prepare(
      `INSERT OR IGNORE INTO ${beforeTable(name)} (change_id, present, ${list(key)})
       SELECT ?, 0, ${list(key)} FROM ${name} WHERE ${quoted(key[0] ?? 'id')} > ?`,
    ).run(change, before);
  }
}

/** Removes the triggers. */
export function endRecording(db: Database): void {
  for (const name of JOURNALED_TABLES) {
    for (const event of EVENTS) db.exec(`DROP TRIGGER IF EXISTS temp.${triggerName(name, event)}`);
  }
}

/** Forgets the images of rows that are as they were, so that what is left is what the change changed. */
export function pruneImages(db: Database, change: number, tables: readonly string[]): void {
  for (const table of journaledTables(db).filter(({ name }) => tables.includes(name))) {
    ensureBeforeTable(db, table);
    const { name, key, columns } = table;
    const before = beforeTable(name);
    const same = `SELECT 1 FROM ${name} t WHERE ${equal('t', before, key)}`;
    const rest = columns.filter((column) => !key.includes(column));
    const unchanged = rest.map((column) => `AND t.${quoted(column)} IS ${before}.${quoted(column)}`).join(' ');
    db.prepare(
      `DELETE FROM ${before} WHERE change_id = ?
       AND CASE present WHEN 1 THEN EXISTS (${same} ${unchanged}) ELSE NOT EXISTS (${same}) END`,
    ).run(change);
  }
}

/** Forgets the images of a change. */
export function dropImages(db: Database, change: number): void {
  for (const name of JOURNALED_TABLES) {
    if (hasBeforeTable(db, name)) db.prepare(`DELETE FROM ${beforeTable(name)} WHERE change_id = ?`).run(change);
  }
}

/** Name of the table that holds the images of another. */
export function beforeTable(name: string): string {
  return `before_${name}`;
}

/** The tables of the journal that have images, with what they look like now. */
export function tablesWithImages(db: Database): readonly Journaled[] {
  const tables = journaledTables(db).filter(({ name }) => hasBeforeTable(db, name));
  for (const table of tables) ensureBeforeTable(db, table);
  return tables;
}

/** Columns, quoted, for a list in SQL. */
export function list(columns: readonly string[], of?: string): string {
  return columns.map((column) => (of === undefined ? quoted(column) : `${of}.${quoted(column)}`)).join(', ');
}

/** The condition that two rows have the same key. */
export function equal(a: string, b: string, key: readonly string[]): string {
  return key.map((column) => `${a}.${quoted(column)} = ${b}.${quoted(column)}`).join(' AND ');
}

const EVENTS = ['INSERT', 'UPDATE', 'DELETE'] as const;

function triggerName(table: string, event: string): string {
  return `record_${table}_${event.toLowerCase()}`;
}

function journaledTables(db: Database): readonly Journaled[] {
  return JOURNALED_TABLES.map((name) => {
    const columns = columnsOf(db, name);
    const key = columns.filter(({ pk }) => pk > 0).map((column) => column.name);
    const types = new Map(columns.map((column) => [column.name, column.type]));
    return { name, key, types, columns: columns.map((column) => column.name) };
  });
}

type Column = { readonly name: string; readonly type: string; readonly pk: number };

function columnsOf(db: Database, table: string): readonly Column[] {
  return db.prepare<[string], Column>('SELECT name, type, pk FROM pragma_table_info(?)').all(table);
}

function hasBeforeTable(db: Database, name: string): boolean {
  return columnsOf(db, beforeTable(name)).length > 0;
}

/**
 * Columns have the types of the originals: values are kept as they are, and keys are found by index. A field that was
 * added since gets its column here too.
 */
function ensureBeforeTable(db: Database, { name, columns, key, types }: Journaled): void {
  const before = beforeTable(name);
  const declared = (column: string): string => `${quoted(column)} ${types.get(column) ?? ''}`;
  const known = new Set(columnsOf(db, before).map((column) => column.name));
  if (known.size === 0) {
    const all = ['change_id INTEGER NOT NULL', 'present INTEGER NOT NULL', ...columns.map(declared)];
    db.exec(`CREATE TABLE ${before} (${all.join(', ')}, PRIMARY KEY (change_id, ${list(key)}))`);
    return;
  }
  for (const column of columns) {
    if (!known.has(column)) db.exec(`ALTER TABLE ${before} ADD COLUMN ${declared(column)}`);
  }
}

/** The table whose row ids come first in the key of another; rows of `meta` have names. */
const OWNERS: Readonly<Record<(typeof JOURNALED_TABLES)[number], string | null>> = {
  meta: null,
  field: 'field',
  sample: 'sample',
  sample_tag: 'sample',
  label: 'label',
  label_tag: 'label',
  saved_view: 'saved_view',
  label_count: 'label_count',
  sample_digest: 'sample',
};

function lastRowOf(db: Database, { name, key }: Journaled): [string, number][] {
  const owner = OWNERS[name];
  if (owner === null) return [];
  const of = (column: string, table: string): string => `coalesce((SELECT max(${column}) FROM ${table}), 0)`;
  const last = `SELECT max(${of('id', owner)}, ${of(quoted(key[0] ?? 'id'), name)})`;
  return [[name, db.prepare<[], number>(last).pluck().get() ?? 0]];
}

/** Triggers that note rows up to the last one there was; no statement needs a journal of its own to be rolled back. */
function triggersOf({ name, columns, key }: Journaled, change: number, last: number | undefined): readonly string[] {
  const before = beforeTable(name);
  const id = String(change);
  const first = quoted(key[0] ?? 'id');
  // The revision only ever grows: it is not part of what is restored.
  const noted = (row: string): string =>
    last === undefined ? `${row}.key <> 'revision'` : `${row}.${first} <= ${String(last)}`;
  const unseen = (row: string): string =>
    `${noted(row)} AND NOT EXISTS (SELECT 1 FROM ${before} b WHERE b.change_id = ${id} AND ${equal('b', row, key)})`;
  const absent = (more = ''): string => `INSERT OR ROLLBACK INTO ${before} (change_id, present, ${list(key)})
    SELECT ${id}, 0, ${list(key, 'new')} WHERE ${more} ${unseen('new')};`;
  const image = `INSERT OR ROLLBACK INTO ${before} (change_id, present, ${list(columns)})
    SELECT ${id}, 1, ${list(columns, 'old')} WHERE ${unseen('old')};`;
  const trigger = (event: (typeof EVENTS)[number], when: string, body: string): string =>
    `CREATE TEMP TRIGGER ${triggerName(name, event)} AFTER ${event} ON main.${name} WHEN ${when} BEGIN ${body} END`;
  return [
    trigger('INSERT', noted('new'), absent()),
    trigger(
      'UPDATE',
      `${noted('old')} OR ${noted('new')}`,
      `${image} ${absent(`NOT (${equal('old', 'new', key)}) AND`)}`,
    ),
    trigger('DELETE', noted('old'), image),
  ];
}
