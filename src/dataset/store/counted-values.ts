import { UserError } from '../../diagnostics.ts';
import type { Value } from '../query/answer.ts';
import type { Catalog } from '../query/catalog.ts';
import { compileValueOrder, compileValuesOf } from '../query/compile.ts';
import type { NamedTerm, Plan } from '../query/plan.ts';
import { readerOf } from '../query/read-value.ts';
import type { Row, Sql } from '../query/statement.ts';
import { parseValueOrder, type PackedValues, sortValues, type ValueSort } from './packed-values.ts';
import { type Ask, readRevision } from './read-catalog.ts';

/** What values are counted of. */
export type Counting = NamedTerm & { readonly plan: Plan };

/** All values in an order, and which state of the dataset they are of. */
export type ValueOrder = PackedValues & {
  /** Whether the first of them is a missing one. */
  readonly missing: boolean;
  /** Which of them stands at each place; null where they are in their own order. */
  readonly places: Uint32Array | null;
  readonly revision: string;
};

/** Which of the values stands at a place. */
export function valueAt({ places }: Pick<ValueOrder, 'places'>, place: number): number {
  return places === null ? place : (places[place] ?? 0);
}

/** How often the values of a term occur, however many they are. All throw UserError `cancelled`, and as `checkClasses`. */
export type CountedValues = {
  /** All of them, each once. @throws UserError `unsupported` for values of labels */
  read(signal: AbortSignal): Promise<ValueOrder>;
  /** The same in another order; nothing is read for that. */
  sorted(order: ValueOrder, sort: ValueSort): ValueOrder;
  /** The values from a place of the order up to another. @throws UserError `busy` where the dataset has changed since */
  at(
    order: ValueOrder,
    range: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<readonly Value[]>;
};

/** What is needed of a dataset. */
type Reading = {
  /** What is known, once the plan is checked against it. */
  readonly catalog: (signal: AbortSignal) => Promise<Catalog>;
  readonly run: (signal: AbortSignal) => (sql: Sql) => Promise<readonly Row[]>;
  readonly ask: (signal: AbortSignal) => Ask;
};

/** Counts the values of a term of a view. */
export function countedValues(counting: Counting, { catalog, run, ask }: Reading): CountedValues {
  const { plan, of } = counting;
  return {
    read: async (signal) => {
      const revision = await readRevision(ask(signal));
      const statement = compileValueOrder(plan, of, await catalog(signal));
      if (statement === undefined) throw noPlaces();
      const [row] = await run(signal)(statement);
      return { ...parseValueOrder(row?.[0]), missing: Number(row?.[1] ?? 0) === 1, places: null, revision };
    },
    sorted: (order, sort) => ({ ...order, places: sortValues(order, order.missing, sort) }),
    at: async (order, range, signal) => {
      if ((await readRevision(ask(signal))) !== order.revision) throw changedSince();
      return readValues(counting, placesIn(order, range), await catalog(signal), run(signal));
    },
  };
}

type Run = (sql: Sql) => Promise<readonly Row[]>;

/** Where a value is found: `sample.id`, branch, place in a list. */
type Place = readonly [number, number, number];

function placesIn(order: ValueOrder, { from, to }: { readonly from: number; readonly to: number }): readonly Place[] {
  const { ids, within } = order;
  return Array.from({ length: Math.max(0, Math.min(to, ids.length) - from) }, (_, i) => {
    const at = valueAt(order, from + i);
    return [ids[at] ?? 0, within?.[2 * at] ?? 0, within?.[2 * at + 1] ?? 0];
  });
}

async function readValues(
  { plan, of }: Counting,
  places: readonly Place[],
  catalog: Catalog,
  run: Run,
): Promise<readonly Value[]> {
  const ids = [...new Set(places.map(([id]) => id))];
  const compiled = compileValuesOf(plan, of, { ids, catalog });
  if (compiled === undefined) throw noPlaces();
  const read = readerOf(compiled.type);
  const found = new Map<string, Value>();
  for (const [id, branch, member, value] of await run(compiled.sql)) {
    found.set([id, branch, member].map(Number).join(' '), read(value));
  }
  return places.map((place) => found.get(place.join(' ')) ?? null);
}

function noPlaces(): UserError {
  return new UserError('unsupported', 'there are too many values of labels for a sheet', {
    hint: 'narrow the view first',
  });
}

function changedSince(): UserError {
  return new UserError('busy', 'the dataset has changed since these values were counted', { hint: 'count them again' });
}
