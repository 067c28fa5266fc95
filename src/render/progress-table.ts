import type { Progress, ProgressPart } from '../dataset/model/job.ts';
import { truncate } from './cells.ts';
import { type GridColumn, layoutGrid } from './grid.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark } from './value.ts';

/**
 * The parts that long work comes in, one a line below a heading; in at most `height` lines, none wider than the terminal.
 * Where there are more parts, those round the one at hand are shown and the others counted. No line where work has no parts,
 * or there is no room for a heading and a part.
 */
export function progressTable(
  { what, unit, parts = [] }: Progress,
  height: number,
  options: RenderOptions,
): readonly string[] {
  if (parts.length === 0 || height < LEAST || options.screenReader === true) return [];
  const isWhole = parts.length + 1 <= height;
  const shown = isWhole ? parts : around(parts, height - 2);
  const { lines } = layoutGrid(columnsOf(what, unit, shown, options), options);
  return isWhole ? lines : [...lines, restLine(parts, shown, options)];
}

/** A heading, a part, and how many others there are. */
const LEAST = 3;

/** Parts round the first that is not over: one before it, the others behind. */
function around(parts: readonly ProgressPart[], count: number): readonly ProgressPart[] {
  const found = parts.findIndex(({ state }) => state === 'running' || state === 'waiting');
  const at = found < 0 ? parts.length : found;
  const first = Math.max(0, Math.min(at - 1, parts.length - count));
  return parts.slice(first, first + count);
}

function columnsOf(
  what: string,
  unit: string,
  parts: readonly ProgressPart[],
  options: RenderOptions,
): readonly GridColumn[] {
  const cells = (text: (part: ProgressPart) => string): string[] => parts.map(text);
  const none = options.unicode ? '–' : '-';
  const labels: GridColumn = {
    head: 'labels',
    cells: cells((part) => (part.labels === null ? none : formatCount(part.labels))),
    ...{ align: 'right', priority: 1, cut: 'never' },
  };
  return [
    { head: sanitize(what), cells: cells(({ name }) => sanitize(name)), align: 'left', priority: 4, cut: 'middle' },
    {
      head: sanitize(unit),
      cells: cells(({ done, total }) => `${formatCount(done)}/${formatCount(total)}`),
      ...{ align: 'right', priority: 3, cut: 'never' },
    },
    ...(options.columns < NARROW ? [] : [labels]),
    {
      head: 'state',
      cells: cells(({ state }) => state),
      ...{ align: 'left', priority: 2, cut: 'never' },
      paint: (text, row) => painted(text, parts[row]?.state, options),
    },
  ];
}

const NARROW = 60;

function painted(text: string, state: ProgressPart['state'] | undefined, options: RenderOptions): string {
  if (state === 'failed') return paint(text, 'error', options);
  return state === 'running' ? paint(text, 'info', options) : text;
}

function restLine(parts: readonly ProgressPart[], shown: readonly ProgressPart[], options: RenderOptions): string {
  const hidden = parts.filter((part) => !shown.includes(part));
  const states = Map.groupBy(hidden, ({ state }) => state);
  const told = Array.from(states, ([state, list]) => `${formatCount(list.length)} ${state}`).join(', ');
  const line = truncate(`+${counted(hidden.length, 'other')}: ${told}`, options.columns - 1, cutMark(options));
  return paint(line, 'dim', options);
}
