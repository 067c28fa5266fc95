import { histogramTable, MARGIN } from '../histogram-table.ts';
import type { Tally } from '../plan.ts';
import type { Row, Sql } from '../statement.ts';
import type { Compiled } from './compiled.ts';
import { param, raw, sql, withAll } from './fragment.ts';
import { written } from './json-value.ts';
import { selectRows, valueRows } from './value-rows.ts';
import type { View } from './view.ts';

type Histogram = Extract<Tally, { readonly kind: 'histogram-values' }>;

/** Counts of values in half-open intervals [lower, upper); all others, missing ones among them, are counted apart. */
export function compileHistogram(histogram: Histogram, view: View): Compiled {
  const rows = valueRows(histogram.of, view);
  const found = sql`found as materialized (${selectRows([sql`1.0 * ${rows.value} as value`], rows)})`;
  const tables = [...view.tables, found];
  return typeof histogram.bins === 'number'
    ? binsOfOneWidth(histogram, histogram.bins, tables)
    : binsBetween(histogram, histogram.bins, tables);
}

/** All values of the view, also those that are missing. */
const EVERY = raw('(select count(*) from found)');

/** From the least value to just above the greatest, or over a range. */
function binsOfOneWidth({ name, range }: Histogram, bins: number, tables: readonly Sql[]): Compiled {
  const inside =
    range === null
      ? raw('abs(value) <= 1.7976931348623157e308')
      : sql`value >= ${param(range[0])} and value < ${param(range[1])}`;
  const edges =
    range === null
      ? sql`select min(value) as low, (max(value) + ${param(MARGIN)} - min(value)) / ${param(bins)} as step from numbers`
      : sql`select ${param(range[0])} as low, ${param((range[1] - range[0]) / bins)} as step`;
  const all = withAll([
    ...tables,
    sql`numbers as materialized (select value from found where ${inside})`,
    sql`edges as (${edges})`,
    sql`guess as (select value, low, step, cast((value - low) / step as integer) as bin from numbers, edges)`,
  ]);
  const counts = sql`select ${CORRECTED} as place, count(*) as n from guess group by place`;
  return {
    sql: sql`${all}select e.low, e.step, c.place, c.n, ${EVERY} from edges e left join (${counts}) c order by c.place`,
    width: 5,
    read: (rows) => {
      const [first = []] = rows;
      if (first[0] === null || first[0] === undefined) return histogramTable([], name, Number(first[4] ?? 0));
      const [low, step] = [Number(first[0]), Number(first[1])];
      const lower = Array.from({ length: bins + 1 }, (_, bin) => low + bin * step);
      const counted = rows.map(([, , place, n]): Row => [Math.min(bins - 1, Math.max(0, Number(place))), n ?? 0]);
      return histogramTable(binRows(lower, counted), name, Number(first[4]));
    },
  };
}

/** Division may land in the neighbouring bin: the edges decide, `low + bin * step`. */
const CORRECTED = sql`bin + (value >= low + (bin + 1) * step) - (value < low + bin * step)`;

/** Between edges that were given, ascending. */
function binsBetween({ name }: Histogram, edges: readonly number[], tables: readonly Sql[]): Compiled {
  const bins = edges.slice(1).map((upper, i) => [edges[i] ?? upper, upper]);
  const each = sql`json_each(${param(written(bins))}) b`;
  const inBin = raw("f.value >= b.value ->> '$[0]' and f.value < b.value ->> '$[1]'");
  return {
    sql: sql`${withAll(tables)}select b.key, (select count(*) from found f where ${inBin}), ${EVERY} from ${each} order by b.key`,
    width: 3,
    read: (rows) => histogramTable(binRows(edges, rows), name, Number(rows[0]?.[2] ?? 0)),
  };
}

/** `counted`: rows of a bin and its count; bins that are not among them are empty. */
function binRows(edges: readonly number[], counted: readonly Row[]): readonly (readonly number[])[] {
  const counts = new Map<number, number>();
  for (const [bin, n] of counted) counts.set(Number(bin), (counts.get(Number(bin)) ?? 0) + Number(n));
  return edges.slice(1).map((upper, bin) => [edges[bin] ?? upper, upper, counts.get(bin) ?? 0]);
}
