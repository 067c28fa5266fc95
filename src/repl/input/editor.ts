import type { Edited } from './edit-history.ts';
import { countUpTo, redoChange, replaceText, undoChange } from './edit-history.ts';
import type { KillMode, KillRing } from './kill-ring.ts';
import { EMPTY_RING, addKill, currentKill, rotated } from './kill-ring.ts';
import { cellsOf, toGraphemes } from './graphemes.ts';
import * as motion from './motions.ts';
import { plainText } from './plain-text.ts';

/** Actions that need nothing but the state, named as in readline. */
export type EditorCommand = keyof typeof COMMANDS;

/** What can be done to the text. Offsets are UTF-16 units, as completion and spans give them; ends are exclusive. */
export type EditorAction =
  | { readonly type: EditorCommand }
  | { readonly type: 'insert' | 'paste'; readonly text: string }
  /** Puts the cursor there. */
  | { readonly type: 'move-to'; readonly offset: number }
  /** Replaces everything; the cursor goes to the end, or to `offset`. Can be undone. */
  | { readonly type: 'set-text'; readonly text: string; readonly offset?: number }
  | { readonly type: 'replace-range'; readonly start: number; readonly end: number; readonly text: string };

/** The line editor: a text of one or more lines, a cursor, and what undo and yank need. */
export type EditorState = Edited & {
  readonly ring: KillRing;
  /** What the last action was, for those that go on with it. */
  readonly last: 'insert' | 'kill' | 'yank' | undefined;
  /** The column, in cells, that a run of up-line and down-line tries to keep. */
  readonly goalColumn: number | undefined;
};

/** Line (from 0) and column of the cursor: in graphemes, and in terminal cells. */
export type CursorPosition = { readonly line: number; readonly column: number; readonly cell: number };

/** An editor that holds the text, with the cursor at its end and nothing to undo. */
export function createEditor(text = ''): EditorState {
  const graphemes = toGraphemes(plainText(text));
  const nothing = { done: [], undone: [], ring: EMPTY_RING, last: undefined, goalColumn: undefined };
  return { graphemes, cursor: graphemes.length, ...nothing };
}

/** The state after an action. An action that cannot do anything leaves text and cursor as they are. */
export function edit(state: EditorState, action: EditorAction): EditorState {
  if ('text' in action) return enter(state, action);
  if (action.type === 'move-to') return moved(state, countUpTo(state.graphemes, action.offset));
  return COMMANDS[action.type](state);
}

/** The text. */
export function editorText(state: EditorState): string {
  return state.graphemes.join('');
}

/** Where the cursor stands in `editorText`, in UTF-16 units. */
export function cursorOffset(state: EditorState): number {
  return state.graphemes.slice(0, state.cursor).join('').length;
}

/** Where the cursor stands as line and column. */
export function cursorPosition(state: EditorState): CursorPosition {
  const before = state.graphemes.slice(0, state.cursor);
  const start = motion.lineStart(state);
  const line = before.reduce((count, grapheme) => (grapheme === '\n' ? count + 1 : count), 0);
  return { line, column: state.cursor - start, cell: cellsOf(before.slice(start)) };
}

/** Whether up-line has nowhere to go, so that Up goes on in the history. */
export function isOnFirstLine(state: EditorState): boolean {
  return motion.lineStart(state) === 0;
}

/** Whether down-line has nowhere to go, so that Down goes on in the history. */
export function isOnLastLine(state: EditorState): boolean {
  return motion.lineEnd(state) === state.graphemes.length;
}

const COMMANDS = {
  newline: (state: EditorState) => settled(replaceText(state, at(state, '\n'))),
  'backward-char': (state: EditorState) => moved(state, Math.max(state.cursor - 1, 0)),
  'forward-char': (state: EditorState) => moved(state, Math.min(state.cursor + 1, state.graphemes.length)),
  'backward-word': (state: EditorState) => moved(state, motion.wordStart(state)),
  'forward-word': (state: EditorState) => moved(state, motion.wordEnd(state)),
  'beginning-of-line': (state: EditorState) => moved(state, motion.lineStart(state)),
  'end-of-line': (state: EditorState) => moved(state, motion.lineEnd(state)),
  'beginning-of-buffer': (state: EditorState) => moved(state, 0),
  'end-of-buffer': (state: EditorState) => moved(state, state.graphemes.length),
  'up-line': (state: EditorState) => movedVertically(state, 'up'),
  'down-line': (state: EditorState) => movedVertically(state, 'down'),
  'delete-char': (state: EditorState) => deleted(state, state.cursor, state.cursor + 1),
  'backward-delete-char': (state: EditorState) => deleted(state, state.cursor - 1, state.cursor),
  'kill-line': (state: EditorState) => killed(state, orLineFeed(state, motion.lineEnd(state), 1)),
  'unix-line-discard': (state: EditorState) => killed(state, orLineFeed(state, motion.lineStart(state), -1)),
  'kill-word': (state: EditorState) => killed(state, motion.wordEnd(state)),
  'backward-kill-word': (state: EditorState) => killed(state, motion.wordStart(state)),
  'unix-word-rubout': (state: EditorState) => killed(state, motion.blankWordStart(state)),
  yank: (state: EditorState) => yanked(state),
  'yank-pop': (state: EditorState) => yankedOlder(state),
  undo: (state: EditorState) => settled(undoChange(state)),
  redo: (state: EditorState) => settled(redoChange(state)),
  'transpose-chars': (state: EditorState) => transposed(state),
} as const;

