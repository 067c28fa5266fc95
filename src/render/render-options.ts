import type { Output } from '../output.ts';

/** How many colours the reader sees: none, 16, 256 or all. */
export type ColourLevel = 0 | 1 | 2 | 3;

/** What rendering needs to know of the place where the text will be read. */
export type RenderOptions = {
  /** Width in terminal cells. */
  readonly columns: number;
  readonly colour: ColourLevel;
  /** False where only ASCII can be shown. */
  readonly unicode: boolean;
  /** Background of the terminal. */
  readonly theme: 'dark' | 'light';
  /** Without hues, or with hues that people with any kind of colour vision tell apart; absent: the usual ones. */
  readonly inks?: 'mono' | 'colour-blind';
  /** Soft cap of rows printed; what is left out is always said. */
  readonly maxRows: number;
  /** No bars, no pictures: sentences. */
  readonly screenReader?: boolean;
};

/** Turns one kind of output into text that ends with a line end. */
export type Renderer<O extends Output> = (output: O, options: RenderOptions) => string;

/** The output of kind `K`. */
export type OutputOf<K extends Output['kind']> = Extract<Output, { kind: K }>;
