import type { Sql } from '../statement.ts';
import { type LeavesTerm, looksAtSample, type Term } from '../term.ts';
import type { Type } from '../type.ts';
import { join, raw, sql, whereAll } from './fragment.ts';
import { anyAsJson } from './json.ts';
import { printerFor } from './print-term.ts';
import { isWhole, labelRelation } from './reading.ts';
import { fromSamples, inView, isSmall, type View } from './view.ts';

/** The values of a term over a view, one a row; lists on the way are unwound. */
export type ValueRows = {
  readonly from: Sql;
  /** The value, for computing and comparing. */
  readonly value: Sql;
  /** The value, for `readerOf(type)`. */
  readonly output: Sql;
  readonly type: Type;
};

/** The values of `term` in the samples of the view, missing ones among them; missing and empty lists yield none. */
export function valueRows(term: Term, view: View): ValueRows {
  if (term.kind === 'leaves' && !term.labels.single) return leafRows(term, view);
  if (term.kind === 'tags') {
    const from = sql`from sample_tag t${whereAll(inView(view, raw('t.sample_id')))}`;
    return { from, value: raw('t.tag'), output: raw('t.tag'), type: { kind: 'string' } };
  }
  const printer = printerFor(view);
  if (term.type.kind === 'list')
    return memberRows(sql`from ${view.from}`, sampleConditions(view), printer.value(term), term.type.element);
  return { from: fromSamples(view), value: printer.value(term), output: outputOf(term, view), type: term.type };
}

function sampleConditions({ where }: View): readonly Sql[] {
  return where.map((condition) => condition.sql);
}

function leafRows(term: LeavesTerm, view: View): ValueRows {
  const { labels, value } = term;
  const { from, where } = labelRows(labels.field, labels.where, looksAtSample(value), view);
  if (value.kind === 'tags' && value.of === 'label') {
    const joined = sql`from ${from} join label_tag t on t.label_id = l.id${whereAll(where)}`;
    return { from: joined, value: raw('t.tag'), output: raw('t.tag'), type: { kind: 'string' } };
  }
  const printer = printerFor(view);
  if (value.type.kind === 'list') return memberRows(sql`from ${from}`, where, printer.value(value), value.type.element);
  return {
    from: sql`from ${from}${whereAll(where)}`,
    value: printer.value(value),
    output: outputOf(value, view),
    type: value.type,
  };
}

/** The labels of a field in the samples of the view, for which `filter` holds; joined with their samples where asked. */
export function labelRows(
  field: string,
  filter: Term | null,
  withSample: boolean,
  view: View,
): { readonly from: Sql; readonly where: readonly Sql[] } {
  const relation = labelRelation(field, view);
  const joins = withSample || (filter !== null && looksAtSample(filter));
  const from = joins ? sql`${relation.from} join sample s on s.id = l.sample_id` : relation.from;
  const conditions = filter === null ? [] : [printerFor(view).condition(filter)];
  const sampleId = view.everySample || isSmall(view) ? raw('l.sample_id') : withoutIndex(raw('l.sample_id'));
  const own = isSmall(view) && !view.labels.has(field) ? relation.where.map(withoutIndex) : relation.where;
  return { from, where: [...own, ...conditions, ...inView(view, sampleId, field)] };
}

/** The unary plus keeps SQLite from the index of the column. */
function withoutIndex(condition: Sql): Sql {
  return sql`+${condition}`;
}

/** How many labels of a field the samples of the view have. */
export function labelCount(field: string, filter: Term | null, view: View): Sql {
  const { from, where } = labelRows(field, filter, false, view);
  const whole = isWhole(
    { kind: 'labels', field, where: filter, single: false, each: true, type: { kind: 'labels' } },
    view,
  );
  const [own, ...restricted] = where;
  if (whole && own !== undefined && restricted.length === 0) {
    return sql`coalesce((select sum(l.labels) from label_count l${whereAll([own])}), 0)`;
  }
  return sql`(select count(*) from ${from}${whereAll(where)})`;
}

function memberRows(from: Sql, where: readonly Sql[], list: Sql, element: Type): ValueRows {
  const rows = sql`${from} join json_each(${list}) e${whereAll(where)}`;
  if (element.kind !== 'any') return { from: rows, value: raw('e.value'), output: raw('e.value'), type: element };
  const output = raw(
    "case when e.type in ('true', 'false') then e.type when e.type in ('object', 'array') then e.value " +
      "when e.type <> 'null' then json_quote(e.value) end",
  );
  return { from: rows, value: raw('e.value'), output, type: element };
}

function outputOf(term: Term, view: View): Sql {
  const printer = printerFor(view);
  return term.type.kind === 'any' ? anyAsJson(term, printer) : printer.value(term);
}

/** `select` of columns from rows. */
export function selectRows(columns: readonly Sql[], { from }: ValueRows, more: Sql = raw('')): Sql {
  return sql`select ${join(columns, ', ')} ${from}${more}`;
}
