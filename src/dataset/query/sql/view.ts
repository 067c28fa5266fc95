import type { Catalog } from '../catalog.ts';
import type { Sql } from '../statement.ts';
import { join, raw, sql, whereAll } from './fragment.ts';
import { ownerKey, type Reading, type Relation, sampleKey } from './reading.ts';

/** A condition on samples; `impliedBy`: a field whose remaining labels all lie in samples that meet it. */
export type Condition = { readonly sql: Sql; readonly impliedBy?: string };
export type OrderKey = { readonly by: Sql; readonly descending: boolean };

/** What a plan comes to: relations to put before a statement, and how to read its samples (`s`) and labels from them. */
export type View = Reading & {
  /** `name as (...)`, each may use those before it. */
  readonly tables: readonly Sql[];
  readonly from: Sql;
  readonly where: readonly Condition[];
  /** Keys that stages sort by. */
  readonly order: readonly OrderKey[];
  /** The order where none is asked for, and of ties. */
  readonly base: readonly OrderKey[];
  /** Columns of `v` beside its id that what comes after needs. */
  readonly carried: readonly string[];
  /** Number of branches: those of samples that may be there several times. */
  readonly branchCount: number;
  /** Whether `from` holds every sample of the dataset. */
  readonly everySample: boolean;
  /** No more samples than this. */
  readonly atMost: number;
};

/** The view of all samples. `tables`: relations that stand before, whose names are taken. */
export function wholeView(catalog: Catalog, tables: readonly Sql[] = []): View {
  return {
    catalog,
    samples: 'sample',
    branches: null,
    labels: new Map(),
    columns: new Map(),
    sampleTags: { table: 'sample_tag', branched: false },
    labelTags: 'label_tag',
    tables,
    from: raw('sample s'),
    where: [],
    order: [],
    base: [{ by: raw('s.id'), descending: false }],
    carried: [],
    branchCount: 1,
    everySample: true,
    atMost: catalog.samples,
  };
}

/** A name for the next relation. */
export function nextName({ tables }: View, what: string): string {
  return `${what}_${String(tables.length + 1)}`;
}

/** What its samples meet. */
export function conditionsOf({ where }: View): readonly Sql[] {
  return where.map((condition) => condition.sql);
}

/** `from ... where ...` of the view's samples. */
export function fromSamples(view: View, more: readonly Sql[] = []): Sql {
  return sql`from ${view.from}${whereAll([...conditionsOf(view), ...more])}`;
}

/** `order by ...`: the keys of the view, then the order of the dataset. */
export function orderOf(view: View, reversed = false): Sql {
  return sql`order by ${orderKeysOf(view, reversed)}`;
}

/** The keys of the view's order with commas between them. */
export function orderKeysOf({ order, base }: View, reversed = false): Sql {
  return join(
    [...order, ...base].map((key) => printKey(key, reversed)),
    ', ',
  );
}

/** A key of an order. */
export function printKey({ by, descending }: OrderKey, reversed = false): Sql {
  return descending === reversed ? by : sql`${by} desc`;
}

/**
 * The condition that a row of labels or tags belongs to a sample of the view; none where all do. For the labels of `field` it is
 * left out, too, where they are what the samples were chosen by.
 * @param unindexed keeps SQLite from the index of the column
 */
export function inView(
  view: View,
  alias: 'l' | 't',
  relation: Relation,
  { field, unindexed = false }: { readonly field?: string; readonly unindexed?: boolean } = {},
): readonly Sql[] {
  const restricts = view.where.some(({ impliedBy }) => impliedBy === undefined || impliedBy !== field);
  if (view.everySample && !restricts) return [];
  const key = ownerKey(alias, relation);
  const printed = relation.branched ? sql`(${key})` : unindexed ? sql`+${key}` : key;
  const wanted = relation.branched ? raw('s.id, v.branch') : sampleKey(relation);
  return [sql`${printed} in (select ${wanted} ${fromSamples(view)})`];
}

/** One sample in so many, or fewer, is quicker reached from the sample than by going through all labels of a field. */
const FEW = 10;

/** Whether labels are better looked up for each sample of the view. */
export function isSmall({ everySample, atMost, catalog }: View): boolean {
  return !everySample && atMost * FEW <= catalog.samples;
}

/** The view with one more relation. */
export function withTable(view: View, table: Sql): View {
  return { ...view, tables: [...view.tables, table] };
}

/** The columns of `v` that are carried on, each after a comma. */
export function carriedColumns({ carried }: View): Sql {
  return raw(carried.map((column) => `, v.${column}`).join(''));
}

/** Reads the view's samples from the relation `name`, which has their ids and what is carried. */
export function readFrom(view: View, name: string): View {
  return {
    ...view,
    ...(view.branches !== null && { branches: name }),
    // A cross join keeps its order: the few samples of the relation are looked up, not all samples searched for them.
    from: raw(`${name} v cross join ${view.samples} s on s.id = v.id`),
    where: [],
    everySample: false,
  };
}
