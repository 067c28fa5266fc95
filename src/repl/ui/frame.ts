import { cellWidth, truncate } from '../../render/cells.ts';
import { paint } from '../../render/paint.ts';
import { progressTable } from '../../render/progress-table.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { underline } from '../../render/underline.ts';
import { cursorOffset, editorText } from '../input/editor.ts';
import { menuRows, searchRows } from './menu-rows.ts';
import { settingsRows } from './settings-menu.ts';
import { promptHeads } from '../prompt-text.ts';
import type { Size } from '../terminal-size.ts';
import { layOut, PROMPT_ROWS, type Rows, windowOf } from './rows.ts';
import { roomForWatches, watchRows } from './watch-rows.ts';
import { refusedRows } from './refused-rows.ts';
import { shownMistake } from './refused-text.ts';
import type { ShellState } from './shell-state.ts';
import { statusLine } from './status-line.ts';
import { suggestionFor } from './suggestion.ts';
import { unbrokenWidth } from '../unbroken-width.ts';
import { paintStatement } from '../vocabulary.ts';

/** What the live region holds: whole rows, and the cursor in them; without one it is hidden. */
export type Frame = { readonly rows: readonly string[]; readonly cursor: Rows['cursor'] | undefined };

/** Draws the live region: always lower than the terminal, or each redraw would leave a copy in the scrollback. */
export function drawFrame(state: ShellState, size: Size, terminalLook: RenderOptions): Frame {
  const columns = terminalLook.screenReader === true ? size.columns : unbrokenWidth(size.columns);
  const look = { ...terminalLook, theme: state.theme, columns };
  if (state.left) return { rows: [], cursor: undefined };
  const watched = watchRows(state.watches, roomForWatches(size), look);
  const { rows, cursor } = drawPrompt(state, { ...size, rows: size.rows - watched.length }, look);
  return { rows: [...watched, ...rows], cursor: cursor && { ...cursor, y: cursor.y + watched.length } };
}

/** The prompt and what belongs to it, or what runs instead. */
function drawPrompt(state: ShellState, size: Size, look: RenderOptions): Frame {
  const status = statusLine(state, look.columns, { ...look, columns: size.columns });
  if (state.running !== undefined) {
    const height = heightOf(size, LIST);
    const parts = state.running.progress === undefined ? [] : progressTable(state.running.progress, height - 1, look);
    return { rows: [...parts, status], cursor: undefined };
  }
  const most = Math.max(LIST, Math.floor(size.rows / 3));
  const height = heightOf(size, most);
  const refused = refusalRows(state, look);
  const wanted = Math.min(most, refused.length === 0 ? listLength(state) : refused.length);
  const footer = height > 1 ? 1 : 0;
  const prompt = windowOf(
    promptRows(state, size.columns, look),
    Math.max(1, Math.min(PROMPT_ROWS, height - footer - Math.min(wanted, 4))),
  );
  const room = Math.min(most, height - footer - prompt.rows.length);
  const list = refused.length === 0 ? listRows(state, room, look) : refused.slice(0, room);
  return { rows: [...prompt.rows, ...list, ...(footer === 1 ? [status] : [])], cursor: prompt.cursor };
}

/** A list of completions at its highest on a small screen; on a large one it takes a third. */
const LIST = 8;

/** The live region at its highest, with a list of at most `most` rows. */
function heightOf({ rows }: Size, most: number): number {
  return Math.max(1, Math.min(rows - 2, most + 4));
}

/** Each line in one row of the terminal; where one is longer, in rows that leave room for it to become narrower. */
function promptRows(state: ShellState, columns: number, look: RenderOptions): Rows {
  const whole = promptRowsIn(columns, state, look);
  const lines = state.search === undefined ? editorText(state.editor).split('\n').length : 1;
  return whole.rows.length === lines ? whole : promptRowsIn(look.columns, state, look);
}

function promptRowsIn(columns: number, state: ShellState, look: RenderOptions): Rows {
  if (state.search !== undefined) {
    const text = editorText(state.search.query);
    const head = paint('search history: ', 'info', look);
    return layOut({ painted: text, offset: cursorOffset(state.search.query), columns, head, indent: '' });
  }
  const { head, indent } = promptHeads(state.dataset, columns);
  const laid = layOut({
    painted: paintTyped(state, look),
    offset: cursorOffset(state.editor),
    columns,
    head: paint(head, 'info', look),
    indent: paint(indent, 'dim', look),
  });
  return withSuggestion(laid, suggestionFor(state), look);
}

/** The text in its colours, a mistake in it underlined. */
function paintTyped(state: ShellState, look: RenderOptions): string {
  const painted = paintStatement(editorText(state.editor), look);
  const mistake = shownMistake(state);
  return mistake === undefined ? painted : underline(painted, mistake.span, look);
}

/** The suggestion goes behind the last row as far as there is room; without colour brackets set it off. */
function withSuggestion({ rows, cursor }: Rows, suggestion: string, look: RenderOptions): Rows {
  const last = rows.at(-1) ?? '';
  const room = look.columns - cellWidth(last) - 3;
  if (suggestion === '' || room < 1 || look.screenReader === true) return { rows, cursor };
  const text = truncate(sanitize(suggestion), room, look.unicode ? '…' : '...');
  const shown = look.colour === 0 ? `[${text}]` : paint(text, 'dim', look);
  return { rows: [...rows.slice(0, -1), last + shown], cursor };
}

/** Why the text was not run, where nothing stands before that. */
function refusalRows(state: ShellState, look: RenderOptions): readonly string[] {
  const { refused, menu, search, settingsMenu } = state;
  if (refused === undefined || menu !== undefined || search !== undefined || settingsMenu !== undefined) return [];
  return refusedRows(refused, promptHeads(state.dataset, look.columns).head, look);
}

function listLength({ menu, search, settings, settingsMenu }: ShellState): number {
  return settingsMenu === undefined ? (menu?.items.length ?? search?.matches.length ?? 0) : settings.rows.length;
}

function listRows(state: ShellState, height: number, look: RenderOptions): readonly string[] {
  const { menu, search, settingsMenu } = state;
  if (settingsMenu !== undefined) return settingsRows(state, height, look);
  if (search !== undefined) return searchRows(search, height, look);
  return menu === undefined ? [] : menuRows(menu, height, look);
}
