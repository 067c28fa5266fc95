import { bar, widestBar } from '../bar.ts';
import { cellWidth, padCells, truncateMiddle } from '../cells.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { paint } from '../paint.ts';
import type { OutputOf, RenderOptions } from '../render-options.ts';
import { cutMark } from '../value.ts';
import { countsOf, countsNote } from './counts.ts';
import { MOST_SERIES, paintSeries } from './series-mark.ts';

/** For each first value a bar for each second one, below each other; all to one scale. */
export function renderGrouped(table: OutputOf<'table'>, options: RenderOptions): string {
  const counts = countsOf(table, { rows: options.maxRows, series: MOST_SERIES }, 'by sum', options);
  const widest = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.max(0, ...texts.map(cellWidth)));
  const most = Math.max(6, Math.floor(options.columns / 4));
  const nameWidth = widest(
    counts.rows.map(({ name }) => name),
    most,
  );
  const seriesWidth = widest(counts.series, most);
  const largest = Math.max(1, ...counts.rows.flatMap((row) => row.counts));
  const number = formatCount(largest).length;
  const room = Math.max(
    4,
    Math.min(widestBar(WIDEST, options), options.columns - nameWidth - seriesWidth - number - 6),
  );
  const cell = (text: string, width: number): string => padCells(truncateMiddle(text, width, cutMark(options)), width);
  const lines = counts.rows.flatMap((row) =>
    counts.series.map((series, i) => {
      const count = row.counts[i] ?? 0;
      const drawn = paintSeries(bar(count, largest, room, options), i, options);
      const head = cell(i === 0 ? row.name : '', nameWidth);
      return `${head}  ${cell(series, seriesWidth)}  ${padCells(formatCount(count), number, 'right')}  ${drawn}`.trimEnd();
    }),
  );
  return [
    paint(`${counts.names[0]} by ${counts.names[1]}`, 'heading', options),
    ...lines,
    countsNote(counts, table, options),
    '',
  ].join('\n');
}

/** In a terminal of 80 columns. */
const WIDEST = 48;
