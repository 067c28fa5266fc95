import type { Column, Value } from '../../dataset/query/answer.ts';
import type { Output } from '../../output.ts';
import type { SheetColumn, SheetRow } from './sheet-source.ts';
import { frequencyTable } from './table-facts.ts';

type Table = Extract<Output, { readonly kind: 'table' }>;

/** Rows of bars that are drawn; how many there are is said. */
export const PLOTTED = 1000;

/** Bins of a histogram, and numbers so close together that each is a bar: as `plot` draws them. */
const BINS = 12;
const FEW = 24;

/** How far beyond the greatest value the last bin reaches: FiftyOne's. */
const MARGIN = 1e-6;

/** How values of a column are spread: a bar each, or of many numbers a histogram. */
export function plotOf(name: string, values: readonly Value[]): Table {
  const numbers = values.flatMap((value) => (typeof value === 'number' && Number.isFinite(value) ? [value] : []));
  const [low, high] = boundsOf(numbers);
  const isMeasured = numbers.length > 0 && values.every((value) => value === null || typeof value === 'number');
  const isFew = numbers.every(Number.isInteger) && high - low < FEW;
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
    const bin = Math.min(BINS - 1, Math.floor((n - low) / step));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    kind: 'table',
    columns: [
      { name: 'lower', type: 'float' },
      { name: 'upper', type: 'float' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows: counts.map((count, bin) => [lower[bin] ?? null, lower[bin + 1] ?? null, count]),
    total: BINS,
    of: { what: name, total: numbers.length },
    other: every - numbers.length,
  };
}
