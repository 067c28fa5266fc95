import type { Answer } from '../answer.ts';
import type { Aggregation } from '../plan.ts';
import type { Row, Sql } from '../statement.ts';
import { param, raw, sql, withAll } from './fragment.ts';
import { selectRows, valueRows } from './value-rows.ts';
import type { View } from './view.ts';

type Histogram = Extract<Aggregation, { kind: 'histogram-values' }>;

/** So far beyond the greatest value lies the last edge, so that the bins can all exclude their upper edge: FiftyOne's. */
const MARGIN = 1e-6;

/** Counts of finite values in `bins` half-open intervals [lower, upper) from the least value to just above the greatest. */
export function compileHistogram(
  { of, name, bins, range }: Histogram,
  view: View,
): {
  readonly sql: Sql;
  readonly read: (rows: readonly Row[]) => Answer;
} {
  const rows = valueRows(of, view);
  const values = selectRows([sql`1.0 * ${rows.value} as value`], rows);
  const inside =
    range === null
      ? raw('abs(value) <= 1.7976931348623157e308')
      : sql`value >= ${param(range[0])} and value < ${param(range[1])}`;
  const edges =
    range === null
      ? sql`select min(value) as low, (max(value) + ${param(MARGIN)} - min(value)) / ${param(bins)} as step from numbers`
      : sql`select ${param(range[0])} as low, ${param((range[1] - range[0]) / bins)} as step`;
  const statement = sql`${withAll([
    ...view.tables,
    sql`numbers as materialized (select value from (${values}) where ${inside})`,
    sql`edges as (${edges})`,
    sql`guess as (select value, low, step, cast((value - low) / step as integer) as bin from numbers, edges)`,
  ])}select low, step, ${CORRECTED} as place, count(*) from guess group by place order by place`;
  return { sql: statement, read: (found) => readHistogram(found, name, bins) };
}

/** Division may land in the neighbouring bin: the edges decide, `low + bin * step`. */
const CORRECTED = sql`bin + (value >= low + (bin + 1) * step) - (value < low + bin * step)`;

function readHistogram(found: readonly Row[], name: string, bins: number): Answer {
  const counts = new Array<number>(bins).fill(0);
  const [first] = found;
  const [low, step] = [Number(first?.[0] ?? 0), Number(first?.[1] ?? 0)];
  let total = 0;
  for (const row of found) {
    const bin = Math.min(bins - 1, Math.max(0, Number(row[2])));
    counts[bin] = (counts[bin] ?? 0) + Number(row[3]);
    total += Number(row[3]);
  }
  const table =
    first === undefined ? [] : counts.map((count, bin) => [low + bin * step, low + (bin + 1) * step, count]);
  return {
    kind: 'table',
    columns: [
      { name: 'lower', type: 'float' },
      { name: 'upper', type: 'float' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows: table,
    total: table.length,
    of: { what: name, total },
  };
}
