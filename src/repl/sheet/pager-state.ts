import { edit, type EditorAction, type EditorState, createEditor, editorText } from '../input/editor.ts';
import type { PagerAction } from '../input/pager-keys.ts';
import type { Size } from './screen-rows.ts';

/** A text that can be laid out at any width, in lines that may be coloured. */
export type PagedText = { readonly title: string; readonly lines: (columns: number) => readonly string[] };

/** Text being read: all of its lines as wide as the screen, the first that is shown, and what is looked for. */
export type PagerState = {
  readonly text: PagedText;
  readonly lines: readonly string[];
  readonly top: number;
  readonly size: Size;
  readonly input: EditorState | null;
  readonly wanted: string;
  /** The line that was found last. */
  readonly found: number | null;
  readonly notice: string | null;
};

/** What can happen. */
export type PagerEvent =
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'pressed'; readonly action: PagerAction }
  | { readonly type: 'typed'; readonly action: EditorAction }
  | { readonly type: 'input-ended'; readonly how: 'accepted' | 'cancelled' };

/** A text at its first line. */
export function openPager(text: PagedText, size: Size): PagerState {
  const lines = text.lines(size.columns);
  return { text, lines, top: 0, size, input: null, wanted: '', found: null, notice: null };
}

/** Rows of the text between the title and the keys. */
export function pagerHeight({ rows }: Size): number {
  return Math.max(1, rows - 2);
}

/** The state after an event; `back`, `help` and `redraw` are for who has opened it. */
export function reducePager(state: PagerState, event: PagerEvent): PagerState {
  switch (event.type) {
    case 'resized': {
      // The same part of the text stays in sight, though its lines are others.
      const share = state.top / Math.max(1, state.lines.length);
      const lines = event.size.columns === state.size.columns ? state.lines : state.text.lines(event.size.columns);
      return clamped({ ...state, size: event.size, lines, top: Math.round(share * lines.length), found: null });
    }
    case 'pressed':
      return pressed(state, event.action);
    case 'typed':
      return { ...state, input: state.input && edit(state.input, event.action) };
    case 'input-ended': {
      const text = state.input === null ? '' : editorText(state.input);
      const closed = { ...state, input: null };
      if (event.how === 'cancelled' || text === '') return closed;
      return find({ ...closed, wanted: text }, state.top, 1);
    }
  }
}

const MOVES = {
  down: ({ top }: PagerState) => top + 1,
  up: ({ top }: PagerState) => top - 1,
  'page-down': ({ top, size }: PagerState) => top + pagerHeight(size),
  'page-up': ({ top, size }: PagerState) => top - pagerHeight(size),
  first: () => 0,
  last: ({ lines }: PagerState) => lines.length,
} as const;

function pressed(before: PagerState, action: PagerAction): PagerState {
  if (action === 'redraw') return before;
  const state = { ...before, notice: null };
  if (action === 'search') return { ...state, input: createEditor() };
  if (action === 'next') return find(state, (state.found ?? state.top - 1) + 1, 1);
  if (action === 'previous') return find(state, (state.found ?? state.top) - 1, -1);
  return action in MOVES ? clamped({ ...state, top: MOVES[action as keyof typeof MOVES](state) }) : state;
}

function clamped(state: PagerState): PagerState {
  const last = Math.max(0, state.lines.length - pagerHeight(state.size));
  return { ...state, top: Math.max(0, Math.min(state.top, last)) };
}

// eslint-disable-next-line no-control-regex -- colour sequences are what is left out
const COLOUR = /\x1b\[[0-9;]*m/gu;

/** A line without its colours. */
export function plainLine(line: string): string {
  return line.replace(COLOUR, '');
}

/** The next line from `start` on, in either direction and round the end, that has what is wanted; case does not matter. */
function find(state: PagerState, start: number, step: 1 | -1): PagerState {
  const { lines, wanted } = state;
  if (wanted === '') return { ...state, notice: 'nothing is looked for: / searches' };
  const text = wanted.toLowerCase();
  for (let i = 0; i < lines.length; i++) {
    const at = (((start + i * step) % lines.length) + lines.length) % lines.length;
    if (
      !plainLine(lines[at] ?? '')
        .toLowerCase()
        .includes(text)
    )
      continue;
    return clamped({ ...state, found: at, top: at });
  }
  return { ...state, found: null, notice: `not found: ${wanted}` };
}
