import type { JobInfo, Watched } from '../../output.ts';
import type { Progress } from '../../dataset/model/job.ts';
import type { Catalog } from '../../dataset/query/catalog.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Completion } from '../completion/completion.ts';
import type { ViewCount } from '../completion/live-count.ts';
import type { Mistake } from '../completion/mistake.ts';
import { createEditor, edit, type EditorAction, type EditorState, editorText } from '../input/editor.ts';
import {
  addToHistory,
  createHistory,
  failedLine,
  type History,
  type HistoryMatch,
  historyOn,
  searchHistory,
  type UsedOn,
  usedLine,
} from '../input/history.ts';
import { onText, VI_INSERT, type ViState } from '../input/vi.ts';
import type { SettingRow } from '../../commands/context.ts';
import { type Binding, KEYMAP } from '../input/keymap.ts';
import { backgroundIn } from '../look.ts';
import { DEFAULTS, type Settings } from '../settings/settings.ts';
import { applyFix, refuse, withRefusalOfText } from './refused-text.ts';

/** Completions on offer, and which of them Enter takes. */
export type Menu = Completion & { readonly selected: number };

/** A search in the history: what is looked for, in which lines, what was found, and which hit Enter takes. */
export type Search = {
  readonly query: EditorState;
  readonly scope: 'dataset' | 'all';
  readonly matches: readonly HistoryMatch[];
  readonly selected: number;
};

/** The statement that runs. Times are in milliseconds. */
export type Running = {
  readonly elapsed: number;
  readonly progress: Progress | undefined;
  /** Since the work named by `progress.what` began. */
  readonly phaseElapsed: number;
  readonly stopping: boolean;
  /** The part of the work after which it ends, where that was asked. */
  readonly endsAfter: string | undefined;
};

/** What the user has set, and the keys that follow from it. `rows` are the settings in words, for the menu of them. */
export type ShellSettings = {
  readonly values: Settings;
  readonly keymap: readonly Binding[];
  readonly rows: readonly SettingRow[];
};

/** Everything the screen shows. */
export type ShellState = {
  readonly editor: EditorState;
  readonly history: History;
  readonly menu: Menu | undefined;
  readonly search: Search | undefined;
  readonly settings: ShellSettings;
  /** Which setting is selected in the menu of settings; undefined where that is closed. */
  readonly settingsMenu: number | undefined;
  readonly vi: ViState;
  readonly running: Running | undefined;
  /** What goes on behind the prompt, and what is followed above it. */
  readonly jobs: readonly JobInfo[];
  readonly watches: readonly Watched[];
  /** What the terminal said of its background. */
  readonly background: RenderOptions['theme'];
  readonly theme: RenderOptions['theme'];
  readonly dataset: string | undefined;
  /** Of `dataset`, as far as it has been read. */
  readonly catalog: Catalog | undefined;
  /** The latest count of a view in a text that was typed: it is true of that text only. */
  readonly count: ViewCount | undefined;
  /** A mistake in a text that was typed: it is in that text only. */
  readonly mistake: Mistake | undefined;
  /** The mistake for which the text, as it is now, was not run: Enter runs it all the same. */
  readonly refused: Mistake | undefined;
  /** Said in the status line until the next key. */
  readonly notice: string | undefined;
  /** Texts for the scrollback that are not on the screen yet. */
  readonly unwritten: readonly string[];
  /** Whether another program has the terminal. */
  readonly isLent: boolean;
  readonly left: boolean;
};

