import type { Column, Value } from '../../dataset/query/answer.ts';

/** A column, and how the language calls what is in it; null where it has no words for it. */
export type SheetColumn = Column & { readonly path: string | null };

/** A row: what it is told from others by, and its values. */
export type SheetRow = { readonly key: string; readonly cells: readonly Value[] };

/** What can be made of rows. */
export type Derivation =
  | { readonly kind: 'sort'; readonly column: number; readonly descending: boolean }
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'frequency'; readonly column: number }
  | { readonly kind: 'describe' }
  | { readonly kind: 'keep'; readonly rows: readonly SheetRow[] };

/** What is to be put into the prompt: the rows that are selected, the row and column at the cursor. */
export type Taken = {
  readonly selected: readonly SheetRow[];
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
  /** An expression of the language. */
  readonly expression: (taken: Taken) => string;
};
