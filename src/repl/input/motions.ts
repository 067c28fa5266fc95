import { cellsOf } from './graphemes.ts';

/** Text as graphemes, and an index between 0 and its length: before which of them the cursor stands. */
export type Place = { readonly graphemes: readonly string[]; readonly cursor: number };

/** Where the cursor's line begins. */
export function lineStart({ graphemes, cursor }: Place): number {
  return cursor === 0 ? 0 : graphemes.lastIndexOf('\n', cursor - 1) + 1;
}

/** Where the cursor's line ends: the index of its line feed, or the end of the text. */
export function lineEnd({ graphemes, cursor }: Place): number {
  const end = graphemes.indexOf('\n', cursor);
  return end < 0 ? graphemes.length : end;
}

/** The start of the word before the cursor (letters, digits and `_`). */
export function wordStart({ graphemes, cursor }: Place): number {
  let at = cursor;
  while (at > 0 && !isWord(graphemes[at - 1])) at -= 1;
  while (at > 0 && isWord(graphemes[at - 1])) at -= 1;
  return at;
}

/** The end of the word at or after the cursor. */
export function wordEnd({ graphemes, cursor }: Place): number {
  let at = cursor;
  while (at < graphemes.length && !isWord(graphemes[at])) at += 1;
  while (at < graphemes.length && isWord(graphemes[at])) at += 1;
  return at;
}

/** The start of what stands between white space before the cursor. */
export function blankWordStart({ graphemes, cursor }: Place): number {
  let at = cursor;
  while (at > 0 && isBlank(graphemes[at - 1])) at -= 1;
  while (at > 0 && !isBlank(graphemes[at - 1])) at -= 1;
  return at;
}

/** How many cells stand before the cursor in its line. */
export function columnOf(place: Place): number {
  return cellsOf(place.graphemes.slice(lineStart(place), place.cursor));
}

/** The place one line up or down nearest to a column of cells, undefined when there is no such line. */
export function verticalTarget(place: Place, direction: 'up' | 'down', column: number): number | undefined {
  const { graphemes } = place;
  const edge = direction === 'up' ? lineStart(place) - 1 : lineEnd(place) + 1;
  if (edge < 0 || edge > graphemes.length) return undefined;
  const start = lineStart({ graphemes, cursor: edge });
  const end = lineEnd({ graphemes, cursor: start });
  let at = start;
  let cells = 0;
  while (at < end) {
    cells += cellsOf(graphemes.slice(at, at + 1));
    if (cells > column) break;
    at += 1;
  }
  return at;
}

function isWord(grapheme: string | undefined): boolean {
  return grapheme !== undefined && WORD.test(grapheme);
}

function isBlank(grapheme: string | undefined): boolean {
  return grapheme !== undefined && BLANK.test(grapheme);
}

const WORD = /^[\p{L}\p{N}_]/u;
const BLANK = /^\s/;
