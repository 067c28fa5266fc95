import { UserError } from '../../diagnostics.ts';
import type { TableAnswer } from '../../commands/output-rows.ts';
import type { Value } from '../../dataset/query/answer.ts';
import { formatValue } from '../../render/value.ts';
import { compareCells } from './compare-cells.ts';
import { literal } from './literal.ts';
import { rowsThatMatch, tooManyMatches } from './match-rows.ts';
import { plotOf, plotOfCounts } from './plot-values.ts';
import type { Derivation, SheetColumn, SheetRow, SheetSource, Taken } from './sheet-source.ts';
import { describedTable, frequencyTable } from './table-facts.ts';

type TableOptions = {
  readonly title: string;
  /** What a row stands for in the language; otherwise the value at the cursor is taken. */
  readonly expression?: SheetSource['expression'];
};

/** A table that is in memory. Counts of a known whole have their share beside them. */
export function tableSource(table: TableAnswer, options: TableOptions): SheetSource {
  const { columns, rows } = withShare(table);
  return rowsSource(
    columns,
    rows.map((cells, i) => ({ key: String(i), cells })),
    options,
  );
}

/** Rows that are in memory. `unsorted`: the same in the order that they came in. */
export function rowsSource(
  columns: readonly SheetColumn[],
  all: readonly SheetRow[],
  options: TableOptions & { readonly unsorted?: readonly SheetRow[] },
): SheetSource {
  const { title, expression = (taken: Taken) => valuesTaken(taken) } = options;
  return {
    title,
    unit: 'row',
    columns,
    total: all.length,
    first: all.slice(0, FIRST),
    filters: 'text',
    rows: (from, to) => Promise.resolve(all.slice(from, to)),
    derive: (derivation) =>
      new Promise((resolve) => {
        resolve(derived(derivation, columns, all, { ...options, unsorted: options.unsorted ?? all }));
      }),
    countMatches: async (pattern, signal) => (await rowsThatMatch(all, pattern, signal)).length,
    matches: async (pattern, most, signal) => {
      const found = await rowsThatMatch(all, pattern, signal);
      if (found.length > most) throw tooManyMatches(found.length, most, '/ keeps rows by a text');
      return found;
    },
    plot: (column) => Promise.resolve(plotted(column, columns, all)),
    expression,
  };
}

/** Rows from which the widths of columns are found. */
const FIRST = 1000;

function derived(
  derivation: Derivation,
  columns: readonly SheetColumn[],
  all: readonly SheetRow[],
  options: TableOptions & { readonly unsorted: readonly SheetRow[] },
): SheetSource {
  const { title, expression } = options;
  const same = expression === undefined ? {} : { expression };
  switch (derivation.kind) {
    case 'sort':
      return rowsSource(columns, sortRows(options.unsorted, derivation), options);
    case 'filter': {
      const found = all.filter(({ cells }) => holds(cells, derivation.text));
      return rowsSource(columns, found, { title: `${title} / ${derivation.text}`, ...same });
    }
    case 'frequency': {
      const name = columns[derivation.column]?.name ?? '';
      const counts = frequencyTable(
        name,
        all.map(({ cells }) => cells[derivation.column] ?? null),
      );
      return tableSource(counts, { title: `${title} F ${name}` });
    }
    case 'describe':
      return tableSource(describedTable(columns, all), { title: `${title} I` });
    case 'keep':
      if (derivation.rows.length === 0)
        throw new UserError('bad-argument', 'nothing is selected', { hint: 'space selects' });
      return rowsSource(columns, derivation.rows, { title: `${title} "`, ...same });
  }
}

function plotted(
  column: number,
  columns: readonly SheetColumn[],
  rows: readonly SheetRow[],
): ReturnType<typeof plotOf> {
  if (columns.some(({ role }) => role === 'count')) return plotOfCounts(columns, rows);
  return plotOf(
    columns[column]?.name ?? '',
    rows.map(({ cells }) => cells[column] ?? null),
  );
}

function sortRows(
  rows: readonly SheetRow[],
  { column, descending }: Extract<Derivation, { readonly kind: 'sort' }>,
): readonly SheetRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compareCells(a.cells[column] ?? null, b.cells[column] ?? null));
}

function holds(cells: readonly Value[], text: string): boolean {
  const wanted = text.toLowerCase();
  return cells.some((cell) => formatValue(cell, { unicode: true }).toLowerCase().includes(wanted));
}

/** The value at the cursor, or those of the selected rows in its column. */
function valuesTaken({ selected, row, column }: Taken): string {
  if (selected.length > 0) return literal(selected.map(({ cells }) => cells[column] ?? null));
  return row === undefined ? '' : literal(row.cells[column] ?? null);
}

function withShare({ columns, rows, of }: TableAnswer): {
  readonly columns: readonly SheetColumn[];
  readonly rows: TableAnswer['rows'];
} {
  const named = columns.map((column): SheetColumn => ({ ...column, path: null }));
  const at = columns.findIndex(({ role }) => role === 'count');
  if (at === -1 || of === undefined || of.total <= 0) return { columns: named, rows };
  return {
    columns: named.toSpliced(at + 1, 0, { name: '%', type: 'float', role: 'share', path: null }),
    rows: rows.map((row) => row.toSpliced(at + 1, 0, shareOf(row[at], of.total))),
  };
}

/** Per cent, to six digits; null where there is nothing to be a share. */
export function shareOf(count: Value | undefined, total: number): number | null {
  return typeof count === 'number' && total > 0 ? Number(((100 * count) / total).toPrecision(6)) : null;
}
