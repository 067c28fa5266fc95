import { cellWidth, padCells, truncate, truncateMiddle, wrapWords } from './cells.ts';
import { counted } from '../dataset/model/counted.ts';
import { paint, RESET } from './paint.ts';
import type { RenderOptions } from './render-options.ts';
import { cutMark } from './value.ts';

/** A column of prepared, sanitised cells. */
export type GridColumn = {
  readonly head: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  /** The least goes first where the width does not suffice; the first column always stays. */
  readonly priority: number;
  /** How a cell that is too wide is cut; numbers are never cut. */
  readonly cut: 'end' | 'middle' | 'never';
  /** Cells that remain at least where it is cut; default 10. */
  readonly least?: number;
  /** Colours a cell after it has been cut and padded. */
  readonly paint?: (text: string, row: number) => string;
};

/** Lines of a table without boxes, none wider than the terminal, and the heads of the columns left out. */
export type Grid = { readonly lines: readonly string[]; readonly dropped: readonly string[] };

const GAP = 2;
const LEAST = 10;
/** Below this width rows that do not fit become `key: value` blocks. */
const NARROW = 60;
/** A table of so few columns stays one: a cut name is easier to read than a block for every number. */
const MOST_NARROW = 3;

/** Width the table would like to have, without its bar. */
export function naturalWidth(columns: readonly GridColumn[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column) + GAP, -GAP);
}

/**
 * Lays a table out. Where it is too wide, columns are cut, then dropped; on a narrow terminal it becomes one block of
 * `key: value` lines a row instead.
 */
export function layoutGrid(columns: readonly GridColumn[], options: RenderOptions): Grid {
  const narrow = options.columns < NARROW && naturalWidth(columns) > options.columns;
  if (narrow && columns.length > MOST_NARROW) return layoutBlocks(columns, options);
  const kept = keepWhatFits(columns, options.columns);
  const widths = shareOut(kept, options.columns);
  return { lines: printTable(kept, widths, options), dropped: droppedOf(columns, kept) };
}

/** `+3 columns: a, b, c`, or nothing where none was dropped. */
export function droppedNote(dropped: readonly string[]): string[] {
  return dropped.length === 0 ? [] : [`+${counted(dropped.length, 'column')}: ${dropped.join(', ')}`];
}

function widthOf({ head, cells }: GridColumn): number {
  return cells.reduce((widest, cell) => Math.max(widest, cellWidth(cell)), cellWidth(head));
}

function leastWidthOf(column: GridColumn): number {
  return column.cut === 'never' ? widthOf(column) : Math.min(widthOf(column), column.least ?? LEAST);
}

function keepWhatFits(columns: readonly GridColumn[], width: number): readonly GridColumn[] {
  let kept = columns;
  while (kept.length > 1 && kept.reduce((sum, column) => sum + leastWidthOf(column) + GAP, -GAP) > width) {
    const rest = kept.slice(1);
    const least = Math.min(...rest.map(({ priority }) => priority));
    const victim = rest.findLast(({ priority }) => priority === least);
    kept = kept.filter((column) => column !== victim);
  }
  return kept;
}

/** Natural widths where they fit; else the widest columns that may be cut give way, cell by cell. */
function shareOut(columns: readonly GridColumn[], width: number): number[] {
  const widths = columns.map(widthOf);
  let excess = widths.reduce((sum, w) => sum + w + GAP, -GAP) - width;
  while (excess > 0) {
    let widest = -1;
    columns.forEach((column, i) => {
      const here = widths[i] ?? 0;
      if (here > leastWidthOf(column) && here > (widths[widest] ?? 0)) widest = i;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function droppedOf(columns: readonly GridColumn[], kept: readonly GridColumn[]): string[] {
  return columns.filter((column) => !kept.includes(column)).map(({ head }) => head);
}

function printTable(columns: readonly GridColumn[], widths: readonly number[], options: RenderOptions): string[] {
  const fitted = columns.map((column, i) => fitColumn(column, widths[i] ?? 0, options));
  const rows = columns[0]?.cells.length ?? 0;
  const line = (cells: readonly string[]): string => trimRight(cells.join(' '.repeat(GAP)));
  const head = line(fitted.map((column) => column.head));
  return [head, ...Array.from({ length: rows }, (_, row) => line(fitted.map(({ cells }) => cells[row] ?? '')))];
}

function fitColumn(column: GridColumn, width: number, options: RenderOptions): { head: string; cells: string[] } {
  const cut = (text: string) => padCells(cutTo(text, column.cut, width, options), width, column.align);
  const { paint: colour } = column;
  return {
    head: column.head === '' ? cut('') : paint(cut(column.head), 'heading', options),
    cells: column.cells.map((cell, row) => (colour === undefined ? cut(cell) : colour(cut(cell), row))),
  };
}

function cutTo(text: string, how: GridColumn['cut'], width: number, options: RenderOptions): string {
  return how === 'middle' ? truncateMiddle(text, width, cutMark(options)) : truncate(text, width, cutMark(options));
}

/** Drops the fill of a last column, also where a colour ends behind it. */
function trimRight(line: string): string {
  const end = line.endsWith(RESET) ? RESET : '';
  return line.slice(0, line.length - end.length).trimEnd() + end;
}

function layoutBlocks(columns: readonly GridColumn[], options: RenderOptions): Grid {
  const lines: string[] = [];
  const rows = columns[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row++) {
    if (row > 0) lines.push('');
    for (const column of columns) lines.push(...blockLines(column, row, options));
  }
  return { lines, dropped: [] };
}

/** A text that is too long goes on below, indented; what may not be broken is cut. */
function blockLines(column: GridColumn, row: number, options: RenderOptions): string[] {
  const head = truncate(column.head, Math.floor(options.columns / 2), cutMark(options));
  const room = options.columns - cellWidth(head) - 2;
  const coloured = (text: string): string => (column.paint === undefined ? text : column.paint(text, row));
  const [first = '', ...others] = brokenCell(column, row, { room, options });
  return [
    `${paint(`${head}:`, 'heading', options)} ${coloured(first)}`,
    ...others.map((line) => INDENT + coloured(line)),
  ];
}

const INDENT = '  ';
const MOST_LINES = 4;

function brokenCell(
  { cells, cut }: GridColumn,
  row: number,
  { room, options }: { readonly room: number; readonly options: RenderOptions },
): readonly string[] {
  const cell = cells[row] ?? '';
  if (cut !== 'end' || cellWidth(cell) <= room) return [cutTo(cell, cut, room, options)];
  const first = wrapWords(cell, room)[0] ?? '';
  const rest = cell.slice(first.length).trimStart();
  const width = options.columns - INDENT.length;
  const wrapped = wrapWords(rest, width);
  // All that is left goes into the last line, and is cut there.
  const others = [...wrapped.slice(0, MOST_LINES - 2), wrapped.slice(MOST_LINES - 2).join(' ')];
  return [first, ...others.filter((line) => line !== '')].map((line, i) =>
    truncate(line, i === 0 ? room : width, cutMark(options)),
  );
}
