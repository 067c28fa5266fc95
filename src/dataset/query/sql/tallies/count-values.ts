import type { Answer, Value } from '../../answer.ts';
import { compareValues } from '../../compare-values.ts';
import type { Tally } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import type { Sql } from '../../statement.ts';
import type { Term } from '../../term.ts';
import { columnTypeOf, STRING, type Type } from '../../type.ts';
import type { Compiled } from '../compiled.ts';
import { join, raw, sql, whereAll, withAll } from '../fragment.ts';
import { finite, labelRows, selectRows, valueRows } from '../value-rows.ts';
import type { View } from '../view.ts';
import { classCounts } from './class-counts.ts';

/** How often each value occurs: by descending count, then value, missing last. */
export function compileCountValues(
  { of, name, safe }: Extract<Tally, { readonly kind: 'count-values' }>,
  view: View,
): Compiled {
  const rows = valueRows(of, view);
  const kept = classCounts(of, view);
  const value = safe ? finite(rows.output) : rows.output;
  const counts =
    kept === undefined
      ? selectRows([sql`${value} as value`, raw('count(*) as n')], rows, raw(' group by 1'))
      : sql`select class as value, labels as n ${kept}`;
  return countTable({ counts, type: rows.type, name, what: whatIsCounted(of) }, view);
}

/** How often each tag of the labels of some fields occurs. */
export function compileCountLabelTags(
  { fields }: Extract<Tally, { readonly kind: 'count-label-tags' }>,
  view: View,
): Compiled {
  const rows = fields.map((field) => {
    const { from, where } = labelRows(field, null, false, view);
    return sql`select t.tag as value from ${from} join ${raw(view.labelTags)} t on t.label_id = l.id${whereAll(where)}`;
  });
  const all = rows.length === 0 ? raw("select '' as value where false") : join(rows, ' union all ');
  const counts = sql`select value, count(*) as n from (${all}) group by 1`;
  return countTable({ counts, type: STRING, name: 'tags', what: 'tags' }, view);
}

type Counts = { readonly counts: Sql; readonly type: Type; readonly name: string; readonly what: string };

function countTable({ counts, type, name, what }: Counts, view: View): Compiled {
  const read = readerOf(type);
  return {
    sql: sql`${withAll(view.tables)}${counts} order by value is null, n desc, value`,
    width: 2,
    read: (found): Answer => {
      const rows = found.map(([value, n]) => [read(value), Number(n)] as const);
      const table = type.kind === 'any' ? rows.toSorted(byCount) : rows;
      return {
        kind: 'table',
        columns: [
          { name, type: columnTypeOf(type) },
          { name: 'count', type: 'int', role: 'count' },
        ],
        rows: table,
        total: table.length,
        of: { what, total: table.reduce((sum, [, n]) => sum + n, 0) },
      };
    },
  };
}

/** By descending count, then value, missing last. */
function byCount([a, m]: readonly [Value, number], [b, n]: readonly [Value, number]): number {
  return Number(a === null) - Number(b === null) || n - m || compareValues(a, b);
}

function whatIsCounted(of: Term): string {
  if (of.kind === 'tags') return 'tags';
  if (of.kind === 'leaves' && !of.labels.single) return of.value.kind === 'tags' ? 'tags' : 'labels';
  return of.type.kind === 'list' ? 'values' : 'samples';
}
