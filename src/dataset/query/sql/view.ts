import type { Catalog } from '../catalog.ts';
import type { Plan, SortKey, Stage } from '../plan.ts';
import type { Sql } from '../statement.ts';
import { call, looksAtSample } from '../term.ts';
import { INT } from '../type.ts';
import { join, param, raw, sql, whereAll } from './fragment.ts';
import { printerFor } from './print-term.ts';
import { labelRelation, type Reading } from './reading.ts';

/** A condition on samples; `impliedBy`: a field whose remaining labels all lie in samples that meet it. */
type Condition = { readonly sql: Sql; readonly impliedBy?: string };
type OrderKey = { readonly by: Sql; readonly descending: boolean };

/** What a plan comes to: relations to put before a statement, and how to read its samples (`s`) and labels from them. */
export type View = Reading & {
  /** `name as (...)`, each may use those before it. */
  readonly tables: readonly Sql[];
  readonly from: Sql;
  readonly where: readonly Condition[];
  readonly order: readonly OrderKey[];
  /** Whether `from` holds every sample of the dataset. */
  readonly everySample: boolean;
  /** No more samples than this. */
  readonly atMost: number;
};

/** Folds the stages of a plan, one relation for samples and one for each field with fewer labels. */
export function viewOf(plan: Plan, catalog: Catalog): View {
  const start: View = {
    catalog,
    labels: new Map(),
    tables: [],
    from: raw('sample s'),
    where: [],
    order: [],
    everySample: true,
    atMost: catalog.samples,
  };
  return plan.stages.reduce(addStage, start);
}

/** `from ... where ...` of the view's samples. */
export function fromSamples({ from, where }: View, more: readonly Sql[] = []): Sql {
  return sql`from ${from}${whereAll([...where.map((condition) => condition.sql), ...more])}`;
}

/** `order by ...`: the keys of the view, then the order of the dataset. */
export function orderOf({ order }: View, reversed = false): Sql {
  const keys = [...order, { by: raw('s.id'), descending: false }];
  const printed = keys.map(({ by, descending }) => (descending === reversed ? by : sql`${by} desc`));
  return sql`order by ${join(printed, ', ')}`;
}

/**
 * The condition that `column` is the id of a sample of the view; none where all are. For the labels of `field` it is left
 * out, too, where they are what the samples were chosen by.
 */
export function inView(view: View, column: Sql, field?: string): readonly Sql[] {
  const restricts = view.where.some(({ impliedBy }) => impliedBy === undefined || impliedBy !== field);
  if (view.everySample && !restricts) return [];
  return [sql`${column} in (select s.id ${fromSamples(view)})`];
}

/** One sample in so many, or fewer, is quicker reached from the sample than by going through all labels of a field. */
const FEW = 10;

/** Whether labels are better looked up for each sample of the view. */
export function isSmall({ everySample, atMost, catalog }: View): boolean {
  return !everySample && atMost * FEW <= catalog.samples;
}

function addStage(view: View, stage: Stage): View {
  switch (stage.kind) {
    case 'keep-samples':
      return { ...view, where: [...view.where, { sql: printerFor(view).condition(stage.where) }] };
    case 'keep-labels':
      return keepLabels(view, stage);
    case 'sort':
      return { ...view, order: stage.keys.flatMap((key) => orderKeys(key, view)) };
    case 'shuffle':
      return { ...view, order: [{ by: sql`shuffle_key(${param(stage.seed)}, s.oid)`, descending: false }] };
    case 'slice':
      return slice(view, stage);
  }
}

function keepLabels(view: View, { field, where, dropEmpty }: Extract<Stage, { kind: 'keep-labels' }>): View {
  const relation = labelRelation(field, view);
  const name = `labels_${String(view.tables.length + 1)}`;
  const from = looksAtSample(where) ? sql`${relation.from} join sample s on s.id = l.sample_id` : relation.from;
  const conditions = [...relation.where, printerFor(view).condition(where)];
  // Not materialized: what reads it puts its own conditions beside these, and SQLite then finds an index for all of them.
  const table = sql`${raw(name)} as not materialized (select l.* from ${from}${whereAll(conditions)})`;
  const kept: Condition = { sql: raw(`s.id in (select l.sample_id from ${name} l)`), impliedBy: field };
  return {
    ...view,
    tables: [...view.tables, table],
    labels: new Map([...view.labels, [field, name]]),
    where: dropEmpty ? [...view.where, kept] : view.where,
  };
}

/** A list sorts by its least member, descending by its greatest; an empty one comes before a missing one. */
function orderKeys({ by, descending }: SortKey, view: View): readonly OrderKey[] {
  const printer = printerFor(view);
  if (by.type.kind !== 'list') return [{ by: printer.value(by), descending }];
  const present = printer.condition(call('exists', [by], by.type));
  const length = printer.value(call('length', [by], INT));
  const rank = sql`case when not (${present}) then 1 when ${length} = 0 then 0 else 2 end`;
  const extreme = call(descending ? 'greatest' : 'least', [by], by.type.element);
  return [
    { by: rank, descending },
    { by: printer.value(extreme), descending },
  ];
}

/** A slice needs a relation of its own: what comes after works on the samples that are left. Their order stays. */
function slice(view: View, { skip, limit, fromEnd }: Extract<Stage, { kind: 'slice' }>): View {
  const name = `samples_${String(view.tables.length + 1)}`;
  const window = sql`limit ${param(limit ?? -1)}${skip === 0 ? raw('') : sql` offset ${param(skip)}`}`;
  const table = sql`${raw(name)} as (select s.id ${fromSamples(view)} ${orderOf(view, fromEnd)} ${window})`;
  return {
    ...view,
    tables: [...view.tables, table],
    // A cross join keeps its order: the few samples of the slice are looked up, not all samples searched for them.
    from: raw(`${name} v cross join sample s on s.id = v.id`),
    where: [],
    everySample: false,
    atMost: Math.min(view.atMost, limit ?? view.atMost),
  };
}
