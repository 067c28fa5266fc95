import { createEditor, type EditorAction, type EditorState } from '../input/editor.ts';
import type { SheetAction } from '../input/sheet-keys.ts';
import type { CellFormat } from './cell-format.ts';
import type { PagerStack, StackEvent } from './pager-stack.ts';
import type { PagedText } from './pager-state.ts';
import type { Size } from './screen-rows.ts';
import type { ColumnPattern, Derivation, SheetRow, SheetSource } from './sheet-source.ts';

/** Rows on one sheet, and where one stands in them. */
export type Level = {
  /** Tells replies for this level from those for one that was left. */
  readonly id: number;
  readonly source: SheetSource;
  readonly formats: readonly CellFormat[];
  readonly widths: readonly number[];
  readonly hidden: ReadonlySet<number>;
  /** The cursor: a row from 0, and an index into the columns. */
  readonly row: number;
  readonly column: number;
  /** The first row that is shown, and the first column behind the frozen one: an index into those that are not hidden. */
  readonly top: number;
  readonly left: number;
  /** By key, with the rows: they may not be on a page any more. */
  readonly selected: ReadonlyMap<string, SheetRow>;
  /** What has selected them, where they are all that it fits. */
  readonly pattern: ColumnPattern | null;
  /** Pages of rows by number; only some are kept. */
  readonly pages: ReadonlyMap<number, readonly SheetRow[]>;
  readonly asked: ReadonlySet<number>;
  readonly sort: { readonly column: number; readonly descending: boolean } | null;
};

/** What is said until the next key. */
export type Notice = { readonly text: string; readonly isError: boolean };

/** What is being typed: a filter, or a pattern for a column with how many rows it fits, as far as that is known. */
export type SheetInput =
  | { readonly kind: 'filter'; readonly editor: EditorState }
  | {
      readonly kind: 'pattern';
      readonly editor: EditorState;
      readonly column: number;
      readonly matches: number | 'counting' | null;
    };

/** What is being worked on, e.g. `sorting`, and for how many seconds. */
export type Busy = { readonly doing: string; readonly seconds: number };

/** A sheet and the sheets it was made from; the last is shown, with texts over it. */
export type SheetState = {
  readonly levels: readonly [Level, ...Level[]];
  /** Plots and keys. */
  readonly texts: PagerStack;
  readonly size: Size;
  readonly input: SheetInput | null;
  readonly notice: Notice | null;
  readonly busy: Busy | null;
  /** Number of the next level. */
  readonly next: number;
};

/** What can happen. */
export type SheetEvent =
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'pressed'; readonly action: SheetAction }
  | { readonly type: 'typed'; readonly action: EditorAction }
  | { readonly type: 'input-ended'; readonly how: 'accepted' | 'cancelled' }
  | { readonly type: 'rows-read'; readonly level: number; readonly page: number; readonly rows: readonly SheetRow[] }
  /** A page could not be read; it may be asked for again. */
  | { readonly type: 'rows-failed'; readonly level: number; readonly page: number; readonly notice: Notice }
  | { readonly type: 'derived'; readonly derivation: Derivation; readonly source: SheetSource }
  /** A text that lies over the sheet. */
  | { readonly type: 'text-opened'; readonly text: PagedText }
  | { readonly type: 'text'; readonly event: StackEvent }
  /** How many rows the pattern being typed fits. */
  | { readonly type: 'matches-counted'; readonly pattern: ColumnPattern; readonly count: number | Notice }
  | { readonly type: 'matched'; readonly pattern: ColumnPattern; readonly rows: readonly SheetRow[] }
  /** What is worked on could not be done; `stays`: what was typed for it can be put right. */
  | { readonly type: 'failed'; readonly stays: boolean; readonly notice: Notice }
  /** Another second of work is over. */
  | { readonly type: 'worked'; readonly seconds: number }
  | { readonly type: 'noticed'; readonly notice: Notice };

/** What is wanted of the world outside. */
export type SheetRequest =
  | { readonly kind: 'rows'; readonly level: number; readonly page: number; readonly source: SheetSource }
  | { readonly kind: 'derive'; readonly derivation: Derivation; readonly source: SheetSource }
  | { readonly kind: 'plot'; readonly column: number; readonly source: SheetSource }
  | { readonly kind: 'count-matches'; readonly pattern: ColumnPattern; readonly source: SheetSource }
  | { readonly kind: 'matches'; readonly pattern: ColumnPattern; readonly most: number; readonly source: SheetSource }
  | { readonly kind: 'help' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'copy'; readonly text: string; readonly what: string }
  | { readonly kind: 'close'; readonly expression: string | null };

/** A state, and what is to be done. */
export type Step = { readonly state: SheetState; readonly requests: readonly SheetRequest[] };

/** Rows on a page. */
export const PAGE = 200;
/** Pages that are kept: those last read. */
export const KEPT_PAGES = 12;

/** The level that is shown. */
export function shownLevel({ levels }: SheetState): Level {
  return levels.at(-1) ?? levels[0];
}

/** The state with another level in place of the one that is shown. */
export function withLevel(state: SheetState, level: Level): SheetState {
  const [first, ...others] = state.levels;
  return { ...state, levels: others.length === 0 ? [level] : [first, ...others.slice(0, -1), level] };
}

/** A row of a level; undefined where it has not been read yet. */
export function rowAt({ source, pages }: Level, at: number): SheetRow | undefined {
  return source.first[at] ?? pages.get(Math.floor(at / PAGE))?.[at % PAGE];
}

/** A filter to be typed. */
export function emptyFilter(): SheetInput {
  return { kind: 'filter', editor: createEditor() };
}

/** A pattern to be typed. */
export function emptyPattern(column: number): SheetInput {
  return { kind: 'pattern', editor: createEditor(), column, matches: null };
}

/** A state in which nothing more is to be done. */
export function only(state: SheetState): Step {
  return { state, requests: [] };
}

/** What is said and is no mistake. */
export function said(text: string): Notice {
  return { text, isError: false };
}
