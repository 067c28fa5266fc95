import type { Answer } from './answer.ts';
import type { Bound } from './bound.ts';
import type { Catalog } from './catalog.ts';
import type { Plan } from './plan.ts';
import { compileAggregation, type Compiled } from './sql/aggregate.ts';
import { join, raw, sql, withAll } from './sql/fragment.ts';
import { type SamplePage, samplePage } from './sql/pages.ts';
import { columnOf } from './sql/reading.ts';
import { labelCount } from './sql/value-rows.ts';
import { fromSamples, orderOf, type View, viewOf } from './sql/view.ts';
import type { Row, Sql } from './statement.ts';

export type { Compiled, SamplePage };

/**
 * The one statement that answers a bound view (how many samples and labels it has) or a question about one.
 * Samples themselves are no rows of one statement: `compileSampleIds` and `compileSamplePage` fetch them.
 */
export function compileAnswer(bound: Extract<Bound, { kind: 'view' | 'aggregate' }>, catalog: Catalog): Compiled {
  const view = viewOf(bound.plan, catalog);
  if (bound.kind === 'view') return compileSummary(view);
  if (bound.aggregation.kind === 'samples') throw new Error('samples are fetched in pages');
  return compileAggregation(bound.aggregation, view);
}

/** The ids (`sample.id`) of the view's samples, a row each, in the view's order. */
export function compileSampleIds(plan: Plan, catalog: Catalog): Sql {
  const view = viewOf(plan, catalog);
  return sql`${withAll(view.tables)}select s.id ${fromSamples(view)} ${orderOf(view)}`;
}

/** The statements that fetch the samples with these ids (`sample.id`) as the view shows them. */
export function compileSamplePage(plan: Plan, catalog: Catalog, ids: readonly number[]): SamplePage {
  return samplePage(viewOf(plan, catalog), ids);
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
    read: (rows: readonly Row[]): Answer => {
      const [first = [0]] = rows;
      const labels = Object.fromEntries(names.map((name, i) => [name, Number(first[i + 1] ?? 0)]));
      return { kind: 'view', samples: Number(first[0] ?? 0), labels };
    },
  };
}
