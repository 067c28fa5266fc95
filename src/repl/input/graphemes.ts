import stringWidth from 'string-width';

/** Splits text into user-perceived characters; a line feed is always one of its own. */
export function toGraphemes(text: string): readonly string[] {
  if (isAscii(text)) return Array.from(text);
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/** Whether the text is ASCII, so that each of its characters is a grapheme whatever stands beside it but a mark. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** How many terminal cells the graphemes take. */
export function cellsOf(graphemes: readonly string[]): number {
  const text = graphemes.join('');
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
// Without CR: CR LF would be a single grapheme.
// eslint-disable-next-line no-control-regex -- ASCII begins with control characters
const ASCII = /^[\x00-\x0c\x0e-\x7f]*$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