/** What can happen to it. */
export type ShellEvent =
  | { readonly type: 'edited'; readonly action: EditorAction }
  /** Enter was pressed on a text with a known mistake. */
  | { readonly type: 'refused'; readonly mistake: Mistake }
  /** What was probably meant takes the place of what was written. */
  | { readonly type: 'fixed' }
  | {
      readonly type: 'history-read';
      readonly lines: readonly string[];
      readonly usedOn?: UsedOn;
      readonly failed?: ReadonlySet<string>;
    }
  /** A line that was typed ended in an error. */
  | { readonly type: 'line-failed'; readonly line: string }
  | { readonly type: 'history-shown'; readonly history: History; readonly text: string }
  | { readonly type: 'menu-shown'; readonly menu: Menu | undefined }
  | { readonly type: 'menu-moved'; readonly by: 1 | -1 }
  | { readonly type: 'search-opened' | 'search-cancelled' | 'search-accepted' | 'search-widened' }
  | { readonly type: 'search-edited'; readonly action: EditorAction }
  | { readonly type: 'search-moved'; readonly by: 1 | -1 }
  | { readonly type: 'started'; readonly echo: string }
  /** The prompt's own text was submitted: it is cleared; `recorded` keeps it in the history. */
  | { readonly type: 'taken'; readonly recorded: boolean }
  | { readonly type: 'progressed'; readonly running: Running }
  | { readonly type: 'finished'; readonly dataset: string | undefined }
  | { readonly type: 'jobs-told'; readonly jobs: readonly JobInfo[] }
  | { readonly type: 'watches-told'; readonly watches: readonly Watched[] }
  | { readonly type: 'catalog-read'; readonly catalog: Catalog | undefined }
  | { readonly type: 'counted'; readonly count: ViewCount | undefined }
  | { readonly type: 'mistake-found'; readonly mistake: Mistake | undefined }
  | { readonly type: 'noticed'; readonly notice: string | undefined }
  | { readonly type: 'printed'; readonly text: string }
  /** The first `count` of the unwritten texts have reached the screen. */
  | { readonly type: 'written'; readonly count: number }
  | { readonly type: 'terminal-lent'; readonly isLent: boolean }
  | { readonly type: 'settings-told'; readonly settings: ShellSettings }
  | { readonly type: 'settings-menu-shown'; readonly selected: number | undefined }
  | { readonly type: 'vi-stepped'; readonly vi: ViState; readonly editor: EditorState }
  | { readonly type: 'background-told'; readonly theme: RenderOptions['theme'] }
  | { readonly type: 'left' };

/** An empty prompt. */
export function initialState(
  dataset: string | undefined,
  theme: RenderOptions['theme'],
  settings: ShellSettings = { values: DEFAULTS, keymap: KEYMAP, rows: [] },
): ShellState {
  return {
    editor: createEditor(),
    history: createHistory(),
    menu: undefined,
    search: undefined,
    settings,
    settingsMenu: undefined,
    vi: VI_INSERT,
    running: undefined,
    jobs: [],
    watches: [],
    background: theme,
    theme,
    dataset,
    catalog: undefined,
    count: undefined,
    mistake: undefined,
    refused: undefined,
    notice: undefined,
    unwritten: [],
    isLent: false,
    left: false,
  };
}

/** The state after an event. */
export function reduceShell(state: ShellState, event: ShellEvent): ShellState {
  // The table pairs each type with a reducer of its own events; the compiler cannot follow that through the union.
  const reduce = REDUCERS[event.type] as (state: ShellState, event: ShellEvent) => ShellState;
  return withCursorOnText(withRefusalOfText(reduce(state, event)));
}

/** Where vi takes keys for commands the cursor stands on a character, whatever moved it. */
function withCursorOnText(state: ShellState): ShellState {
  if (state.vi.mode === 'insert') return state;
  const editor = onText(state.editor);
  return editor === state.editor ? state : { ...state, editor };
}

type Reducers = {
  readonly [T in ShellEvent['type']]: (
    state: ShellState,
    event: Extract<ShellEvent, { readonly type: T }>,
  ) => ShellState;
};

const IDLE: Running = { elapsed: 0, progress: undefined, phaseElapsed: 0, stopping: false, endsAfter: undefined };

