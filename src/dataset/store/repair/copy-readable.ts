import { codeOf } from '../../../diagnostics.ts';
import type { Database } from 'better-sqlite3';
import type { Job } from '../../model/job.ts';
import type { Row, SqlValue } from '../../query/statement.ts';
import { breathe } from '../breathe.ts';
import { quoted } from '../bulk-tables.ts';
import { isReadableLabel } from '../health/labels.ts';
import { SAMPLE_COLUMNS } from '../tables.ts';
import { type Gap, readableRows } from './readable-rows.ts';

/** What could not be taken over from a table. */
export type LostRows = { readonly table: string; readonly gaps: readonly Gap[]; readonly refused: number };

/** Tables whose rows are found by a number, in the order in which they are copied. */
const KEYS = {
  field: 'id',
  sample: 'id',
  sample_tag: 'sample_id',
  label: 'id',
  label_tag: 'label_id',
  saved_view: 'id',
  change: 'id',
  sample_digest: 'sample_id',
} as const;

type Table = keyof typeof KEYS;

/**
 * Copies every row that can be read and makes sense from a damaged file into new tables. Expects an open transaction on
 * `target`. @returns the tables of which something is lost
 */
export async function copyReadable(source: Database, target: Database, job: Job): Promise<readonly LostRows[]> {
  copyNotes(source, target);
  addColumns(source, target);
  const lost: LostRows[] = [];
  for (const table of Object.keys(KEYS) as Table[]) {
    const { gaps, refused } = await copyTable(source, target, table, job);
    if (gaps.length > 0 || refused > 0) lost.push({ table, gaps, refused });
  }
  return lost;
}

/** `meta` has texts for keys, and so few rows that they share a page: all of it or what comes before the damage. */
function copyNotes(source: Database, target: Database): void {
  const insert = target.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
  try {
    for (const row of source.prepare<[], Row>('SELECT key, value FROM meta').raw().iterate()) {
      if (row.every((value) => typeof value === 'string')) insert.run(row);
    }
  } catch {
    // What is missing is computed or filled in afterwards.
  }
}

function addColumns(source: Database, target: Database): void {
  const own = new Set<string>(SAMPLE_COLUMNS);
  for (const { name, type } of columnsOf(source, 'sample')) {
    if (!own.has(name)) target.exec(`ALTER TABLE sample ADD COLUMN ${quoted(name)} ${type}`);
  }
}

type Column = { readonly name: string; readonly type: string; readonly notnull: number };

function columnsOf(db: Database, table: string): readonly Column[] {
  return db.pragma(`table_info(${table})`) as readonly Column[];
}

async function copyTable(
  source: Database,
  target: Database,
  table: Table,
  job: Job,
): Promise<{ readonly gaps: readonly Gap[]; readonly refused: number }> {
  const gaps: Gap[] = [];
  const columns = columnsOf(target, table);
  // The file may be of an older format, in which the table was not there yet.
  if (columnsOf(source, table).length === 0) return { gaps: TABLE_IS_NEW.has(table) ? [] : WHOLE, refused: 0 };
  const names = columns.map(({ name }) => quoted(name));
  const insert = target.prepare(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  const expected = columns.map(({ type, notnull }) => ({ type, notnull: notnull === 1 }));
  const rows = readableRows(source, { table, columns: names, key: KEYS[table] }, (gap) => gaps.push(gap));
  let [done, refused] = [0, 0];
  for (const [, ...row] of rows) {
    if (done % BATCH === 0) {
      job.report({ what: `rescuing ${table}`, done, total: null, unit: 'rows' });
      await breathe(job);
    }
    done += 1;
    if (!makesSense(table, row, expected) || !inserts(insert, row)) refused += 1;
  }
  return { gaps, refused };
}

const WHOLE: readonly Gap[] = [{ from: 0, to: undefined }];
const TABLE_IS_NEW: ReadonlySet<string> = new Set(['saved_view']);
const BATCH = 5_000;

/** A page may be readable and hold what nobody wrote. */
function makesSense(table: Table, row: Row, expected: readonly { type: string; notnull: boolean }[]): boolean {
  const typed = row.every((value, i) => {
    const { type, notnull } = expected[i] ?? { type: '', notnull: false };
    if (value === null) return !notnull;
    if (type === 'TEXT') return typeof value === 'string';
    return type !== 'BLOB' || value instanceof Uint8Array;
  });
  if (!typed || table !== 'label') return typed;
  // id, oid, sample, field, position, kind ... geometry, attributes: see tables.ts
  return isReadableLabel(row[5], row.at(-2), row.at(-1));
}

function inserts(insert: { readonly run: (row: readonly SqlValue[]) => unknown }, row: readonly SqlValue[]): boolean {
  try {
    insert.run(row);
    return true;
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_CONSTRAINT')) return false;
    throw error;
  }
}
