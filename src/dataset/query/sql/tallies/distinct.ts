import { compareValues } from '../../compare-values.ts';
import type { Tally } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import type { Compiled } from '../compiled.ts';
import { sql, withAll } from '../fragment.ts';
import { finite, selectRows, valueRows } from '../value-rows.ts';
import type { View } from '../view.ts';
import { classCounts } from './class-counts.ts';

/** The values that occur, ascending; missing ones are none. */
export function compileDistinct({ of, safe }: Extract<Tally, { readonly kind: 'distinct' }>, view: View): Compiled {
  const rows = valueRows(of, view);
  const kept = classCounts(of, view);
  const value = safe ? finite(rows.output) : rows.output;
  const inner =
    kept === undefined ? selectRows([sql`distinct ${value} as value`], rows) : sql`select class as value ${kept}`;
  const read = readerOf(rows.type);
  return {
    sql: sql`${withAll(view.tables)}select value from (${inner}) where value is not null order by value`,
    width: 1,
    read: (found) => {
      const values = found.map(([each]) => read(each));
      return { kind: 'list', values: rows.type.kind === 'any' ? values.toSorted(compareValues) : values };
    },
  };
}
