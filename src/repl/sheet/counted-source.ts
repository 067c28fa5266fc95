import type { TableAnswer } from '../../commands/output-rows.ts';
import { type CountedValues, valueAt, type ValueOrder, type ValueSort } from '../../dataset/dataset.ts';
import type { Column, Value } from '../../dataset/query/answer.ts';
import { UserError } from '../../diagnostics.ts';
import type { Output } from '../../output.ts';
import { tooManyMatches } from './match-rows.ts';
import { literalPattern } from './pattern-condition.ts';
import { PLOTTED } from './plot-values.ts';
import type { ColumnPattern, Derivation, SheetColumn, SheetRow, SheetSource } from './sheet-source.ts';
import { rowsSource, shareOf, tableSource } from './table-source.ts';

/** Values that are counted, and too many to be held. */
export type Counted = {
  readonly title: string;
  readonly values: CountedValues;
  /** Each value once, in their own order. */
  readonly order: ValueOrder;
  /** The values themselves, and what is counted: `samples`. */
  readonly column: Pick<Column, 'name' | 'type'>;
  readonly what: string;
  /** The same of those that a pattern fits. @throws UserError where that cannot be asked */
  readonly narrowed: (pattern: string, signal: AbortSignal) => Promise<Counted>;
  readonly expression: SheetSource['expression'];
};

/** Counted values as rows that are read when they are looked at: value, count and share. */
export async function countedSource(
  counted: Counted,
  signal: AbortSignal,
  sort: ValueSort = { by: 'frequency' },
): Promise<SheetSource> {
  const order = counted.values.sorted(counted.order, sort);
  const rows = rowsOf(counted, order);
  const { title, expression, column } = counted;
  return {
    title,
    unit: 'row',
    columns: columnsOf(column),
    total: order.ids.length,
    first: await rows(0, FIRST, signal),
    filters: 'text',
    rows,
    derive: (derivation, stop) => derived(derivation, counted, stop),
    countMatches: async (pattern, stop) => (await narrowed(counted, pattern, stop)).order.ids.length,
    matches: (pattern, most, stop) => matching(counted, pattern, most, stop),
    plot: async (_column, stop) => plotted(counted, await rows(0, PLOTTED, stop)),
    expression,
  };
}

/** Rows that are read with an order. */
const FIRST = 200;

function columnsOf(column: Counted['column']): readonly SheetColumn[] {
  return [
    { ...column, path: null },
    { name: 'count', type: 'int', role: 'count', path: null },
    { name: '%', type: 'float', role: 'share', path: null },
  ];
}

/** A row is known by the place of its value, which is the same in any order. */
function rowsOf({ values }: Counted, order: ValueOrder): SheetSource['rows'] {
  return async (from, to, signal) => {
    const found = await values.at(order, { from, to }, signal);
    return found.map((value, i): SheetRow => {
      const at = valueAt(order, from + i);
      const count = order.counts[at] ?? 0;
      return {
        key: `${String(order.ids[at])} ${String(order.within?.[2 * at + 1] ?? 0)}`,
        cells: [value, count, shareOf(count, order.all)],
      };
    });
  };
}

async function derived(derivation: Derivation, counted: Counted, signal: AbortSignal): Promise<SheetSource> {
  switch (derivation.kind) {
    case 'sort': {
      const { column, descending } = derivation;
      return countedSource(counted, signal, { by: column === 0 ? 'value' : 'count', descending });
    }
    case 'filter': {
      const found = await narrowed(counted, { column: 0, source: literalPattern(derivation.text) }, signal);
      return countedSource({ ...found, title: `${counted.title} / ${derivation.text}` }, signal);
    }
    case 'frequency':
    case 'describe':
      throw new UserError('unsupported', 'there are too many values for that', {
        hint: 'filter with /, or do it on the sheet before',
      });
    case 'keep':
      return keptSource(counted, derivation.rows);
  }
}

function keptSource({ title, column, expression }: Counted, rows: readonly SheetRow[]): SheetSource {
  if (rows.length === 0) throw new UserError('bad-argument', 'nothing is selected', { hint: 'space selects' });
  return rowsSource(columnsOf(column), rows, { title: `${title} "`, expression });
}

function narrowed(counted: Counted, { column, source }: ColumnPattern, signal: AbortSignal): Promise<Counted> {
  if (column === 0) return counted.narrowed(source, signal);
  throw new UserError('unsupported', 'there are too many counts to be looked through', {
    hint: '[ and ] put them in order',
  });
}

async function matching(
  counted: Counted,
  pattern: ColumnPattern,
  most: number,
  signal: AbortSignal,
): Promise<readonly SheetRow[]> {
  const found = await narrowed(counted, pattern, signal);
  const total = found.order.ids.length;
  if (total > most) throw tooManyMatches(total, most, '/ keeps rows by a text');
  const all = rowsOf(found, found.order);
  const rows: SheetRow[] = [];
  for (let at = 0; at < total; at += FIRST) rows.push(...(await all(at, at + FIRST, signal)));
  return rows;
}

function plotted({ column, what, order: { ids, all } }: Counted, first: readonly SheetRow[]): Output {
  return { ...tableOf(column, first), total: ids.length, of: { what, total: all } };
}

/** Values with their counts, in memory. */
function tableOf(column: Counted['column'], rows: readonly SheetRow[]): TableAnswer {
  const columns: readonly Column[] = [column, { name: 'count', type: 'int', role: 'count' }];
  const cells = rows.map(({ cells: [value, count] }): readonly Value[] => [value ?? null, count ?? null]);
  return { kind: 'table', columns, rows: cells, total: cells.length };
}

/** Counted values that are few, in memory, the most frequent first. */
export async function heldCounts(counted: Counted, signal: AbortSignal): Promise<SheetSource> {
  const order = counted.values.sorted(counted.order, { by: 'frequency' });
  const rows = await rowsOf(counted, order)(0, order.ids.length, signal);
  const { title, expression, what, column } = counted;
  return tableSource({ ...tableOf(column, rows), of: { what, total: order.all } }, { title, expression });
}
