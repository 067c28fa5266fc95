import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { quoted } from './bulk-tables.ts';
import { beforeTable, equal, IMAGE, type Journaled, list, tablesWithImages } from './image-tables.ts';
import { keyRanges, runInRanges } from './row-batches.ts';
import { withoutIndexes } from './without-indexes.ts';

/**
 * Puts the rows of a change back as they were before it, and notes them as they are now in their place: doing it twice
 * restores what there was at first. Works in batches, so that it can be stopped.
 */
export async function swapImages(db: Database, change: number, job: Job): Promise<void> {
  for (const table of tablesWithImages(db)) await swapTable(db, table, change, job);
}

/**
 * A row of which only light columns differ stays where it is. The others leave, all of them before the first comes back: a value
 * that must be unique may have moved from one row to another.
 */
async function swapTable(db: Database, table: Journaled, change: number, job: Job): Promise<void> {
  const { name, columns, key, types } = table;
  const before = beforeTable(name);
  const [column = 'id'] = key;
  const named = { change };
  const ranges = keyRanges(db, { source: `${before} WHERE change_id = $change`, column, named });
  if (ranges.length === 0) return;
  const inRange = `change_id = $change AND ${quoted(column)} BETWEEN $from AND $to`;
  // Where a statement that fails takes all with it SQLite need not keep what each of them changes.
  // Row values find rows by their key, so that the table is not read through.
  const leave = `DELETE FROM ${name} WHERE (${list(key)}) IN (SELECT ${list(key)} FROM ${before} WHERE ${inRange} AND present <> ${String(IMAGE.light)})`;
  const comeBack = `INSERT OR ROLLBACK INTO ${name} (${list(columns)})
    SELECT ${list(columns)} FROM ${before} WHERE ${inRange} AND present = ${String(IMAGE.whole)}`;
  const ordered = ['change_id', 'present', ...columns];
  const declared = ordered.map((one) => `${quoted(one)} ${types.get(one) ?? ''}`).join(', ');
  db.exec(`CREATE TEMP TABLE swapped (${declared}, PRIMARY KEY (${list(key)})) WITHOUT ROWID`);
  const forget = `DELETE FROM ${before} WHERE ${inRange}`;
  const note = `INSERT OR ROLLBACK INTO ${before} (${list(ordered)}) SELECT ${list(ordered)} FROM temp.swapped
    WHERE ${quoted(column)} BETWEEN $from AND $to`;
  const statements = {
    before: [...keepers(table), ...lightened(table), leave],
    after: [comeBack, forget, note],
    named,
  };
  const moving = `SELECT count(*) FROM ${before} WHERE change_id = ? AND present <> ${String(IMAGE.light)}`;
  const labels = name === 'label' ? (db.prepare<[number], number>(moving).pluck().get(change) ?? 0) : 0;
  await withoutIndexes(db, labels, job, () => runInRanges(db, ranges, statements, job));
  db.exec('DROP TABLE temp.swapped');
}

/** Statements that keep rows as they are now, as images. */
function keepers({ name, columns, key, light, carried }: Journaled): readonly string[] {
  const [column = 'id'] = key;
  const from = `FROM ${beforeTable(name)} b LEFT JOIN ${name} t ON ${equal('t', 'b', key)}
    WHERE b.change_id = $change AND b.${quoted(column)} BETWEEN $from AND $to`;
  const keep = (of: readonly string[], present: string, which: string): string => {
    const values = of.map((each) => `${key.includes(each) ? 'b' : 't'}.${quoted(each)}`);
    return `INSERT OR ROLLBACK INTO temp.swapped (change_id, present, ${list(of)}) SELECT b.change_id, ${present}, ${values.join(', ')} ${from}
      AND b.present ${which} ${String(IMAGE.light)}`;
  };
  const whole = keep(columns, `(t.${quoted(column)} IS NOT NULL) * ${String(IMAGE.whole)}`, '<>');
  return light.length === 0 ? [whole] : [whole, keep([...key, ...carried, ...light], String(IMAGE.light), '=')];
}

function lightened({ name, key, light }: Journaled): readonly string[] {
  if (light.length === 0) return [];
  const [column = 'id'] = key;
  return [
    `UPDATE ${name} SET (${list(light)}) = (${list(light, 'b')}) FROM ${beforeTable(name)} b
     WHERE b.change_id = $change AND b.${quoted(column)} BETWEEN $from AND $to AND b.present = ${String(IMAGE.light)}
     AND ${equal(name, 'b', key)}`,
  ];
}