const REDUCERS: Reducers = {
  edited: (state, { action }) => ({ ...state, editor: edit(state.editor, action) }),
  refused: (state, { mistake }) => refuse(state, mistake),
  fixed: applyFix,
  'history-read': (state, { lines, usedOn = new Map(), failed = new Set() }) => ({
    ...state,
    history: createHistory(
      [...lines, ...state.history.entries],
      new Map([...usedOn, ...state.history.usedOn]),
      new Set([...failed, ...state.history.failed]),
    ),
  }),
  'line-failed': (state, { line }) => ({ ...state, history: failedLine(state.history, line) }),
  'history-shown': (state, { history, text }) => ({
    ...state,
    history,
    editor: edit(state.editor, { type: 'set-text', text }),
  }),
  'menu-shown': (state, { menu }) => ({ ...state, menu }),
  'menu-moved': (state, { by }) => ({
    ...state,
    menu: state.menu && { ...state.menu, selected: around(state.menu.selected + by, state.menu.items.length) },
  }),
  'search-opened': (state) => {
    const isKnown = historyOn(state.history, state.dataset).entries.length > 0;
    return { ...state, menu: undefined, search: searching(state, createEditor(), isKnown ? 'dataset' : 'all') };
  },
  'search-edited': (state, { action }) => ({
    ...state,
    search: state.search && searching(state, edit(state.search.query, action), state.search.scope),
  }),
  'search-widened': (state) => {
    const scope = state.search?.scope === 'dataset' ? 'all' : 'dataset';
    return { ...state, search: state.search && searching(state, state.search.query, scope) };
  },
  'search-moved': (state, { by }) => ({
    ...state,
    search: state.search && {
      ...state.search,
      selected: Math.min(Math.max(state.search.selected + by, 0), Math.max(state.search.matches.length - 1, 0)),
    },
  }),
  'search-cancelled': (state) => ({ ...state, search: undefined }),
  'search-accepted': (state) => {
    const text = state.search?.matches[state.search.selected]?.text;
    const editor = text === undefined ? state.editor : edit(state.editor, { type: 'set-text', text });
    return { ...state, editor, search: undefined };
  },
  started: (state, { echo }) => ({ ...state, running: IDLE, unwritten: [...state.unwritten, echo] }),
  taken: (state, { recorded }) => ({
    ...state,
    editor: { ...createEditor(), ring: state.editor.ring },
    history: recorded ? recordedIn(state) : { ...state.history, walk: undefined },
    menu: undefined,
    mistake: undefined,
    vi: { ...state.vi, mode: 'insert', pending: '', since: 0 },
  }),
  progressed: (state, { running }) => ({ ...state, running: state.running && running }),
  finished: (state, { dataset }) => ({
    ...state,
    running: undefined,
    dataset,
    count: undefined,
    mistake: undefined,
    catalog: dataset === state.dataset ? state.catalog : undefined,
  }),
  'jobs-told': (state, { jobs }) => ({ ...state, jobs }),
  'watches-told': (state, { watches }) => ({ ...state, watches }),
  'catalog-read': (state, { catalog }) => ({ ...state, catalog }),
  counted: (state, { count }) => ({ ...state, count }),
  'mistake-found': (state, { mistake }) => ({ ...state, mistake }),
  noticed: (state, { notice }) => ({ ...state, notice }),
  printed: (state, { text }) => (text === '' ? state : { ...state, unwritten: [...state.unwritten, text] }),
  written: (state, { count }) => (count === 0 ? state : { ...state, unwritten: state.unwritten.slice(count) }),
  'background-told': (state, { theme }) => themed({ ...state, background: theme }),
  'terminal-lent': (state, { isLent }) => ({ ...state, isLent }),
  'settings-told': (state, { settings }) => {
    const isVi = settings.values.editing === 'vi' && state.settings.values.editing === 'vi';
    return themed({ ...state, settings, vi: isVi ? state.vi : VI_INSERT });
  },
  'settings-menu-shown': (state, { selected }) => ({ ...state, menu: undefined, settingsMenu: selected }),
  'vi-stepped': (state, { vi, editor }) => ({ ...state, vi, editor }),
  left: (state) => ({
    ...state,
    left: true,
    menu: undefined,
    search: undefined,
    settingsMenu: undefined,
    running: undefined,
  }),
};

function around(index: number, length: number): number {
  return length === 0 ? 0 : (index + length) % length;
}

/** The background that the user has set, or that of the terminal. */
function themed(state: ShellState): ShellState {
  return { ...state, theme: backgroundIn(state.settings.values) ?? state.background };
}

function recordedIn({ history, editor, dataset }: ShellState): History {
  const text = editorText(editor);
  return usedLine(addToHistory(history, text), text, dataset);
}

function searching({ history, dataset }: ShellState, query: EditorState, scope: Search['scope']): Search {
  const lines = scope === 'dataset' ? historyOn(history, dataset) : history;
  return { query, scope, matches: searchHistory(lines, editorText(query)), selected: 0 };
}
