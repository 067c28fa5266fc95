import { codeOf } from '../../../diagnostics.ts';
import type { Database } from 'better-sqlite3';
import type { Row } from '../../query/statement.ts';

/** What of a table is read: columns, and the whole number by which its rows are found, in their order. */
export type ReadableTable = { readonly table: string; readonly columns: readonly string[]; readonly key: string };

/** A stretch of keys in which nothing can be read; `to` is undefined where it goes on to the end. */
export type Gap = { readonly from: number; readonly to: number | undefined };

/**
 * The rows of a table that can be read, in order of their keys, each behind its key. Where a page is damaged, the next key
 * behind it that can be read is looked for: the gap is told, and reading goes on there.
 */
export function* readableRows(
  db: Database,
  { table, columns, key }: ReadableTable,
  onGap: (gap: Gap) => void,
): Generator<Row> {
  const list = [key, ...columns].join(', ');
  const rows = db
    .prepare<[number], Row>(`SELECT ${list} FROM ${table} NOT INDEXED WHERE ${key} >= ? ORDER BY ${key}`)
    .raw();
  const first = db.prepare<[number], Row>(`${rows.source} LIMIT 1`).raw();
  for (let from: number | undefined = 0; from !== undefined;) {
    let last = from - 1;
    try {
      for (const row of rows.iterate(from)) {
        last = Number(row[0]);
        yield row;
      }
      return;
    } catch (error) {
      expectDamage(error);
      from = nextReadable((at) => canRead(first, at), last + 1);
      onGap({ from: last + 1, to: from === undefined ? undefined : from - 1 });
    }
  }
}

/** Keys that are tried one by one behind a damaged place, then in steps, then in steps that grow without end. */
const CLOSE = 1_000;
const NEAR = 20_000;
const STEP = 16;

/** The first key from which rows can be read again; undefined where there is none. */
function nextReadable(canReadAt: (key: number) => boolean, damaged: number): number | undefined {
  let step = 1;
  let before = damaged;
  for (let at = damaged + 1; at < Number.MAX_SAFE_INTEGER; at += step) {
    if (canReadAt(at)) return firstBetween(canReadAt, before, at);
    before = at;
    if (at - damaged > NEAR) step *= 2;
    else if (at - damaged > CLOSE) step = STEP;
  }
  return undefined;
}

/** Nothing can be read at `low`, something at `high`: the first at which it can, if that is one border. */
function firstBetween(canReadAt: (key: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (canReadAt(middle)) to = middle;
    else from = middle;
  }
  return to;
}

function canRead(first: { readonly get: (key: number) => unknown }, at: number): boolean {
  try {
    first.get(at);
    return true;
  } catch (error) {
    expectDamage(error);
    return false;
  }
}

/** Whatever says that the file, not the statement, is at fault may go on. */
function expectDamage(error: unknown): void {
  if (!/^SQLITE_(?:CORRUPT|IOERR|NOTADB)/u.test(codeOf(error))) throw error;
}
