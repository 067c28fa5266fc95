import { createRequire } from 'node:module';
import type stringWidth from 'string-width';

/** ASCII, Latin letters, dashes, the ellipsis and block elements: one cell and one UTF-16 unit each, needing no tables. */
const PLAIN = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013\u2026\u2580-\u259f]*$/u;

/** Width in terminal cells, as Ink measures it; colour sequences count nothing. */
export function cellWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  // A space is a cell also behind a character that Unicode joins with what follows it, such as U+11A84.
  const bare = text.replace(/ +$/u, '');
  return measure()(bare) + text.length - bare.length;
}

/** User-perceived characters, in order. */
export function graphemes(text: string): string[] {
  return PLAIN.test(text) ? text.split('') : Array.from(segmenter().segment(text), ({ segment }) => segment);
}

/**
 * string-width and `Intl.Segmenter` load tables of Unicode for some 20 ms, a good part of a one-shot run: so only when
 * the first text comes by that needs them.
 */
const measure = once(() => (createRequire(import.meta.url)('string-width') as { default: typeof stringWidth }).default);
const segmenter = once(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Cuts text without colour sequences to at most `width` cells, never through a character; `mark` says that it was cut. */
export function truncate(text: string, width: number, mark = '…'): string {
  if (cellWidth(text) <= width) return text;
  const room = width - cellWidth(mark);
  return room < 0 ? takeCells(graphemes(text), width) : takeCells(graphemes(text), room) + mark;
}

/** Like `truncate`, but keeps both ends: file names differ there. */
export function truncateMiddle(text: string, width: number, mark = '…'): string {
  if (cellWidth(text) <= width) return text;
  const room = width - cellWidth(mark);
  if (room < 2) return truncate(text, width, mark);
  const all = graphemes(text);
  const head = takeCells(all, Math.floor(room / 2));
  const tail = takeCells(all.toReversed(), room - cellWidth(head), true);
  return head + mark + tail;
}

/** Fills up with spaces to `width` cells; longer text stays as it is. */
export function padCells(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - cellWidth(text)));
  return align === 'left' ? text + fill : fill + text;
}

/** Breaks text at spaces into lines of at most `width` cells; a longer word has a line of its own. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

/** The first graphemes that fit into `width` cells; `backwards`: they come in reverse order. */
function takeCells(all: readonly string[], width: number, backwards = false): string {
  const taken: string[] = [];
  let used = 0;
  for (const grapheme of all) {
    used += cellWidth(grapheme);
    if (used > width) break;
    taken.push(grapheme);
  }
  return (backwards ? taken.toReversed() : taken).join('');
}