function enter(state: EditorState, action: Extract<EditorAction, { text: string }>): EditorState {
  switch (action.type) {
    case 'insert':
      return insert(state, plainText(action.text));
    case 'paste':
      return settled(replaceText(state, at(state, plainText(action.text))));
    case 'set-text':
      return setText(state, action.text, action.offset);
    case 'replace-range':
      return replaceRange(state, action);
  }
}

/** Runs of typing are undone word by word, not letter by letter. */
function insert(state: EditorState, text: string): EditorState {
  const merge = state.last === 'insert' && !/^\s/.test(text);
  return { ...settled(replaceText(state, at(state, text), merge)), last: 'insert' };
}

function setText(state: EditorState, text: string, offset: number | undefined): EditorState {
  const set = settled(replaceText(state, { start: 0, end: state.graphemes.length, text: plainText(text) }));
  const cursor = offset === undefined ? set.graphemes.length : countUpTo(set.graphemes, offset);
  return { ...set, cursor };
}

/** An offset inside a grapheme is taken for its end. */
function replaceRange(state: EditorState, range: { start: number; end: number; text: string }): EditorState {
  const start = countUpTo(state.graphemes, range.start);
  const end = Math.max(countUpTo(state.graphemes, range.end), start);
  return settled(replaceText(state, { start, end, text: plainText(range.text) }));
}

function at(state: EditorState, text: string): { start: number; end: number; text: string } {
  return { start: state.cursor, end: state.cursor, text };
}

/** What every action but a continuing one ends with. */
function settled(state: EditorState): EditorState {
  return { ...state, last: undefined, goalColumn: undefined };
}

function moved(state: EditorState, cursor: number): EditorState {
  return { ...settled(state), cursor };
}

function movedVertically(state: EditorState, direction: 'up' | 'down'): EditorState {
  const goalColumn = state.goalColumn ?? motion.columnOf(state);
  const cursor = motion.verticalTarget(state, direction, goalColumn) ?? state.cursor;
  return { ...settled(state), cursor, goalColumn };
}

function deleted(state: EditorState, start: number, end: number): EditorState {
  if (start < 0 || end > state.graphemes.length) return settled(state);
  return settled(replaceText(state, { start, end, text: '' }));
}

/** At the end it was to kill up to, a line kill takes the line feed beyond. */
function orLineFeed(state: EditorState, target: number, step: 1 | -1): number {
  if (target !== state.cursor) return target;
  return Math.min(Math.max(target + step, 0), state.graphemes.length);
}

/** Removes what lies between the cursor and `target` and keeps it for yank; kills in a row make one entry. */
function killed(state: EditorState, target: number): EditorState {
  const start = Math.min(state.cursor, target);
  const end = Math.max(state.cursor, target);
  if (start === end) return { ...settled(state), last: state.last === 'kill' ? 'kill' : undefined };
  const text = state.graphemes.slice(start, end).join('');
  const further: KillMode = target > state.cursor ? 'append' : 'prepend';
  const ring = addKill(state.ring, text, state.last === 'kill' ? further : 'new');
  return { ...settled(replaceText(state, { start, end, text: '' })), ring, last: 'kill' };
}

function yanked(state: EditorState): EditorState {
  const text = currentKill(state.ring);
  if (text === undefined) return settled(state);
  return { ...settled(replaceText(state, at(state, text))), last: 'yank' };
}

/** Puts an older kill in the place of the one just yanked; like readline does nothing after anything else. */
function yankedOlder(state: EditorState): EditorState {
  if (state.last !== 'yank') return settled(state);
  const before = undoChange(state);
  return yanked({ ...before, ring: rotated(state.ring) });
}

/** Swaps the characters around the cursor and goes on; at the end of a line the two before it. */
function transposed(state: EditorState): EditorState {
  const start = motion.lineStart(state);
  const end = motion.lineEnd(state);
  const second = state.cursor === end ? state.cursor - 1 : state.cursor;
  const [left, right] = state.graphemes.slice(second - 1, second + 1);
  if (second <= start || left === undefined || right === undefined) return settled(state);
  return settled(replaceText(state, { start: second - 1, end: second + 1, text: right + left }));
}
