import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { quoted } from './bulk-tables.ts';
import { beforeTable, equal, IMAGE, type Journaled, list, tablesWithImages } from './image-tables.ts';
import { keyRanges, runInRanges } from './row-batches.ts';
import { withoutIndexes } from './without-indexes.ts';

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
async function followTable(db: Database, table: Journaled, way: readonly number[], { as, job }: Noting): Promise<void> {
  chooseImages(db, table, way);
  const [column = 'id'] = table.key;
  const ranges = keyRanges(db, { source: 'temp.last_image', column, named: {} });
  const leave = `DELETE FROM ${table.name} WHERE (${list(table.key)}) IN
    (SELECT ${list(table.key)} FROM temp.last_image i WHERE ${rangeOf(table)} AND NOT ${STAYS})`;
  const before = [...(as === null ? [] : notes(table)), ...lightened(table), leave];
  const moving = db.prepare<[], number>(`SELECT count(*) FROM temp.last_image i WHERE NOT ${STAYS}`).pluck();
  await withoutIndexes(db, table.name === 'label' ? (moving.get() ?? 0) : 0, job, () =>
    runInRanges(db, ranges, { before, after: comeBack(table), named: { as } }, job),
  );
  db.exec('DROP TABLE temp.last_image');
}

/**
 * Makes `temp.last_image`: for each row on the way the change whose image it becomes (`by`), and what that says. The rest of a
 * light one is in the last whole image before it (`rest_by`), else it is that of the row as it is now.
 */
function chooseImages(db: Database, { name, key, types, light }: Journaled, way: readonly number[]): void {
  const before = beforeTable(name);
  const declared = key.map((one) => `${quoted(one)} ${types.get(one) ?? ''}`).join(', ');
  db.exec(
    `CREATE TEMP TABLE last_image (${declared}, by INTEGER NOT NULL, present INTEGER NOT NULL, rest_by INTEGER,
       PRIMARY KEY (${list(key)})) WITHOUT ROWID`,
  );
  const choose = db.prepare(
    `INSERT OR IGNORE INTO temp.last_image (${list(key)}, by, present)
     SELECT ${list(key)}, change_id, present FROM ${before} WHERE change_id = ?`,
  );
  const complete = db.prepare(
    `UPDATE temp.last_image AS i SET rest_by = b.change_id FROM ${before} b
     WHERE b.change_id = ? AND b.present = ${String(IMAGE.whole)} AND ${equal('i', 'b', key)}
       AND i.present = ${String(IMAGE.light)} AND i.rest_by IS NULL`,
  );
  for (const change of way.toReversed()) {
    choose.run(change);
    if (light.length > 0) complete.run(change);
  }
}

/** The condition that a row `i` only changes light columns. */
const STAYS = `(i.present = ${String(IMAGE.light)} AND i.rest_by IS NULL)`;

function rangeOf({ key }: Journaled): string {
  return `i.${quoted(key[0] ?? 'id')} BETWEEN $from AND $to`;
}

/** Statements that note rows as they are now. */
function notes(table: Journaled): readonly string[] {
  const { name, columns, key, light, carried } = table;
  const [column = 'id'] = key;
  const note = (present: string, of: readonly string[], where: string): string => {
    const values = of.map((each) => `${key.includes(each) ? 'i' : 't'}.${quoted(each)}`);
    return `INSERT OR ROLLBACK INTO ${beforeTable(name)} (change_id, present, ${list(of)}) SELECT $as, ${present}, ${values.join(', ')}
      FROM temp.last_image i LEFT JOIN ${name} t ON ${equal('t', 'i', key)} WHERE ${rangeOf(table)} AND ${where}`;
  };
  const whole = note(`(t.${quoted(column)} IS NOT NULL) * ${String(IMAGE.whole)}`, columns, `NOT ${STAYS}`);
  return light.length === 0 ? [whole] : [whole, note(String(IMAGE.light), [...key, ...carried, ...light], STAYS)];
}

function lightened(table: Journaled): readonly string[] {
  const { name, key, light } = table;
  if (light.length === 0) return [];
  return [
    `UPDATE ${name} SET (${list(light)}) = (${list(light, 'b')})
     FROM temp.last_image i CROSS JOIN ${beforeTable(name)} b ON b.change_id = i.by AND ${equal('b', 'i', key)}
     WHERE ${rangeOf(table)} AND ${STAYS} AND ${equal(name, 'i', key)}`,
  ];
}

/** Statements that write rows as their images say. */
function comeBack(table: Journaled): readonly string[] {
  const { name, columns, key, light } = table;
  const chosen = `FROM temp.last_image i CROSS JOIN ${beforeTable(name)} b ON b.change_id = i.by AND ${equal('b', 'i', key)}`;
  const whole = `INSERT OR ROLLBACK INTO ${name} (${list(columns)}) SELECT ${list(columns, 'b')} ${chosen}
    WHERE ${rangeOf(table)} AND b.present = ${String(IMAGE.whole)}`;
  if (light.length === 0) return [whole];
  const values = columns.map((column) => `${light.includes(column) ? 'b' : 'r'}.${quoted(column)}`);
  const joined = `INSERT OR ROLLBACK INTO ${name} (${list(columns)}) SELECT ${values.join(', ')} ${chosen}
    CROSS JOIN ${beforeTable(name)} r ON r.change_id = i.rest_by AND ${equal('r', 'i', key)}
    WHERE ${rangeOf(table)} AND i.present = ${String(IMAGE.light)}`;
  return [whole, joined];
}
