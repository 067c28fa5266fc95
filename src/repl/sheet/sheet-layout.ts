import { cellWidth } from '../../render/cells.ts';
import { sanitize } from '../../render/sanitize.ts';
import { type CellFormat, cellText } from './cell-format.ts';
import type { Size } from './screen-rows.ts';
import type { SheetSource } from './sheet-source.ts';
import type { Level } from './sheet-state.ts';

/** A column on the screen: its index, where it begins and how many cells it has. */
export type Placed = { readonly index: number; readonly x: number; readonly width: number };

/** Cells before the first column, which say where the cursor is and what is selected. */
export const GUTTER = 3;
const GAP = 2;
/** A column that is cut has at least these. */
const LEAST = 6;
const WIDEST = 32;

/** Rows of the table between title, heads, the value at the cursor and the keys. */
export function bodyHeight({ rows }: Size): number {
  return Math.max(1, rows - 4);
}

/** Widths that the heads and the rows that are there at first take. */
export function naturalWidths({ columns, first }: SheetSource, formats: readonly CellFormat[]): readonly number[] {
  return columns.map((column, i) => {
    // Room for the mark of the order behind the name.
    const head = cellWidth(sanitize(column.name)) + 1;
    const format = formats[i];
    if (format === undefined) return head;
    const widest = first.reduce(
      (most, { cells }) => Math.max(most, cellWidth(cellText(cells[i] ?? null, format, UNICODE))),
      head,
    );
    return widest;
  });
}

const UNICODE = { unicode: true };

/** Columns that are not hidden; never none. */
export function visibleColumns({ source, hidden }: Pick<Level, 'source' | 'hidden'>): readonly number[] {
  return source.columns.map((_, i) => i).filter((i) => !hidden.has(i));
}

/** What of a level its columns are placed by. */
type Placing = Pick<Level, 'source' | 'hidden' | 'widths' | 'left'>;

/** What columns are wide: no more than `WIDEST`, unless there is room for all of them. */
function widthsIn({ source, hidden, widths }: Placing, columns: number): readonly number[] {
  const visible = new Set(visibleColumns({ source, hidden }));
  const narrow = widths.map((width) => Math.min(width, WIDEST));
  let spare = columns - GUTTER + GAP - narrow.reduce((sum, width, i) => sum + (visible.has(i) ? width + GAP : 0), 0);
  return narrow.map((width, i) => {
    const more = visible.has(i) ? Math.max(0, Math.min((widths[i] ?? 0) - width, spare)) : 0;
    spare -= more;
    return width + more;
  });
}

/** The columns that fit: the first is frozen, the others begin with `left`; the last may be cut. Marks say that there are more. */
export function placeColumns(level: Placing, columns: number): readonly Placed[] {
  const fitting = { ...level, widths: widthsIn(level, columns) };
  const placed = placedIn(fitting, columns);
  return isMoreRight(fitting, placed) ? placedIn(fitting, columns - MARK) : placed;
}

/** Cells at the right edge for the mark of more columns: a blank and the mark. */
const MARK = 2;

/** Whether there are columns to the right of those that are placed, or the last of them is cut. */
export function hasMoreRight(level: Placing, placed: readonly Placed[], columns: number): boolean {
  return isMoreRight({ ...level, widths: widthsIn(level, columns) }, placed);
}

function isMoreRight(level: Placing, placed: readonly Placed[]): boolean {
  const last = placed.at(-1);
  const isCut = last !== undefined && last.width < (level.widths[last.index] ?? 0) && placed.length > 1;
  return isCut || last?.index !== visibleColumns(level).at(-1);
}

function placedIn(level: Placing, columns: number): readonly Placed[] {
  const [frozen, ...others] = visibleColumns(level);
  if (frozen === undefined) return [];
  const room = Math.max(1, columns - GUTTER);
  const width = level.widths[frozen] ?? 1;
  const most = others.length === 0 ? room : Math.max(LEAST, Math.floor(room / 2));
  const first = { index: frozen, x: GUTTER, width: Math.max(1, Math.min(width, most, room)) };
  const placed: Placed[] = [first];
  let x = first.x + first.width + GAP;
  for (const index of others.slice(level.left)) {
    const wanted = level.widths[index] ?? 1;
    const left = columns - x;
    if (left < Math.min(LEAST, wanted)) break;
    placed.push({ index, x, width: Math.min(wanted, left) });
    x += wanted + GAP;
  }
  return placed;
}

/** The level scrolled so that its cursor is on the screen and in the table. */
export function scrolledToCursor(level: Level, size: Size): Level {
  const height = bodyHeight(size);
  const row = Math.max(0, Math.min(level.row, level.source.total - 1));
  const top = Math.max(0, Math.min(level.top, row, Math.max(0, level.source.total - height)));
  const scrolled = { ...level, row, top: Math.max(top, row - height + 1), column: nearestVisible(level) };
  return scrolledSideways(scrolled, size.columns);
}

function nearestVisible(level: Level): number {
  const visible = visibleColumns(level);
  return visible.find((i) => i >= level.column) ?? visible.at(-1) ?? 0;
}

function scrolledSideways(level: Level, columns: number): Level {
  const at = visibleColumns(level).indexOf(level.column) - 1;
  const others = Math.max(0, visibleColumns(level).length - 2);
  let shown = { ...level, left: Math.max(0, Math.min(level.left, others)) };
  if (at < 0) return { ...shown, left: 0 };
  if (at < shown.left) return { ...shown, left: at };
  while (shown.left < at && !isWhole(shown, columns)) shown = { ...shown, left: shown.left + 1 };
  return shown;
}

/** Whether the column of the cursor is on the screen in all its width. */
function isWhole(level: Level, columns: number): boolean {
  const placed = placeColumns(level, columns).find(({ index }) => index === level.column);
  return placed !== undefined && placed.width >= Math.min(WIDEST, level.widths[level.column] ?? 1);
}
