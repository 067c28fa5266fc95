import type { ScreenRows } from './screen-rows.ts';

/**
 * What turns one screen into another of the same size: the rows that differ; rows that only moved are scrolled by the terminal.
 * From `null` all rows are written. In one synchronised update.
 */
export function repaint(before: ScreenRows | null, after: ScreenRows): string {
  const { text, rows } = before === null ? { text: CLEAR, rows: [] } : scrolled(before, after);
  const changed = after.rows.map((row, y) => (rows[y] === row ? '' : `${place(0, y)}${CLEAR_LINE}${row}`)).join('');
  const gone = rows.slice(after.rows.length).map((_, i) => `${place(0, after.rows.length + i)}${CLEAR_LINE}`);
  const cursor = after.cursor === null ? HIDE : place(after.cursor.x, after.cursor.y) + SHOW;
  return `${BEGIN}${HIDE}${text}${changed}${gone.join('')}${cursor}${END}`;
}

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const HIDE = '\x1b[?25l';
const SHOW = '\x1b[?25h';
/** Before a row is written: behind a full one it would take its last character. */
const CLEAR_LINE = '\x1b[m\x1b[K';
/** Row by row from the top to the end: the scrollback and what is above are never touched. */
const CLEAR = '\x1b[H\x1b[J';

function place(x: number, y: number): string {
  return `\x1b[${String(y + 1)};${String(x + 1)}H`;
}

/** Moves the rows of the body by inserting or deleting lines in it, where fewer are then left to be written. */
function scrolled(before: ScreenRows, after: ScreenRows): { readonly text: string; readonly rows: readonly string[] } {
  const { top, height, first } = after.body;
  const by = first - before.body.first;
  const same = before.body.top === top && before.body.height === height;
  if (!same || by === 0 || Math.abs(by) >= height) return { text: '', rows: before.rows };
  const n = Math.abs(by);
  const body = before.rows.slice(top, top + height);
  const blank = Array.from({ length: n }, () => '');
  const moved = by > 0 ? [...body.slice(n), ...blank] : [...blank, ...body.slice(0, -n)];
  const rows = [...before.rows.slice(0, top), ...moved, ...before.rows.slice(top + height)];
  const region = `\x1b[${String(top + 1)};${String(top + height)}r`;
  return { text: `${region}${place(0, top)}\x1b[${String(n)}${by > 0 ? 'M' : 'L'}\x1b[r`, rows };
}
