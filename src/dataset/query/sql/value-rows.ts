import type { Sql } from '../statement.ts';
import { call, type LabelsTerm, type LeavesTerm, looksAtSample, type Term } from '../term.ts';
import { listOf, STRING, type Type } from '../type.ts';
import { join, raw, sql, whereAll } from './fragment.ts';
import { memberJson, outputOf } from './json.ts';
import { printerFor } from './print-term.ts';
import { accessPath, unindexed } from './label-access.ts';
import { belongsToSample, isWhole, joinSample, labelRelation } from './reading.ts';
import { conditionsOf, fromSamples, inView, isSmall, type View } from './view.ts';

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
  if (isLeaves(term)) return leafRows(term, view);
  if (term.kind === 'tags') return tagRows(view);
  const printer = printerFor(view);
  if (term.type.kind === 'list')
    return memberRows(sql`from ${view.from}`, conditionsOf(view), printer.value(term), term.type.element);
  return { from: fromSamples(view), value: printer.value(term), output: outputOf(term, printer), type: term.type };
}

/** Values, each with where it is found: the sample (`sample.id`), its branch, and the place in a list, else 0. */
export type PlacedRows = ValueRows & { readonly id: Sql; readonly branch: Sql; readonly member: Sql };

/** The same as `valueRows`, with where each value is found; undefined for values of labels, which have no place of their own. */
export function placedRows(term: Term, view: View): PlacedRows | undefined {
  if (isLeaves(term)) return undefined;
  const rows = valueRows(term, view);
  const branch = raw(view.branches === null ? '0' : 'v.branch');
  if (term.kind === 'tags') return { ...rows, id: raw('t.sample_id'), branch, member: raw('t.position') };
  return { ...rows, id: raw('s.id'), branch, member: raw(term.type.kind === 'list' ? 'e.key' : '0') };
}

/** The tags of samples; of one that is there several times, each time. */
function tagRows(view: View): ValueRows {
  const { sampleTags } = view;
  const table = raw(`${sampleTags.table} t`);
  const from =
    view.branches === null
      ? sql`from ${table}${whereAll(inView(view, 't', sampleTags))}`
      : sql`from ${view.from} join ${table} on ${belongsToSample('t', sampleTags)}${whereAll(conditionsOf(view))}`;
  return { from, value: raw('t.tag'), output: raw('t.tag'), type: { kind: 'string' } };
}

/** A value of all labels of the samples, and not of some by their place in each. */
export function isLeaves(term: Term): term is LeavesTerm {
  return term.kind === 'leaves' && !term.labels.single && term.labels.window === undefined;
}

function leafRows(term: LeavesTerm, view: View, withSample = false): ValueRows {
  const { labels, value } = term;
  const { from, where } = labelRows(labels.field, labels.where, withSample || looksAtSample(value), view);
  if (value.kind === 'tags' && value.of === 'label') {
    const joined = sql`from ${from} join ${raw(view.labelTags)} t on t.label_id = l.id${whereAll(where)}`;
    return { from: joined, value: raw('t.tag'), output: raw('t.tag'), type: { kind: 'string' } };
  }
  const printer = printerFor(view);
  if (value.type.kind === 'list') return memberRows(sql`from ${from}`, where, printer.value(value), value.type.element);
  return {
    from: sql`from ${from}${whereAll(where)}`,
    value: printer.value(value),
    output: outputOf(value, printer),
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
  const { relation, ...labels } = labelRelation(field, view);
  const conditions = filter === null ? [] : [printerFor(view).condition(filter)];
  if (view.branches !== null) {
    const from = sql`${view.from} join ${labels.from} on ${belongsToSample('l', relation)}`;
    return { from, where: [...labels.where, ...conditions, ...conditionsOf(view)] };
  }
  const joins = withSample || (filter !== null && looksAtSample(filter));
  const from = joins ? sql`${labels.from}${joinSample(view, relation)}` : labels.from;
  const own =
    isSmall(view) && !view.labels.has(field) ? labels.where.map(unindexed) : pathTo(labels.where, filter, field, view);
  const scans = !view.everySample && !isSmall(view);
  return { from, where: [...own, ...conditions, ...inView(view, 'l', relation, { field, unindexed: scans })] };
}

function pathTo(where: readonly Sql[], filter: Term | null, field: string, view: View): readonly Sql[] {
  return filter === null ? where : accessPath(where, filter, field, view);
}

/** How many labels of a field the samples of the view have. */
export function labelCount(field: string, filter: Term | null, view: View): Sql {
  const { from, where } = labelRows(field, filter, false, view);
  const whole = isWhole(
    { kind: 'labels', field, where: filter, single: false, each: true, type: { kind: 'labels' } },
    view,
  );
  const [own, ...restricted] = where;
  if (whole && view.everySample && own !== undefined && restricted.length === 0) {
    return sql`coalesce((select sum(l.labels) from label_count l${whereAll([own])}), 0)`;
  }
  return sql`(select count(*) from ${from}${whereAll(where)})`;
}

/** A value that is a finite number, or no number; else missing. */
export function finite(value: Sql): Sql {
  return sql`case when typeof(${value}) <> 'real' or abs(${value}) <= 1.7976931348623157e308 then ${value} end`;
}

/** The labels that were picked by their place in each sample, as rows of their ids. */
export function windowRows(labels: LabelsTerm, view: View): ValueRows {
  const id: Term = { kind: 'property', name: 'id', type: STRING };
  const ids: Term = { kind: 'leaves', labels: { ...labels, single: false }, value: id, type: listOf(STRING) };
  return memberRows(sql`from ${view.from}`, conditionsOf(view), printerFor(view).value(ids), STRING);
}

/** The rows that a fold counts or computes with, each beside its sample; without a term one row a sample. */
export function rowsWithSample(term: Term | null, view: View): ValueRows {
  if (term === null) return { from: fromSamples(view), value: raw('1'), output: raw('1'), type: { kind: 'int' } };
  if (term.kind === 'labels' && term.window !== undefined) return windowRows(term, view);
  if (term.kind === 'labels' && term.each) {
    const { from, where } = labelRows(term.field, term.where, true, view);
    return {
      from: sql`from ${from}${whereAll(where)}`,
      value: raw('l.id'),
      output: raw('l.id'),
      type: { kind: 'int' },
    };
  }
  if (term.kind === 'labels') {
    const there = printerFor(view).condition(call('exists', [term], { kind: 'bool' }));
    const value = sql`case when ${there} then 1 end`;
    return { from: fromSamples(view), value, output: value, type: { kind: 'int' } };
  }
  if (isLeaves(term)) return leafRows(term, view, true);
  if (term.kind !== 'tags') return valueRows(term, view);
  const { sampleTags } = view;
  const tags = sql`${raw(sampleTags.table)} t on ${belongsToSample('t', sampleTags)}`;
  const from = sql`from ${view.from} join ${tags}${whereAll(conditionsOf(view))}`;
  return { from, value: raw('t.tag'), output: raw('t.tag'), type: { kind: 'string' } };
}

function memberRows(from: Sql, where: readonly Sql[], list: Sql, element: Type): ValueRows {
  const rows = sql`${from} join json_each(${list}) e${whereAll(where)}`;
  if (element.kind !== 'any') return { from: rows, value: raw('e.value'), output: raw('e.value'), type: element };
  return { from: rows, value: raw('e.value'), output: memberJson('e'), type: element };
}

/** `select` of columns from rows. */
export function selectRows(columns: readonly Sql[], { from }: ValueRows, more: Sql = raw('')): Sql {
  return sql`select ${join(columns, ', ')} ${from}${more}`;
}
