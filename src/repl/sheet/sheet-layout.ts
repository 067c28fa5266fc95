import { cellWidth } from '../../render/cells.ts';
import { formatCount } from '../../render/numbers.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { formatValue } from '../../render/value.ts';
import type { Value } from '../../dataset/query/answer.ts';
import type { SheetColumn, SheetSource } from './sheet-source.ts';
import type { Level, Size } from './sheet-state.ts';

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

/** Widths that the heads and the rows that are there at first would like. */
export function naturalWidths({ columns, first }: SheetSource): readonly number[] {
  return columns.map((column, i) => {
    // Room for the mark of the order behind the name.
    const head = cellWidth(sanitize(column.name)) + 1;
    const widest = first.reduce(
      (most, { cells }) => Math.max(most, cellWidth(cellText(cells[i] ?? null, column, UNICODE))),
      head,
    );
    return Math.min(widest, WIDEST);
  });
}

const UNICODE = { unicode: true };

/** A value as it stands in its column. */
export function cellText(value: Value, { role }: SheetColumn, look: Pick<RenderOptions, 'unicode'>): string {
  if (role === 'count' && typeof value === 'number') return formatCount(value);
  return formatValue(value, look);
}

/** Whether a column holds numbers, which stand at its right edge. */
export function isNumeric({ type }: SheetColumn): boolean {
  return type === 'int' || type === 'float';
}

/** Columns that are not hidden; never none. */
export function visibleColumns({ source, hidden }: Pick<Level, 'source' | 'hidden'>): readonly number[] {
  return source.columns.map((_, i) => i).filter((i) => !hidden.has(i));
}

/** The columns that fit: the first is frozen, the others begin with `left`; the last may be cut. */
export function placeColumns(
  level: Pick<Level, 'source' | 'hidden' | 'widths' | 'left'>,
  columns: number,
): readonly Placed[] {
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
  return placed !== undefined && placed.width >= (level.widths[level.column] ?? 1);
}
