import { widestBar } from '../bar.ts';
import { cellWidth, padCells, truncateMiddle, wrapWords } from '../cells.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { paint } from '../paint.ts';
import type { OutputOf, RenderOptions } from '../render-options.ts';
import { cutMark } from '../value.ts';
import { type Counts, countsOf, countsNote } from './counts.ts';
import { MOST_SERIES, paintSeries, seriesMark } from './series-mark.ts';

/**
 * A bar for each first value, divided by the second ones; the longest is as wide as there is room. Each part has a
 * character of its own, which the line below explains.
 */
export function renderStacked(table: OutputOf<'table'>, options: RenderOptions): string {
  const counts = countsOf(table, { rows: options.maxRows, series: MOST_SERIES }, 'by sum', options);
  const layout = layOut(counts, options);
  const lines = counts.rows.map((row) => {
    const name = padCells(truncateMiddle(row.name, layout.name, cutMark(options)), layout.name);
    const all = padCells(formatCount(row.all), layout.number, 'right');
    return `${name}  ${all}  ${drawn(row.counts, layout, options)}`.trimEnd();
  });
  return [
    paint(`${counts.names[0]} by ${counts.names[1]}`, 'heading', options),
    ...lines,
    ...legendLines(counts, options),
    countsNote(counts, table, options),
    '',
  ].join('\n');
}

type Layout = { readonly name: number; readonly number: number; readonly bar: number; readonly largest: number };

function layOut({ rows }: Counts, { columns }: RenderOptions): Layout {
  const number = Math.max(0, ...rows.map(({ all }) => formatCount(all).length));
  const name = Math.min(Math.max(0, ...rows.map((row) => cellWidth(row.name))), Math.max(8, Math.floor(columns / 3)));
  const bar = Math.max(4, Math.min(widestBar(WIDEST, { columns }), columns - name - number - 4));
  return { name, number, bar, largest: Math.max(1, ...rows.map(({ all }) => all)) };
}

/** In a terminal of 80 columns. */
const WIDEST = 60;

/** Parts end at rounded places, so that they are together as long as the whole. What is not nothing has at least one cell. */
function drawn(counts: readonly number[], { bar, largest }: Layout, options: RenderOptions): string {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const most = counts.indexOf(Math.max(...counts));
  const isThin = all > 0 && Math.round((all / largest) * bar) === 0;
  if (isThin) return paintSeries(seriesMark(most, options), most, options);
  let [sum, at] = [0, 0];
  return counts
    .map((count, place) => {
      sum += count;
      const end = Math.round((sum / largest) * bar);
      const length = end - at;
      at = end;
      return paintSeries(seriesMark(place, options).repeat(length), place, options);
    })
    .join('');
}

/** Each series with its mark and how many there are of it. */
export function legendLines({ series, rows }: Counts, options: RenderOptions): string[] {
  const sums = series.map((_, i) => rows.reduce((sum, { counts }) => sum + (counts[i] ?? 0), 0));
  const entries = series.map((name, i) => `${seriesMark(i, options)}\u00a0${name}\u00a0${formatCount(sums[i] ?? 0)}`);
  return wrapWords(entries.join('  '), options.columns).map((line) => line.replaceAll('\u00a0', ' ').trim());
}
