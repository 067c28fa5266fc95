import type { Database } from 'better-sqlite3';
import { quoted } from './bulk-tables.ts';
import {
  beforeTable,
  differ,
  ensureBeforeTable,
  equal,
  IMAGE,
  type Journaled,
  journaledTables,
  list,
} from './image-tables.ts';
import { JOURNALED_TABLES } from './tables.ts';

/** A change that is being recorded, and for each table the last row id of those its rows belong to, as it began. */
export type Recording = { readonly change: number; readonly last: ReadonlyMap<string, number> };

/**
 * Notes, until `endRecording`, the rows that a change touches as they were before it: the first image of each row is
 * kept in `before_TABLE`. Triggers of this connection only do it, so that whatever statement changes a row, it is noted. A
 * column that is added meanwhile is noted as NULL, which it was. Rows behind the last one are noted by `recordNewRows`, all at
 * once.
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
       SELECT ?, ${String(IMAGE.absent)}, ${list(key)} FROM ${name} WHERE ${quoted(key[0] ?? 'id')} > ?`,
    ).run(change, before);
  }
}

/** Removes the triggers. */
export function endRecording(db: Database): void {
  for (const name of JOURNALED_TABLES) {
    for (const event of EVENTS) db.exec(`DROP TRIGGER IF EXISTS temp.${triggerName(name, event)}`);
  }
}

/**
 * Forgets the images of rows that are as they were, so that what is left is what the change changed. Those of labels see to
 * themselves: `noteChangedLabels`.
 */
export function pruneImages(db: Database, change: number, tables: readonly string[]): void {
  for (const table of journaledTables(db)) {
    const { name, key, columns } = table;
    if (name === 'label' || !tables.includes(name)) continue;
    ensureBeforeTable(db, table);
    const before = beforeTable(name);
    const same = `SELECT 1 FROM ${name} t WHERE ${equal('t', before, key)}`;
    const rest = columns.filter((column) => !key.includes(column));
    db.prepare(
      `DELETE FROM ${before} WHERE change_id = ?
       AND CASE present WHEN ${String(IMAGE.absent)} THEN NOT EXISTS (${same})
         ELSE EXISTS (${same} AND NOT (${differ('t', before, rest)})) END`,
    ).run(change);
  }
}

const EVENTS = ['insert', 'update', 'update_light', 'delete'] as const;

function triggerName(table: string, event: (typeof EVENTS)[number]): string {
  return `record_${table}_${event}`;
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

/**
 * Triggers that note rows up to the last one there was. The first image of a row stays; a light one becomes whole when the
 * rest of the row is about to change. No statement needs a journal of its own to be rolled back.
 */
function triggersOf(table: Journaled, change: number, last: number | undefined): readonly string[] {
  const { name, columns, key, light } = table;
  const first = quoted(key[0] ?? 'id');
  // The revision only ever grows: it is not part of what is restored.
  const noted = (row: string): string =>
    last === undefined ? `${row}.key <> 'revision'` : `${row}.${first} <= ${String(last)}`;
  const { absent, whole, lightened, completed } = imagesOf(table, change);
  const trigger = (event: (typeof EVENTS)[number], on: string, when: string, body: string): string =>
    `CREATE TEMP TRIGGER ${triggerName(name, event)} AFTER ${on} ON main.${name} WHEN ${when} BEGIN ${body} END`;
  const rest = columns.filter((column) => !light.includes(column));
  const moved = `${absent} WHERE ${noted('new')} AND NOT (${equal('old', 'new', key)}) ON CONFLICT DO NOTHING;`;
  const update = `${whole} WHERE ${noted('old')} ON CONFLICT DO NOTHING; ${completed} ${moved}`;
  return [
    trigger('insert', 'INSERT', noted('new'), `${absent} WHERE true ON CONFLICT DO NOTHING;`),
    // Of all columns where none is light: one may be added meanwhile.
    trigger(
      'update',
      light.length === 0 ? 'UPDATE' : `UPDATE OF ${list(rest)}`,
      `${noted('old')} OR ${noted('new')}`,
      update,
    ),
    ...(light.length === 0
      ? []
      : [trigger('update_light', `UPDATE OF ${list(light)}`, noted('old'), `${lightened} ON CONFLICT DO NOTHING;`)]),
    trigger('delete', 'DELETE', noted('old'), `${whole} WHERE true ON CONFLICT DO NOTHING; ${completed}`),
  ];
}

function imagesOf({ name, columns, key, light, carried }: Journaled, change: number) {
  const before = beforeTable(name);
  const id = String(change);
  const image = (present: number, of: readonly string[], row: string): string =>
    `INSERT OR ROLLBACK INTO ${before} (change_id, present, ${list(of)}) SELECT ${id}, ${String(present)}, ${list(of, row)}`;
  const rest = columns.filter((column) => ![...key, ...light, ...carried].includes(column));
  // Not in the insert itself: what that could fail at would make SQLite keep a journal for each statement.
  const completed = `UPDATE OR ROLLBACK ${before} SET present = ${String(IMAGE.whole)}, (${list(rest)}) = (${list(rest, 'old')})
    WHERE change_id = ${id} AND ${equal(before, 'old', key)} AND present = ${String(IMAGE.light)};`;
  return {
    absent: image(IMAGE.absent, key, 'new'),
    whole: image(IMAGE.whole, columns, 'old'),
    completed: light.length === 0 ? '' : completed,
    lightened: `${image(IMAGE.light, [...key, ...carried, ...light], 'old')} WHERE true`,
  };
}
