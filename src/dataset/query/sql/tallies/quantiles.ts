import type { Tally } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import { FLOAT } from '../../type.ts';
import type { Compiled } from '../compiled.ts';
import { param, sql, withAll } from '../fragment.ts';
import { finite, selectRows, valueRows } from '../value-rows.ts';
import type { View } from '../view.ts';

/**
 * Quantiles as the inverted distribution function: of n values in ascending order the one at place ceil(q n), counted from 1, at
 * least the first. Method 1 of Hyndman and Fan (1996), as in FiftyOne.
 */
export function compileQuantiles(
  { of, at, single, safe }: Extract<Tally, { readonly kind: 'quantiles' }>,
  view: View,
): Compiled {
  const rows = valueRows(of, view);
  const value = safe ? finite(rows.value) : rows.value;
  const tables = [
    ...view.tables,
    sql`found as materialized (select value from (${selectRows([sql`${value} as value`], rows)}) where value is not null)`,
    sql`ranked as (select value, row_number() over (order by value) as place, count(*) over () as n from found)`,
  ];
  const wanted = sql`json_each(${param(JSON.stringify(at))}) q`;
  const place = sql`max(cast(ceil(q.value * r.n) as integer), 1)`;
  const read = readerOf(FLOAT);
  return {
    sql: sql`${withAll(tables)}select (select r.value from ranked r where r.place = ${place}) from ${wanted} order by q.key`,
    width: 1,
    read: (found) => {
      const values = found.map(([each]) => read(each));
      return single ? { kind: 'scalar', value: values[0] ?? null } : { kind: 'list', values };
    },
  };
}
