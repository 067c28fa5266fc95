import { createEditor, type EditorAction, type EditorState } from '../input/editor.ts';
import type { SheetAction } from './sheet-keymap.ts';
import type { Derivation, SheetRow, SheetSource } from './sheet-source.ts';

/** Size of the terminal in cells. */
export type Size = { readonly columns: number; readonly rows: number };

/** Rows on one sheet, and where one stands in them. */
export type Level = {
  /** Tells replies for this level from those for one that was left. */
  readonly id: number;
  readonly source: SheetSource;
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
  /** Pages of rows by number; only some are kept. */
  readonly pages: ReadonlyMap<number, readonly SheetRow[]>;
  readonly asked: ReadonlySet<number>;
  readonly sort: { readonly column: number; readonly descending: boolean } | null;
};

/** What is said until the next key. */
export type Notice = { readonly text: string; readonly isError: boolean };

/** A sheet and the sheets it was made from; the last is shown. */
export type SheetState = {
  readonly levels: readonly [Level, ...Level[]];
  readonly size: Size;
  /** The filter being typed. */
  readonly input: EditorState | null;
  readonly notice: Notice | null;
  /** What is being worked on, e.g. `sorting`. */
  readonly busy: string | null;
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
  /** A sheet that was not made from this one, such as the keys. */
  | { readonly type: 'opened'; readonly source: SheetSource }
  | { readonly type: 'failed'; readonly derivation: Derivation; readonly notice: Notice }
  | { readonly type: 'noticed'; readonly notice: Notice };

/** What is wanted of the world outside. */
export type SheetRequest =
  | { readonly kind: 'rows'; readonly level: number; readonly page: number; readonly source: SheetSource }
  | { readonly kind: 'derive'; readonly derivation: Derivation; readonly source: SheetSource }
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

/** A row of a level; undefined where it has not been read yet. */
export function rowAt({ source, pages }: Level, at: number): SheetRow | undefined {
  return source.first[at] ?? pages.get(Math.floor(at / PAGE))?.[at % PAGE];
}

/** An empty filter to be typed. */
export function emptyInput(): EditorState {
  return createEditor();
}
