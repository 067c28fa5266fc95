import type { Answer } from './answer.ts';
import type { Bound } from './bound.ts';
import type { Catalog } from './catalog.ts';
import { catalogAfter } from './fields-after.ts';
import type { Plan } from './plan.ts';
import { compileAggregation } from './sql/aggregate.ts';
import type { Compiled } from './sql/compiled.ts';
import { join, param, raw, sql, withAll } from './sql/fragment.ts';
import { type PageKey, type SamplePage, samplePage } from './sql/pages.ts';
import { columnOf } from './sql/reading.ts';
import { compileValueOrder as orderOfValues, compileValuesOf as valuesOf } from './sql/tallies/value-order.ts';
import { labelCount } from './sql/value-rows.ts';
import { fromSamples, orderOf, type View } from './sql/view.ts';
import { viewOf } from './sql/view-of.ts';
import { withinStack } from './sql/within-stack.ts';
import type { Row, Sql } from './statement.ts';
import type { Term } from './term.ts';
import type { Type } from './type.ts';

export type { Compiled, PageKey, SamplePage };

/**
 * The one statement that answers a bound view (how many samples and labels it has) or a question about one.
 * Samples themselves are no rows of one statement: `compileSampleIds` and `compileSamplePage` fetch them.
 */
export function compileAnswer(bound: Extract<Bound, { kind: 'view' | 'aggregate' }>, catalog: Catalog): Compiled {
  const view = viewOf(bound.plan, catalog);
  if (bound.kind === 'view') return compileSummary(view);
  const { aggregation } = bound;
  if (aggregation.kind === 'samples' || aggregation.kind === 'known')
    throw new Error(`${aggregation.kind} is no statement`);
  return withinStack(() => compileAggregation(aggregation, view));
}

/** The ids (`sample.id`) of the view's samples, a row each, in the view's order. */
export function compileSampleIds(plan: Plan, catalog: Catalog): Sql {
  const view = viewOf(plan, catalog);
  return sql`${withAll(view.tables)}select s.id ${fromSamples(view)} ${orderOf(view)}`;
}

/** The same with the branch of each beside it: it tells apart a sample that is there several times, else it is 0. */
export function compileSampleKeys(plan: Plan, catalog: Catalog): Sql {
  const view = viewOf(plan, catalog);
  const branch = raw(view.branches === null ? '0' : 'v.branch');
  return sql`${withAll(view.tables)}select s.id as id, ${branch} as branch ${fromSamples(view)} ${orderOf(view)}`;
}

/**
 * One row with one text: the keys of `compileSampleKeys` in their order, `id` or `id:branch`, with spaces between them. As rows a
 * million of them would take a hundred times the memory.
 */
export function compileSampleOrder(plan: Plan, catalog: Catalog): Sql {
  const { text, params } = compileSampleKeys(plan, catalog);
  const key = "case branch when 0 then id else id || ':' || branch end";
  return { text: `select group_concat(${key}, ' ') from (${text})`, params, sortsMany: true };
}

/** One row with one text: the values of a term in order, each as a place where it is found. See `sql/tallies/value-order.ts`. */
export function compileValueOrder(plan: Plan, of: Term, catalog: Catalog): Sql | undefined {
  return orderOfValues(of, viewOf(plan, catalog));
}

/** The values of a term in samples, by their ids (`sample.id`). */
export function compileValuesOf(
  plan: Plan,
  of: Term,
  { ids, catalog }: { readonly ids: readonly number[]; readonly catalog: Catalog },
): { readonly sql: Sql; readonly type: Type } | undefined {
  return valuesOf(of, ids, viewOf(plan, catalog));
}

/** The statements that fetch the samples with these ids (`sample.id`) as the view shows them. */
export function compileSamplePage(plan: Plan, catalog: Catalog, key: PageKey): SamplePage {
  return samplePage(viewOf(plan, catalog), key);
}

/** The fields of the samples that `compileSamplePage` fetches, in the order of its columns. */
export function fieldsOf(plan: Plan, catalog: Catalog): Catalog['fields'] {
  return catalogAfter(plan, catalog).fields;
}

/** The ids (`label.id`) of labels of those fields (`field.id`) that the view shows on a page of samples. */
export function compileLabelIds(
  plan: Plan,
  catalog: Catalog,
  page: PageKey & { readonly fields: readonly number[] },
): Sql {
  const { labels } = samplePage(viewOf(plan, catalog), page);
  return sql`select id from (${labels}) where field_id in (select value from json_each(${param(JSON.stringify(page.fields))}))`;
}

/** The label fields that stages of the view narrow or rewrite, if only in their tags. */
export function changedLabelFields(plan: Plan, catalog: Catalog): readonly string[] {
  const rewritten = plan.stages.flatMap((stage) => (stage.kind === 'set-label' ? [stage.field] : []));
  return [...new Set([...viewOf(plan, catalog).labels.keys(), ...rewritten])];
}

/** Samples and, for each label field, labels: in one pass over the samples, except for fields that a stage has narrowed. */
function compileSummary(view: View): Compiled {
  const names = view.catalog.fields.filter(({ kind }) => kind === 'labels').map(({ name }) => name);
  const whole = view.everySample && view.where.length === 0;
  const counts = names.map((name) =>
    whole || view.labels.has(name) ? labelCount(name, null, view) : sql`coalesce(sum(${columnOf(view, name)}), 0)`,
  );
  return {
    sql: sql`${withAll(view.tables)}select ${join([raw('count(*)'), ...counts], ', ')} ${fromSamples(view)}`,
    width: 1 + counts.length,
    read: (rows: readonly Row[]): Answer => {
      const [first = [0]] = rows;
      const labels = Object.fromEntries(names.map((name, i) => [name, Number(first[i + 1] ?? 0)]));
      return { kind: 'view', samples: Number(first[0] ?? 0), labels };
    },
  };
}
