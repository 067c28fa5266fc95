import type { Sql } from '../../statement.ts';
import type { Term } from '../../term.ts';
import type { Type } from '../../type.ts';
import { param, raw, sql, withAll } from '../fragment.ts';
import { placedRows } from '../value-rows.ts';
import type { View } from '../view.ts';

/**
 * One row: a text with each value once, in the order of the values, as a place where it is found and how often it occurs, with
 * spaces between them, `id`, or `id,branch,member` in a list or in branches, and `*count` where that is not 1; and a 1 where the
 * first of them is a missing one. As rows with their values a million of them would take a hundred times the memory. Undefined
 * for values of labels.
 */
export function compileValueOrder(of: Term, view: View): Sql | undefined {
  const rows = placedRows(of, view);
  if (rows === undefined) return undefined;
  const { id, branch, member, output, from } = rows;
  const found = sql`select ${output} as value, ${id} as id, ${branch} as branch, ${member} as member ${from}`;
  // Beside `min` the other columns are those of the row that it is from. The order is that of the groups: they are sorted once.
  const counts = sql`select value, min(id) as id, branch, member, count(*) as n from (${found}) group by value order by value`;
  const within = "case when branch or member then ',' || branch || ',' || member else '' end";
  const key = raw(`id || ${within} || case n when 1 then '' else '*' || n end`);
  const all = sql`${withAll(view.tables)}select group_concat(${key}, ' '), max(value is null) from (${counts})`;
  return { ...all, sortsMany: true };
}

/** The values in samples: `id`, `branch`, `member` and the value for `readerOf(type)`, in any order. Undefined as above. */
export function compileValuesOf(
  of: Term,
  ids: readonly number[],
  view: View,
): { readonly sql: Sql; readonly type: Type } | undefined {
  const rows = placedRows(of, view);
  if (rows === undefined) return undefined;
  const { id, branch, member, output, from, type } = rows;
  const found = sql`select ${id} as id, ${branch} as branch, ${member} as member, ${output} as value ${from}`;
  const page = sql`(select value from json_each(${param(JSON.stringify(ids))}))`;
  return {
    sql: sql`${withAll(view.tables)}select id, branch, member, value from (${found}) where id in ${page}`,
    type,
  };
}
