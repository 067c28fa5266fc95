import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import type { SqlValue } from '../query/statement.ts';
import { breathe } from './breathe.ts';
import { quoted } from './bulk-tables.ts';

/** A range of the first column of a key, both ends inclusive. */
export type KeyRange = { readonly from: SqlValue; readonly to: SqlValue };

/** Values by the names that statements have for them. */
export type Named = Readonly<Record<string, SqlValue>>;

/** Rows that change place between two breaths. */
const BATCH = 5_000;

/** Divides the rows of `source`, a table with or without a condition, into ranges of a column. */
export function keyRanges(
  db: Database,
  { source, column, named }: { readonly source: string; readonly column: string; readonly named: Named },
): readonly KeyRange[] {
  const key = quoted(column);
  const next = db.prepare<[Named], KeyRange>(
    `SELECT min(k) AS "from", max(k) AS "to" FROM (
       SELECT ${key} AS k FROM ${source} ${source.includes(' WHERE ') ? 'AND' : 'WHERE'} ${key} > $last ORDER BY 1 LIMIT ${String(BATCH)})`,
  );
  const ranges: KeyRange[] = [];
  // Before every key: numbers come before texts.
  for (let last: SqlValue = -1e15; ; last = ranges.at(-1)?.to ?? null) {
    const range = next.get({ ...named, last });
    if (range === undefined || range.from === null) return ranges;
    ranges.push(range);
  }
}

/**
 * Runs statements for one range after the other, with `$from` and `$to`; first all of `before` for every range, then all of
 * `after`. Can be stopped in between.
 */
export async function runInRanges(
  db: Database,
  ranges: readonly KeyRange[],
  statements: { readonly before: readonly string[]; readonly after: readonly string[]; readonly named: Named },
  job: Job,
): Promise<void> {
  const total = ranges.length * 2;
  let done = 0;
  for (const texts of [statements.before, statements.after]) {
    const prepared = texts.map((text) => db.prepare<[Named]>(text));
    for (const range of ranges) {
      job.report({ what: 'moving rows', done, total, unit: 'batches' });
      await breathe(job);
      for (const statement of prepared) statement.run({ ...statements.named, ...range });
      done += 1;
    }
  }
}
