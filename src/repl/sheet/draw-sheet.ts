import { padCells, truncate, truncateMiddle } from '../../render/cells.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { cutMark } from '../../render/value.ts';
import type { Binding } from '../input/keymap.ts';
import { type CellFormat, cellText } from './cell-format.ts';
import { drawPager } from './draw-pager.ts';
import { hintLine, inputLine, saidLine, titleLine } from './draw-status.ts';
import { at } from './place-text.ts';
import type { ScreenRows } from './screen-rows.ts';
import { bodyHeight, hasMoreRight, type Placed, placeColumns } from './sheet-layout.ts';
import { type Level, rowAt, type SheetState, shownLevel } from './sheet-state.ts';

/** Draws a sheet: title, heads, rows, the value at the cursor or what is said, and the keys; or the text that lies over it. */
export function drawSheet(state: SheetState, terminalLook: RenderOptions, keymap: readonly Binding[]): ScreenRows {
  const text = state.texts.at(-1);
  if (text !== undefined) return drawPager(text, terminalLook, keymap);
  const { columns, rows } = state.size;
  const look = { ...terminalLook, columns };
  const height = bodyHeight(state.size);
  const level = shownLevel(state);
  if (columns < NARROWEST) {
    const body = { top: 0, height: 0, first: level.top };
    return { rows: [truncate('too narrow', columns, '')], cursor: { x: 0, y: 0 }, body };
  }
  const placed = placeColumns(level, columns);
  const body = Array.from({ length: height }, (_, i) => bodyRow(level, level.top + i, placed, look));
  const input = inputLine(state, level, look);
  const all = [
    titleLine(state, level, look),
    headLine(level, placed, look),
    ...body,
    input?.line ?? saidLine(state, level, look, keymap),
    hintLine(state, level, look, keymap),
  ];
  const cell = { x: placed.find(({ index }) => index === level.column)?.x ?? 0, y: 2 + level.row - level.top };
  const cursor = input === undefined ? cell : { x: input.x, y: height + 2 };
  // A terminal of fewer rows than the least shows the first of them.
  const shown = all.slice(0, rows);
  return {
    rows: shown,
    cursor: { x: Math.min(cursor.x, columns - 1), y: Math.min(cursor.y, shown.length - 1) },
    body: { top: 2, height, first: level.top },
  };
}

/** Below this there is no room for a column beside its marks. */
const NARROWEST = 12;

/** Names of the columns, and marks where there are more to either side. */
function headLine(level: Level, placed: readonly Placed[], look: RenderOptions): string {
  const { sort, source } = level;
  const heads = line(placed, (index, width) => {
    const column = source.columns[index];
    const format = level.formats[index];
    if (column === undefined || format === undefined) return '';
    const mark = sort?.column === index ? sortMark(sort.descending, look) : '';
    const name = truncate(sanitize(column.name), width - mark.length, cutMark(look)) + mark;
    return paint(padCells(name, width, format.align), 'heading', look);
  });
  const marked = level.left > 0 ? `${LEFT[look.unicode ? 'unicode' : 'ascii']}${heads.slice(1)}` : heads;
  return hasMoreRight(level, placed, look.columns)
    ? at(marked, look.columns - 1, RIGHT[look.unicode ? 'unicode' : 'ascii'])
    : marked;
}

const LEFT = { unicode: '‹', ascii: '<' } as const;
const RIGHT = { unicode: '›', ascii: '>' } as const;

function sortMark(descending: boolean, { unicode }: RenderOptions): string {
  if (unicode) return descending ? '↓' : '↑';
  return descending ? 'v' : '^';
}

/** Cells side by side; what is behind the last of them is left to the terminal. */
function line(placed: readonly Placed[], cell: (index: number, width: number) => string, gutter = '   '): string {
  return placed.reduce((text, { index, x, width }) => at(text, x, cell(index, width)), gutter);
}

function bodyRow(level: Level, place: number, placed: readonly Placed[], look: RenderOptions): string {
  if (place >= level.source.total) return '';
  const isHere = place === level.row;
  const row = rowAt(level, place);
  const isSelected = row !== undefined && level.selected.has(row.key);
  const gutter = `${isHere ? '>' : ' '}${isSelected ? '*' : ' '} `;
  if (row === undefined) return `${gutter}${paint(look.unicode ? '…' : '...', 'dim', look)}`;
  return line(
    placed,
    (index, width) => {
      const format = level.formats[index];
      if (format === undefined) return '';
      const value = row.cells[index] ?? null;
      const isFile = level.source.columns[index]?.name === 'file';
      const shown = fitted(cellText(value, format, look), { format, width, isFile }, look);
      if (isHere && index === level.column) return paint(shown, 'cursor', look);
      return value === null ? paint(shown, 'dim', look) : shown;
    },
    isSelected ? paint(gutter, 'good', look) : gutter,
  );
}

type Fitting = { readonly format: CellFormat; readonly width: number; readonly isFile: boolean };

/** Of file names both ends are kept, for they differ there. */
function fitted(text: string, { format, width, isFile }: Fitting, look: RenderOptions): string {
  const cut = isFile ? truncateMiddle : truncate;
  return padCells(cut(text, width, cutMark(look)), width, format.align);
}
