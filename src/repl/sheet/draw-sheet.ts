import { cellWidth, padCells, truncate, truncateMiddle } from '../../render/cells.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { cutMark } from '../../render/value.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import { expressionOf } from './reduce-sheet.ts';
import type { ScreenRows } from './screen-rows.ts';
import { bodyHeight, cellText, isNumeric, type Placed, placeColumns } from './sheet-layout.ts';
import type { SheetColumn } from './sheet-source.ts';
import { type Level, rowAt, type SheetState, shownLevel } from './sheet-state.ts';

/** Draws a sheet: title, heads, rows, the value at the cursor or what is said, and the keys. */
export function drawSheet(state: SheetState, terminalLook: RenderOptions): ScreenRows {
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
  const input = inputLine(state, look);
  const all = [
    titleLine(state, level, look),
    headLine(level, placed, look),
    ...body,
    input?.line ?? saidLine(state, level, look),
    hintLine(state, level, look),
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

function titleLine({ levels }: SheetState, level: Level, look: RenderOptions): string {
  const { source, row, selected } = level;
  const at = source.total === 0 ? 'nothing' : `${formatCount(row + 1)} of ${counted(source.total, source.unit)}`;
  const picked = selected.size === 0 ? '' : `  ${formatCount(selected.size)} selected`;
  const right = `${at}${picked}`;
  const depth = levels.length > 1 ? `${String(levels.length)}: ` : '';
  const room = look.columns - cellWidth(right) - 2;
  if (room < 8) return paint(truncate(right, look.columns, cutMark(look)), 'dim', look);
  const title = padCells(truncateMiddle(sanitize(depth + source.title), room, cutMark(look)), room);
  return `${paint(title, 'heading', look)}  ${paint(right, 'dim', look)}`;
}

function headLine(level: Level, placed: readonly Placed[], look: RenderOptions): string {
  const { sort, source } = level;
  return line(placed, (index, width) => {
    const column = source.columns[index];
    if (column === undefined) return '';
    const mark = sort?.column === index ? sortMark(sort.descending, look) : '';
    const name = truncate(sanitize(column.name), width - cellWidth(mark), cutMark(look)) + mark;
    return paint(padCells(name, width, isNumeric(column) ? 'right' : 'left'), 'heading', look);
  });
}

function sortMark(descending: boolean, { unicode }: RenderOptions): string {
  if (unicode) return descending ? '↓' : '↑';
  return descending ? 'v' : '^';
}

/** Cells side by side; what is behind the last of them is left to the terminal. */
function line(placed: readonly Placed[], cell: (index: number, width: number) => string, gutter = '   '): string {
  let text = gutter;
  let x = gutter.length;
  for (const { index, x: start, width } of placed) {
    text += ' '.repeat(start - x) + cell(index, width);
    x = start + width;
  }
  return text;
}

function bodyRow(level: Level, at: number, placed: readonly Placed[], look: RenderOptions): string {
  if (at >= level.source.total) return '';
  const isHere = at === level.row;
  const row = rowAt(level, at);
  const isSelected = row !== undefined && level.selected.has(row.key);
  const gutter = `${isHere ? '>' : ' '}${isSelected ? '*' : ' '} `;
  if (row === undefined) return `${gutter}${paint(look.unicode ? '…' : '...', 'dim', look)}`;
  const painted = isSelected ? paint(gutter, 'good', look) : gutter;
  const text = line(
    placed,
    (index, width) => {
      const column = level.source.columns[index];
      if (column === undefined) return '';
      const value = row.cells[index] ?? null;
      const shown = fitted(cellText(value, column, look), column, width, look);
      if (isHere && index === level.column) return paint(shown, 'cursor', look);
      return value === null ? paint(shown, 'dim', look) : shown;
    },
    gutter,
  );
  return painted + text.slice(gutter.length);
}

function fitted(text: string, column: SheetColumn, width: number, look: RenderOptions): string {
  const cut = column.name === 'file' ? truncateMiddle : truncate;
  return padCells(cut(text, width, cutMark(look)), width, isNumeric(column) ? 'right' : 'left');
}

/** The filter being typed, scrolled so that its cursor is on the line. */
function inputLine(
  { input }: SheetState,
  look: RenderOptions,
): { readonly line: string; readonly x: number } | undefined {
  if (input === null) return undefined;
  const head = '/ ';
  const text = sanitize(editorText(input));
  const before = cellWidth(text.slice(0, cursorOffset(input)));
  const room = look.columns - head.length - 1;
  if (before <= room) return { line: head + truncate(text, room, ''), x: head.length + before };
  const tail = truncateMiddle(text.slice(0, cursorOffset(input)), room, '');
  return { line: head + tail, x: head.length + cellWidth(tail) };
}

/** What has been said, else the whole value at the cursor. */
function saidLine({ notice, busy }: SheetState, level: Level, look: RenderOptions): string {
  const room = look.columns - 1;
  if (busy !== null) return paint(truncate(`${busy}, Ctrl-C stops`, room, cutMark(look)), 'warning', look);
  if (notice !== null) {
    const text = truncate(sanitize(notice.text), room, cutMark(look));
    return paint(text, notice.isError ? 'error' : 'info', look);
  }
  const column = level.source.columns[level.column];
  const value = rowAt(level, level.row)?.cells[level.column];
  if (column === undefined || value === undefined) return '';
  return paint(
    truncate(`${sanitize(column.name)}: ${cellText(value, column, look)}`, room, cutMark(look)),
    'dim',
    look,
  );
}

/** What Enter would do, and the keys of which there is room; an error stands here while its filter is above. */
function hintLine({ input, notice }: SheetState, level: Level, look: RenderOptions): string {
  const room = look.columns - 1;
  if (input !== null && notice !== null) {
    return paint(truncate(sanitize(notice.text), room, cutMark(look)), notice.isError ? 'error' : 'info', look);
  }
  if (input !== null) {
    const what = level.source.filters === 'expression' ? "a condition: area == 'x' && year > 2020" : 'a text';
    return paint(truncate(`keep rows by ${what}  Enter  Esc`, room, cutMark(look)), 'dim', look);
  }
  const keys = '? keys  q back  Enter ';
  const taken = sanitize(expressionOf(level));
  const left = Math.max(0, room - cellWidth(keys));
  return paint(truncate(keys + truncate(taken, left, cutMark(look)), room, cutMark(look)), 'dim', look);
}
