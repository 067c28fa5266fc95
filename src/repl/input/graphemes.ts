import { cellWidth, graphemes as graphemesIn } from '../../render/cells.ts';

/** Splits text into user-perceived characters; a line feed is always one of its own. */
export function toGraphemes(text: string): readonly string[] {
  if (isAscii(text)) return Array.from(text);
  return graphemesIn(text);
}

/** Whether the text is ASCII, so that each of its characters is a grapheme whatever stands beside it but a mark. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** How many terminal cells the graphemes take. */
export function cellsOf(graphemes: readonly string[]): number {
  const text = graphemes.join('');
  return PRINTABLE_ASCII.test(text) ? text.length : cellWidth(text);
}

// Without CR: CR LF would be a single grapheme.
// eslint-disable-next-line no-control-regex -- ASCII begins with control characters
const ASCII = /^[\x00-\x0c\x0e-\x7f]*$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
