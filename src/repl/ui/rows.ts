import { cellWidth, graphemes } from '../../render/cells.ts';
import { RESET } from '../../render/paint.ts';

/** Rows of painted text, and where the cursor stands in them. Cells and rows count from 0. */
export type Rows = { readonly rows: readonly string[]; readonly cursor: { readonly x: number; readonly y: number } };

/** Text to lay out: `painted` is `text` with colour sequences; `offset` is where the cursor stands in `text`. */
export type Paragraph = {
  readonly painted: string;
  /** UTF-16 units, colour sequences not counted. */
  readonly offset: number;
  readonly columns: number;
  /** What stands before the first row, and before each further line; both have the same width. */
  readonly head: string;
  readonly indent: string;
};

/** Breaks text into rows of at most `columns` cells, at any character as a terminal does; colours go on over breaks. */
export function layOut({ painted, offset, columns, head, indent }: Paragraph): Rows {
  const rows: string[] = [];
  const width = Math.max(columns - 1, 8); // the cursor needs a cell behind the last character
  let row = head;
  let x = cellWidth(head);
  let colour = '';
  let at = 0;
  let cursor = { x, y: 0 };
  const breakRow = (next: string): void => {
    rows.push(colour === '' ? row : row + RESET);
    row = next + colour;
    x = cellWidth(next);
  };
  for (const piece of pieces(painted)) {
    if (piece.startsWith(ESCAPE)) {
      colour = piece === RESET ? '' : piece;
      row += piece;
      continue;
    }
    if (x + cellWidth(piece) > width && piece !== '\n') breakRow('');
    if (at === offset) cursor = { x, y: rows.length };
    at += piece.length;
    if (piece === '\n') breakRow(indent);
    else {
      row += piece;
      x += cellWidth(piece);
    }
  }
  if (at <= offset) cursor = { x, y: rows.length };
  return { rows: [...rows, row], cursor };
}

/** Rows of the prompt at its highest. */
export const PROMPT_ROWS = 6;

/** At most `height` rows round the cursor; the cursor moves with them. */
export function windowOf({ rows, cursor }: Rows, height: number): Rows {
  if (rows.length <= height) return { rows, cursor };
  const first = Math.min(Math.max(cursor.y - height + 1, 0), rows.length - height);
  return { rows: rows.slice(first, first + height), cursor: { x: cursor.x, y: cursor.y - first } };
}

const ESCAPE = '\x1b';
// eslint-disable-next-line no-control-regex -- colour sequences are what is looked for
const COLOUR = /(\x1b\[[0-9;]*m|\n)/u;

/** Colour sequences, line feeds and graphemes, in order. */
function pieces(painted: string): string[] {
  return painted.split(COLOUR).flatMap((part) => (COLOUR.test(part) ? [part] : graphemes(part)));
}
