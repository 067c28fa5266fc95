import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { beforeTable, equal, type Journaled, list, tablesWithImages } from './before-images.ts';
import { quoted } from './bulk-tables.ts';
import { keyRanges, runInRanges } from './row-batches.ts';

/**
 * Puts the rows of a change back as they were before it, and notes them as they are now in their place: doing it twice
 * restores what there was at first. Works in batches, so that it can be stopped.
 */
export async function swapImages(db: Database, change: number, job: Job): Promise<void> {
  for (const table of tablesWithImages(db)) await swapTable(db, table, change, job);
}

/**
 * All rows leave before the first comes back: a value that must be unique may have moved from one row to another.
 */
async function swapTable(db: Database, table: Journaled, change: number, job: Job): Promise<void> {
  const { name, columns, key } = table;
  const before = beforeTable(name);
  const [column = 'id'] = key;
  const rest = columns.filter((one) => !key.includes(one));
  const first = quoted(column);
  const named = { change };
  const ranges = keyRanges(db, { source: `${before} WHERE change_id = $change`, column, named });
  const inRange = `change_id = $change AND ${first} BETWEEN $from AND $to`;
  const now = [...key.map((one) => `b.${quoted(one)}`), ...rest.map((one) => `t.${quoted(one)}`)];
  const keep = `INSERT INTO temp.swapped SELECT b.change_id, t.${first} IS NOT NULL AS present, ${now.join(', ')}
    FROM ${before} b LEFT JOIN ${name} t ON ${equal('t', 'b', key)}
    WHERE b.change_id = $change AND b.${first} BETWEEN $from AND $to`;
  // Row values find rows by their key, so that the table is not read through.
  const leave = `DELETE FROM ${name} WHERE (${list(key)}) IN (SELECT ${list(key)} FROM ${before} WHERE ${inRange})`;
  const comeBack = `INSERT INTO ${name} (${list(columns)})
    SELECT ${list(columns)} FROM ${before} WHERE ${inRange} AND present = 1`;
  db.exec(
    `CREATE TEMP TABLE swapped AS SELECT change_id, present, ${list([...key, ...rest])} FROM ${before} WHERE false`,
  );
  const after = [comeBack, `DELETE FROM ${before} WHERE ${inRange}`];
  await runInRanges(db, ranges, { before: [keep, leave], after, named }, job);
  db.exec(
    `INSERT INTO ${before} (change_id, present, ${list([...key, ...rest])}) SELECT * FROM temp.swapped;
     DROP TABLE temp.swapped`,
  );
}
