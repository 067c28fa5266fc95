import type { Value } from '../dataset/query/answer.ts';
import { MARGIN } from '../dataset/query/histogram-table.ts';
import { bar, widestBar } from './bar.ts';
import { cellWidth, padCells } from './cells.ts';
import { formatCount, counted } from '../dataset/model/counted.ts';
import { formatColumn } from './numbers.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { formatDate } from './value.ts';

type Table = OutputOf<'table'>;
type Bin = { readonly lower: Value; readonly upper: Value; readonly count: number };

/** Whether a table is a histogram: columns `lower`, `upper` and one of counts. */
export function isHistogram({ columns }: Table): boolean {
  const [lower, upper, count] = columns;
  return columns.length === 3 && lower?.name === 'lower' && upper?.name === 'upper' && count?.role === 'count';
}

/**
 * A histogram with its ranges, bars and counts, one line a bin; readable without colour. A bin reaches from its lower
 * edge, inclusive, to its upper edge, exclusive. A bin without edges counts what lies outside all of them.
 */
export function renderHistogram(table: Table, options: RenderOptions): string {
  const bins = table.rows.slice(0, options.maxRows).map(binOf);
  const ranges = rangesOf(bins, options);
  const counts = bins.map(({ count }) => formatCount(count));
  const countWidth = Math.max(0, ...counts.map(cellWidth));
  const rangeWidth = Math.max(0, ...ranges.map(cellWidth));
  const room = Math.min(widestBar(WIDEST_BAR, options), options.columns - rangeWidth - countWidth - 4);
  const largest = Math.max(0, ...bins.map(({ count }) => count));
  const lines = bins.map(({ count }, i) => {
    const range = padCells(ranges[i] ?? '', rangeWidth, 'right');
    const number = padCells(counts[i] ?? '', countWidth, 'right');
    if (options.screenReader === true || room < LEAST_BAR) return `${range}  ${number}`;
    const drawn = bar(count, largest, room, options);
    return drawn === '' ? `${range}  ${number}` : `${range}  ${number}  ${paint(drawn, 'bar', options)}`;
  });
  return [...lines, paint(totalNote(bins, table, options), 'dim', options), ''].join('\n');
}

/** In a terminal of 80 columns. */
const WIDEST_BAR = 48;
const LEAST_BAR = 6;

function binOf(row: readonly Value[]): Bin {
  const [lower = null, upper = null, count] = row;
  return { lower, upper, count: typeof count === 'number' ? count : 0 };
}

function rangesOf(bins: readonly Bin[], options: RenderOptions): string[] {
  const lowers = edges(bins.map(({ lower }) => lower));
  const uppers = edges(bins.map(({ upper }) => upper));
  const width = Math.max(0, ...uppers.map(cellWidth));
  const dash = options.unicode ? ' – ' : ' - ';
  return bins.map((bin, i) =>
    bin.lower === null && bin.upper === null
      ? 'other'
      : `${lowers[i] ?? ''}${dash}${padCells(uppers[i] ?? '', width, 'right')}`,
  );
}

/** Edges as text: numbers with equal decimals, dates by day, open ends as nothing. */
function edges(values: readonly Value[]): string[] {
  const numbers = formatColumn(values.filter((value) => typeof value === 'number'));
  let next = 0;
  return values.map((value) => {
    if (typeof value === 'number') return numbers[next++] ?? '';
    return value instanceof Date ? formatDate(value) : '';
  });
}

/** Whether the last edge lies so little beyond the number that is shown for it that this is the greatest value. */
function endsBehind(bins: readonly Bin[]): boolean {
  const uppers = bins.map(({ upper }) => upper).filter((upper) => typeof upper === 'number');
  const [last, shown] = [uppers.at(-1), formatColumn(uppers).at(-1)];
  if (last === undefined || shown === undefined) return false;
  const beyond = last - Number(shown.replaceAll(',', ''));
  return beyond > 0 && beyond <= 2 * MARGIN;
}

function totalNote(bins: readonly Bin[], { total, of }: Table, options: RenderOptions): string {
  const n = bins.reduce((sum, { count }) => sum + count, 0);
  const cut = bins.length < total ? `${formatCount(bins.length)} of ${counted(total, 'bin')}, ` : '';
  const whole = of === undefined ? '' : ` of ${counted(of.total, 'value')}`;
  const upper = endsBehind(bins) ? 'and the last its upper' : 'not its upper';
  const rule = options.columns < 60 ? '' : `; a bin holds its lower edge, ${upper}`;
  return `${cut}n ${formatCount(n)}${whole}${rule}`;
}
