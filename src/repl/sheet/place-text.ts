import { cellWidth } from '../../render/cells.ts';

// eslint-disable-next-line no-control-regex -- colour sequences are what is left out
const SEQUENCES = /\x1b\[[\d;]*[mG]/gu;

/** Of these every terminal thinks that they take one cell. */
const SURE = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013\u2026\u2190-\u2193\u2039\u203a]*$/u;

/**
 * Text with more behind it that begins at the cell `x`. Terminals disagree on how wide emoji and new characters are: behind such
 * the cursor is sent there, so that the columns stand below each other in all of them.
 */
export function at(text: string, x: number, more: string): string {
  const plain = text.replace(SEQUENCES, '');
  if (SURE.test(plain)) return text + ' '.repeat(Math.max(0, x - plain.length)) + more;
  const gap = ' '.repeat(Math.max(0, x - placedWidth(text)));
  return `${text}${gap}\x1b[${String(x + 1)}G${more}`;
}

/** Where the cursor is behind a text, as we think. */
function placedWidth(text: string): number {
  const sent = text.lastIndexOf('G') < 0 ? null : /^[^]*\x1b\[(\d+)G/u.exec(text); // eslint-disable-line no-control-regex -- the last place that the cursor was sent to
  if (sent === null) return cellWidth(text.replace(SEQUENCES, ''));
  return Number(sent[1]) - 1 + cellWidth(text.slice(sent[0].length).replace(SEQUENCES, ''));
}
