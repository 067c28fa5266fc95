import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { breathe } from './breathe.ts';
import { addColumn, quoted } from './bulk-tables.ts';
import { columnsOf } from './columns-of.ts';
import type { FieldState } from './field-table.ts';
import { list } from './image-tables.ts';
import { keyRanges, runInRanges } from './row-batches.ts';
import { decodeUnseen, encodeUnseen } from './unseen.ts';
import { withoutIndexes } from './without-indexes.ts';

/** A database in a change. */
type Editing = { readonly db: Database; readonly job: Job };

/** Makes a field missing on all samples: its values, or its labels and their numbers, and where samples say that it is null. */
export async function clearField(editing: Editing, { kind, id, name, column }: FieldState): Promise<void> {
  if (kind === 'labels') {
    await ofLabels(editing, id, [
      `DELETE FROM label_tag WHERE label_id IN (SELECT id FROM label WHERE ${IN_RANGE})`,
      `DELETE FROM label WHERE ${IN_RANGE}`,
    ]);
  }
  await ofSamples(editing, column, `${quoted(column)} = NULL`);
  await exchangeNulls(editing, name, []);
}

/**
 * Fills a field that was just declared with what another holds; labels keep their ids.
 * @param reserve keeps so many row ids for labels and says which one comes before the first
 */
export async function cloneField(
  editing: Editing,
  { from, to }: { readonly from: FieldState; readonly to: FieldState },
  reserve: (labels: number) => number,
): Promise<void> {
  addColumn(editing.db, to);
  if (from.kind === 'labels') await cloneLabels(editing, from.id, to.id, reserve);
  await ofSamples(editing, from.column, `${quoted(to.column)} = ${quoted(from.column)}`);
  await exchangeNulls(editing, from.name, [from.name, to.name]);
}

async function cloneLabels(
  { db, job }: Editing,
  from: number,
  to: number,
  reserve: (labels: number) => number,
): Promise<void> {
  db.exec('DROP TABLE IF EXISTS temp.cloned; CREATE TEMP TABLE cloned (n INTEGER PRIMARY KEY, id INTEGER NOT NULL)');
  const { changes } = db
    .prepare('INSERT INTO temp.cloned (id) SELECT id FROM label WHERE +field_id = ? ORDER BY id')
    .run(from);
  const rest = list(columnsOf(db, 'label').filter((column) => column !== 'id' && column !== 'field_id'));
  const of = 'FROM temp.cloned c CROSS JOIN';
  const where = 'WHERE c.n BETWEEN $from AND $to';
  const statements = [
    `INSERT OR ROLLBACK INTO label (id, field_id, ${rest}) SELECT $last + c.n, $field, ${rest} ${of} label l ON l.id = c.id ${where}`,
    `INSERT OR ROLLBACK INTO label_tag SELECT $last + c.n, t.position, t.tag ${of} label_tag t ON t.label_id = c.id ${where}`,
  ];
  const named = { last: reserve(changes), field: to };
  const ranges = keyRanges(db, { source: 'temp.cloned', column: 'n', named: {} });
  await withoutIndexes(db, changes, job, () => runInRanges(db, ranges, { before: statements, after: [], named }, job));
}

/** Rows of a field between two ids, found by their ids: by the index of classes they would come in another order. */
const IN_RANGE = '+field_id = $field AND id BETWEEN $from AND $to';

async function ofLabels({ db, job }: Editing, field: number, statements: readonly string[]): Promise<void> {
  const count = db.prepare<[number], number>('SELECT count(*) FROM label WHERE field_id = ?').pluck();
  const named = { field };
  const ranges = keyRanges(db, { source: 'label WHERE +field_id = $field', column: 'id', named });
  await withoutIndexes(db, count.get(field) ?? 0, job, () =>
    runInRanges(db, ranges, { before: statements, after: [], named }, job),
  );
}

/** Sets columns of the samples that have a value in one. */
async function ofSamples({ db, job }: Editing, column: string, set: string): Promise<void> {
  const has = `${quoted(column)} IS NOT NULL`;
  const ranges = keyRanges(db, { source: `sample WHERE ${has}`, column: 'id', named: {} });
  const update = `UPDATE sample SET ${set} WHERE ${has} AND id BETWEEN $from AND $to`;
  await runInRanges(db, ranges, { before: [update], after: [], named: {} }, job);
}

/** Samples that are rewritten between two breaths. */
const BATCH = 5_000;

/** Samples name the fields that are null rather than missing: these names stand there instead of one. */
export async function exchangeNulls({ db, job }: Editing, name: string, now: readonly string[]): Promise<void> {
  const next = db
    .prepare<[number, string], [number, string]>(
      `SELECT id, nulls FROM sample WHERE id > ? AND instr(nulls, ?) > 0 ORDER BY id LIMIT ${String(BATCH)}`,
    )
    .raw();
  const write = db.prepare('UPDATE sample SET nulls = ? WHERE id = ?');
  const exchanged = (text: string): string | null => {
    const { nulls = [], extras } = decodeUnseen(text);
    const named = nulls.flatMap((each) => (each === name ? now : each));
    return encodeUnseen({ nulls: named, ...(extras !== undefined && { extras }) });
  };
  const after = (last: number): [number, string][] => next.all(last, JSON.stringify(name));
  for (let rows = after(-1); rows.length > 0; rows = after(rows.at(-1)?.[0] ?? 0)) {
    await breathe(job);
    for (const [id, text] of rows) write.run(exchanged(text), id);
  }
}
