import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import type { SqlValue } from '../query/statement.ts';
import { beforeTable, equal, type Journaled, list, tablesWithImages } from './before-images.ts';
import { breathe } from './breathe.ts';
import { quoted } from './bulk-tables.ts';

/**
 * Puts the rows of a change back as they were before it, and notes them as they are now in their place: doing it twice
 * restores what there was at first. Works in batches, so that it can be stopped.
 */
export async function swapImages(db: Database, change: number, job: Job): Promise<void> {
  for (const table of tablesWithImages(db)) await swapTable(db, table, change, job);
}

/** Rows that change place between two breaths. */
const BATCH = 5_000;

/** A range of the first column of a key, both ends inclusive. */
type Range = readonly [from: SqlValue, to: SqlValue];

/**
 * All rows leave before the first comes back: a value that must be unique may have moved from one row to another.
 */
async function swapTable(db: Database, table: Journaled, change: number, job: Job): Promise<void> {
  const { name, columns, key } = table;
  const before = beforeTable(name);
  const ranges = rangesOf(db, table, change);
  const rest = columns.filter((column) => !key.includes(column));
  const [first = 'id'] = key;
  const inRange = `change_id = ? AND ${quoted(first)} BETWEEN ? AND ?`;
  const now = [...key.map((column) => `b.${quoted(column)}`), ...rest.map((column) => `t.${quoted(column)}`)];
  const keep = `INSERT INTO temp.swapped SELECT b.change_id, t.${quoted(first)} IS NOT NULL AS present, ${now.join(', ')}
    FROM ${before} b LEFT JOIN ${name} t ON ${equal('t', 'b', key)}
    WHERE b.change_id = ? AND b.${quoted(first)} BETWEEN ? AND ?`;
  // Row values find rows by their key, so that the table is not read through.
  const leave = `DELETE FROM ${name} WHERE (${list(key)}) IN (SELECT ${list(key)} FROM ${before} WHERE ${inRange})`;
  const comeBack = `INSERT INTO ${name} (${list(columns)})
    SELECT ${list(columns)} FROM ${before} WHERE ${inRange} AND present = 1`;
  db.exec(
    `CREATE TEMP TABLE swapped AS SELECT change_id, present, ${list([...key, ...rest])} FROM ${before} WHERE false`,
  );
  const swap = { what: 'moving rows', unit: 'batches', total: ranges.length * 2 };
  const inBatches = async (statements: readonly string[], done: number): Promise<void> => {
    const prepared = statements.map((text) => db.prepare(text));
    for (const [i, range] of ranges.entries()) {
      job.report({ ...swap, done: done + i });
      await breathe(job);
      for (const statement of prepared) statement.run(change, ...range);
    }
  };
  await inBatches([keep, leave], 0);
  await inBatches([comeBack, `DELETE FROM ${before} WHERE ${inRange}`], ranges.length);
  db.exec(
    `INSERT INTO ${before} (change_id, present, ${list([...key, ...rest])}) SELECT * FROM temp.swapped;
     DROP TABLE temp.swapped`,
  );
}

function rangesOf(db: Database, { name, key }: Journaled, change: number): readonly Range[] {
  const first = quoted(key[0] ?? 'id');
  const next = db
    .prepare<[number, SqlValue, number], Range>(
      `SELECT min(k), max(k) FROM (
         SELECT ${first} AS k FROM ${beforeTable(name)} WHERE change_id = ? AND ${first} > ? ORDER BY 1 LIMIT ?)`,
    )
    .raw();
  const ranges: Range[] = [];
  // Before every key: numbers come before texts.
  for (let last: SqlValue = -1e15; ; last = ranges.at(-1)?.[1] ?? null) {
    const range = next.get(change, last, BATCH);
    if (range === undefined || range[0] === null) return ranges;
    ranges.push(range);
  }
}
