/** Size of the terminal in cells. */
export type Size = { readonly columns: number; readonly rows: number };

/** A whole screen: its rows, none wider than the screen, and where the cursor is. */
export type ScreenRows = {
  readonly rows: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number } | null;
  /** The rows that scroll, and which of all there are is the first of them. */
  readonly body: { readonly top: number; readonly height: number; readonly first: number };
};
