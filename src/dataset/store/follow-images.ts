import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { beforeTable, equal, type Journaled, list, tablesWithImages } from './before-images.ts';
import { quoted } from './bulk-tables.ts';
import { keyRanges, runInRanges } from './row-batches.ts';

/** Where to note the rows as they were; null where nobody will ask. */
export type Noting = { readonly as: number | null; readonly job: Job };

/**
 * Goes along several changes at once, each of which is the next to be taken back or done again: rows are afterwards as if one
 * after the other had been swapped. The images of those changes stay as they are; what the rows were before is noted as
 * that of another change.
 */
export async function followImages(db: Database, way: readonly number[], noting: Noting): Promise<void> {
  if (way.length === 0) return;
  for (const table of tablesWithImages(db)) await followTable(db, table, way, noting);
}

/** Of a row that several changes touch the last one on the way says what it becomes. */
async function followTable(
  db: Database,
  { name, columns, key, types }: Journaled,
  way: readonly number[],
  { as, job }: Noting,
): Promise<void> {
  const before = beforeTable(name);
  const [column = 'id'] = key;
  const rest = columns.filter((one) => !key.includes(one));
  const declared = key.map((one) => `${quoted(one)} ${types.get(one) ?? ''}`).join(', ');
  db.exec(`CREATE TEMP TABLE last_image (${declared}, by INTEGER NOT NULL, PRIMARY KEY (${list(key)})) WITHOUT ROWID`);
  const choose = db.prepare(
    `INSERT OR IGNORE INTO temp.last_image (${list(key)}, by) SELECT ${list(key)}, change_id FROM ${before} WHERE change_id = ?`,
  );
  for (const change of way.toReversed()) choose.run(change);
  const ranges = keyRanges(db, { source: 'temp.last_image', column, named: {} });
  const inRange = `i.${quoted(column)} BETWEEN $from AND $to`;
  const note = `INSERT INTO ${before} (change_id, present, ${list([...key, ...rest])})
    SELECT $as, t.${quoted(column)} IS NOT NULL, ${[list(key, 'i'), ...rest.map((one) => `t.${quoted(one)}`)].join(', ')}
    FROM temp.last_image i LEFT JOIN ${name} t ON ${equal('t', 'i', key)} WHERE ${inRange}`;
  const leave = `DELETE FROM ${name} WHERE (${list(key)}) IN (SELECT ${list(key)} FROM temp.last_image i WHERE ${inRange})`;
  const come = `INSERT INTO ${name} (${list(columns)}) SELECT ${list(columns, 'b')}
    FROM temp.last_image i JOIN ${before} b ON b.change_id = i.by AND ${equal('b', 'i', key)} WHERE ${inRange} AND b.present = 1`;
  const statements = { before: as === null ? [leave] : [note, leave], after: [come], named: { as } };
  await runInRanges(db, ranges, statements, job);
  db.exec('DROP TABLE temp.last_image');
}
