import type { Column, Value } from '../../dataset/query/answer.ts';
import type { Output } from '../../output.ts';

/** A column, and how the language calls what is in it; null where it has no words for it. `share`: per cent of a whole. */
export type SheetColumn = Pick<Column, 'name' | 'type'> & {
  readonly role?: 'count' | 'amount' | 'moment' | 'share';
  readonly path: string | null;
};

/** A row: what it is told from others by, and its values. */
export type SheetRow = { readonly key: string; readonly cells: readonly Value[] };

/** A regular expression of JavaScript for what stands in a column, whatever the case. */
export type ColumnPattern = { readonly column: number; readonly source: string };

/** What can be made of rows. */
export type Derivation =
  | { readonly kind: 'sort'; readonly column: number; readonly descending: boolean }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'frequency'; readonly column: number }
  | { readonly kind: 'describe' }
  /** `pattern`: what they were selected by, where they are all that it fits. */
  | { readonly kind: 'keep'; readonly rows: readonly SheetRow[]; readonly pattern: ColumnPattern | null };

/** What is to be put into the prompt: the rows that are selected, and by which pattern; the row and column at the cursor. */
export type Taken = {
  readonly selected: readonly SheetRow[];
  readonly pattern: ColumnPattern | null;
  readonly row: SheetRow | undefined;
  readonly column: number;
};

/** Rows that can be asked for by their place: of a view, or of a result that is in memory. */
export type SheetSource = {
  /** What is shown: an expression, or what led here from one. */
  readonly title: string;
  /** What a row is: `sample`, `row`. */
  readonly unit: string;
  readonly columns: readonly SheetColumn[];
  readonly total: number;
  /** The first rows: they are there at once. */
  readonly first: readonly SheetRow[];
  /** What a filter is: an expression of the language, or text to be found. */
  readonly filters: 'expression' | 'text';
  /** Rows from a place up to another. */
  readonly rows: (from: number, to: number, signal: AbortSignal) => Promise<readonly SheetRow[]>;
  /** @throws UserError where that cannot be made of it */
  readonly derive: (derivation: Derivation, signal: AbortSignal) => Promise<SheetSource>;
  /** How many rows a pattern fits. @throws UserError for what is none, or takes too long */
  readonly countMatches: (pattern: ColumnPattern, signal: AbortSignal) => Promise<number>;
  /** The first of them, at most so many. */
  readonly matches: (pattern: ColumnPattern, most: number, signal: AbortSignal) => Promise<readonly SheetRow[]>;
  /** How the values of a column are spread. @throws UserError where that cannot be drawn */
  readonly plot: (column: number, signal: AbortSignal) => Promise<Output>;
  /** An expression of the language. */
  readonly expression: (taken: Taken) => string;
};
