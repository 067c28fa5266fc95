import { areFew, BINS } from '../../commands/plot-rules.ts';
import type { Column, Value } from '../../dataset/query/answer.ts';
import { histogramTable, MARGIN } from '../../dataset/query/histogram-table.ts';
import type { Output } from '../../output.ts';
import type { SheetColumn, SheetRow } from './sheet-source.ts';
import { frequencyTable } from './table-facts.ts';

type Table = Extract<Output, { readonly kind: 'table' }>;

/** Rows of bars that are drawn; how many there are is said. */
export const PLOTTED = 1000;

/** How values of a column are spread, as `plot` draws them: a bar each, or of many numbers a histogram. */
export function plotOf(name: string, values: readonly Value[]): Table {
  const numbers = values.flatMap((value) => (typeof value === 'number' && Number.isFinite(value) ? [value] : []));
  const [low, high] = boundsOf(numbers);
  const isMeasured = numbers.length > 0 && values.every((value) => value === null || typeof value === 'number');
  const isFew = numbers.every(Number.isInteger) && areFew(low, high);
  if (isMeasured && !isFew) return histogramOf(name, numbers, values.length);
  return drawn(frequencyTable(name, values));
}

/** A table of counts is its own plot: bars of its counts. */
export function plotOfCounts(columns: readonly SheetColumn[], rows: readonly SheetRow[]): Table {
  const shown = columns.flatMap((column, at) => (column.role === 'share' ? [] : [{ column, at }]));
  const counts = shown.find(({ column }) => column.role === 'count')?.at ?? 0;
  return {
    kind: 'table',
    columns: shown.map(({ column }) => columnFrom(column)),
    rows: rows.slice(0, PLOTTED).map(({ cells }) => shown.map(({ at }) => cells[at] ?? null)),
    total: rows.length,
    of: { what: 'in all', total: rows.reduce((sum, { cells }) => sum + Number(cells[counts] ?? 0), 0) },
  };
}

function columnFrom({ name, type, role }: SheetColumn): Column {
  return { name, type, ...(role === 'count' && { role }) };
}

function drawn(table: Table): Table {
  return { ...table, rows: table.rows.slice(0, PLOTTED) };
}

/** Not by spreading: there may be more numbers than a call takes. */
function boundsOf(numbers: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const n of numbers) {
    low = Math.min(low, n);
    high = Math.max(high, n);
  }
  return [low, high];
}

function histogramOf(name: string, numbers: readonly number[], every: number): Table {
  const [low, high] = boundsOf(numbers);
  const step = (high + MARGIN - low) / BINS;
  const lower = Array.from({ length: BINS + 1 }, (_, bin) => low + bin * step);
  const counts = lower.slice(1).map(() => 0);
  for (const n of numbers) {
    const guess = Math.floor((n - low) / step);
    // Division may land in the neighbouring bin: the edges decide.
    const bin = guess + Number(n >= (lower[guess + 1] ?? Infinity)) - Number(n < (lower[guess] ?? -Infinity));
    const place = Math.min(BINS - 1, Math.max(0, bin));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const rows = counts.map((count, bin) => [lower[bin] ?? null, lower[bin + 1] ?? null, count]);
  return histogramTable(rows, name, every);
}
