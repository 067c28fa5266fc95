import { cellWidth, graphemes } from '../render/cells.ts';
import type { KeyEvent } from './input/key-event.ts';
import type { Size } from './terminal-size.ts';

/** Rows on a screen of a size, cut at its width; `cursor` is where it stands, or below them. */
export type DrawnRows = {
  readonly rows: readonly string[];
  readonly size: Size;
  readonly cursor: { readonly x: number; readonly y: number } | undefined;
};

/**
 * What a terminal does with rows that are longer than it has become narrow: breaks them, with the cursor staying at its
 * character (tmux, VTE, kitty and most), or as xterm.js does, or it cuts them (xterm, PuTTY).
 */
export type Rewrap = 'breaks' | 'as xterm.js' | 'cuts';

/** Asks the terminal what it is (DA2). */
export const ASK_KIND = '\x1b[>c';

/** How the terminal that answers so breaks rows; undefined for any other event. */
export function rewrapIn(event: KeyEvent): Rewrap | undefined {
  if (event.kind !== 'reply' || event.protocol !== 'csi' || !/^>[\d;]*c$/u.test(event.body)) return undefined;
  if (event.body === '>0;276;0c') return 'as xterm.js';
  return /^>(?:41;\d{3}|0;136);0c$/u.test(event.body) ? 'cuts' : 'breaks';
}

/**
 * What the terminal does with rows that it becomes too narrow for, by what the environment says: where nothing is read from it,
 * it cannot be asked. One that says nothing is taken to cut them, so that no row of a result is taken for one of them.
 */
export function rewrapOf(env: Readonly<Record<string, string | undefined>>): Rewrap {
  if (isSet(env['TMUX']) || BREAKING.test(env['TERM'] ?? '')) return 'breaks';
  if (env['TERM_PROGRAM'] === 'vscode') return 'as xterm.js';
  const isKnown = BREAKING_PROGRAMS.has(env['TERM_PROGRAM'] ?? '') || MARKS.some((name) => isSet(env[name]));
  return isKnown ? 'breaks' : 'cuts';
}

const BREAKING = /^tmux|kitty|alacritty|^foot|ghostty|wezterm/u;
const BREAKING_PROGRAMS: ReadonlySet<string> = new Set(['iTerm.app', 'Apple_Terminal', 'WezTerm', 'ghostty', 'tmux']);
/** What VTE, kitty and the Windows Terminal set. */
const MARKS = ['VTE_VERSION', 'KITTY_WINDOW_ID', 'WT_SESSION'];

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/**
 * How many rows of a terminal that has another size now lie between the first of those that were drawn and the cursor; fewer
 * where that is not certain, since what is above belongs to results.
 */
export function rowsAboveCursor({ rows, size, cursor }: DrawnRows, now: Size, how: Rewrap): number {
  const y = cursor?.y ?? rows.length;
  if (how === 'cuts') return y;
  const added = rows.map((row) => brokenInto(row, size.columns, now.columns) - 1);
  if (how === 'as xterm.js') return movedCursor(y, added, Math.max(0, size.rows - now.rows));
  const before = added.slice(0, y).reduce((sum, n) => sum + n + 1, 0);
  return before + (cursor === undefined ? 0 : Math.min(Math.floor(cursor.x / now.columns), added[y] ?? 0));
}

/**
 * xterm.js takes the rows from the last to the first, leaves the one alone in which the cursor is by then, and moves the cursor
 * down for each row that is added, be it below the cursor. Before that a lower one drops rows from the bottom of the screen.
 */
function movedCursor(y: number, added: readonly number[], dropped: number): number {
  const certain = Math.max(y + 1, added.length + 1 - dropped);
  return added.reduceRight((at, more, row) => (at === row || row >= certain ? at : at + more), y);
}

/** In how many rows a terminal shows one; a character that is two cells wide is never divided. */
function brokenInto(row: string, width: number, columns: number): number {
  let count = 1;
  let total = 0;
  let x = 0;
  for (const piece of graphemes(row.replace(COLOUR, ''))) {
    const cells = cellWidth(piece);
    total += cells;
    if (total > width) break;
    if (x + cells > columns) {
      count++;
      x = 0;
    }
    x += cells;
  }
  return count;
}

// eslint-disable-next-line no-control-regex -- colour sequences are what is taken out
const COLOUR = /\x1b\[[0-9;]*m/gu;
