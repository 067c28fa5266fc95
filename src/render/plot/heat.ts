import { cellWidth, padCells, truncate, truncateMiddle } from '../cells.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { paint } from '../paint.ts';
import type { OutputOf, RenderOptions } from '../render-options.ts';
import { cutMark } from '../value.ts';
import { type Counts, countsOf, countsNote } from './counts.ts';

/**
 * A matrix of counts, each behind a square that is the darker the more there are; what does not occur is blank. As many
 * columns as fit; the others are put together.
 */
export function renderHeat(table: OutputOf<'table'>, options: RenderOptions): string {
  const whole = countsOf(table, { rows: options.maxRows, series: Infinity }, 'as they are', options);
  const name = nameWidth(whole, options);
  const width = cellOf(whole);
  const room = Math.max(1, Math.floor((options.columns - name) / (width + GAP)));
  const counts = countsOf(table, { rows: options.maxRows, series: room }, 'as they are', options);
  // What was put together is no cell like the others: it has no square.
  const own = counts.series.length - (counts.left.series > 0 ? 1 : 0);
  const largest = Math.max(1, ...counts.rows.flatMap((row) => row.counts.slice(0, own)));
  const cut = (text: string, to: number): string => truncate(text, to, cutMark(options));
  const head = counts.series.map((series) => ' '.repeat(GAP) + padCells(cut(series, width), width, 'right')).join('');
  const lines = counts.rows.map((row) => {
    const cells = row.counts.map((count, i) =>
      i < own
        ? ' '.repeat(GAP) + square(count, largest, width, options)
        : padCells(formatCount(count), width + GAP, 'right'),
    );
    return (padCells(truncateMiddle(row.name, name, cutMark(options)), name) + cells.join('')).trimEnd();
  });
  return [
    paint(cut(`${counts.names[0]} \\ ${counts.names[1]}`, options.columns), 'heading', options),
    paint((' '.repeat(name) + head).trimEnd(), 'dim', options),
    ...lines,
    scale(largest, options),
    countsNote(counts, table, options),
    '',
  ].join('\n');
}

const GAP = 2;
const SHADES = ['░', '▒', '▓', '█'] as const;
const ASCII_SHADES = ['.', ':', '+', '#'] as const;

function nameWidth({ rows }: Counts, { columns }: RenderOptions): number {
  return Math.min(Math.max(0, ...rows.map(({ name }) => cellWidth(name))), Math.max(8, Math.floor(columns / 3)));
}

/** The square, a space and the largest number, or a name that is not much longer. */
function cellOf({ rows, series }: Counts): number {
  const number = Math.max(1, ...rows.flatMap(({ counts }) => counts.map((count) => formatCount(count).length)));
  return Math.max(number + 2, Math.min(8, Math.max(0, ...series.map(cellWidth))));
}

function square(count: number, largest: number, width: number, options: RenderOptions): string {
  if (count === 0) return ' '.repeat(width);
  const shades = options.unicode ? SHADES : ASCII_SHADES;
  const text = padCells(formatCount(count), width - 1, 'right');
  return paint(shades[shadeOf(count, largest)] ?? '', 'bar', options) + text;
}

/** Fourths of the largest count. */
function shadeOf(count: number, largest: number): number {
  return Math.min(3, Math.ceil((4 * count) / largest) - 1);
}

/** What the squares stand for; of few counts not every square is there. */
function scale(largest: number, options: RenderOptions): string {
  const shades = options.unicode ? SHADES : ASCII_SHADES;
  const dash = options.unicode ? '–' : '-';
  const entries = shades.flatMap((shade, i) => {
    const low = Math.floor((i * largest) / 4) + 1;
    const high = Math.floor(((i + 1) * largest) / 4);
    if (high < low) return [];
    const range = low === high ? formatCount(low) : `${formatCount(low)}${dash}${formatCount(high)}`;
    return [`${paint(shade, 'bar', options)} ${range}`];
  });
  return entries.join('   ');
}
