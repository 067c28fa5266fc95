import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import type { ClassExchange } from '../query/class-exchanges.ts';
import type { Sql } from '../query/statement.ts';
import { breathe } from './breathe.ts';
import { keyRanges } from './row-batches.ts';
import { withoutIndexes } from './without-indexes.ts';

/** A label field (`field.id`), and what becomes of its classes. */
export type FieldExchange = { readonly field: number; readonly becomes: ClassExchange };

/**
 * Gives the labels of samples, whose ids (`sample.id`) a statement yields, the classes that theirs become, and removes those that are
 * left out. Labels of classes that stay are not looked at: the index of classes says where the others are. What is chosen is
 * chosen before anything is written.
 */
export async function exchangeClasses(
  db: Database,
  samples: Sql,
  exchanges: readonly FieldExchange[],
  job: Job,
): Promise<void> {
  db.exec(
    `DROP TABLE IF EXISTS temp.chosen; CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY);
     DROP TABLE IF EXISTS temp.exchanged; CREATE TEMP TABLE exchanged (id INTEGER PRIMARY KEY, class TEXT, goes INTEGER)`,
  );
  db.prepare(`INSERT INTO temp.chosen ${samples.text}`).run(samples.params);
  for (const exchange of exchanges) choose(db, exchange);
  await write(db, job);
}

function choose(db: Database, { field, becomes }: FieldExchange): void {
  const isAll = 'SELECT (SELECT count(*) FROM temp.chosen) = (SELECT count(*) FROM sample)';
  // Where all samples are chosen the labels of a class lie one behind the other; else each sample is looked up.
  const among = db.prepare(isAll).pluck().get() === 1 ? '' : 'AND sample_id IN (SELECT id FROM temp.chosen)';
  const insert = db.prepare(
    `INSERT INTO temp.exchanged SELECT id, $now, $goes FROM label WHERE field_id = $field AND class IS $was ${among}`,
  );
  const classes = db.prepare<[number], string | null>('SELECT class FROM label_count WHERE field_id = ?').pluck();
  for (const was of classes.all(field)) {
    const now = becomes(was);
    if (now !== was) insert.run({ field, was, now: now ?? null, goes: Number(now === undefined) });
  }
}

const RANGE = 'SELECT id FROM temp.exchanged WHERE id BETWEEN $from AND $to';

const STATEMENTS = [
  `UPDATE OR ROLLBACK label SET class = (SELECT class FROM temp.exchanged e WHERE e.id = label.id)
   WHERE id IN (${RANGE} AND NOT goes)`,
  `DELETE FROM label_tag WHERE label_id IN (${RANGE} AND goes)`,
  `DELETE FROM label WHERE id IN (${RANGE} AND goes)`,
];

async function write(db: Database, job: Job): Promise<void> {
  const [total = 0, goes = 0] =
    db.prepare<[], [number, number]>('SELECT count(*), total(goes) FROM temp.exchanged').raw().get() ?? [];
  const ranges = keyRanges(db, { source: 'temp.exchanged', column: 'id', named: {} });
  const statements = STATEMENTS.map((text) => db.prepare(text));
  await withoutIndexes(db, goes, job, async () => {
    for (const [done, range] of ranges.entries()) {
      job.report({ what: 'saving', done: Math.round((done / ranges.length) * total), total, unit: 'labels' });
      await breathe(job);
      for (const statement of statements) statement.run(range);
    }
  });
}
