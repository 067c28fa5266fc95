import { wrapWords } from './cells.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitizeLines } from './sanitize.ts';

/** Text, safe to print. Lines wider than the terminal are broken at spaces and go on below the last column they have. */
export function renderText({ text }: OutputOf<'text'>, { columns }: RenderOptions): string {
  const safe = sanitizeLines(text).replace(/\n$/u, '');
  return `${safe
    .split('\n')
    .flatMap((line) => wrapped(line, columns))
    .join('\n')}\n`;
}

/** A column begins behind two spaces or more. */
const COLUMNS = /^(?<head> *(?:\S+(?: \S+)* {2,})?)(?<rest>.*)$/u;

function wrapped(line: string, columns: number): readonly string[] {
  if (line.length <= columns) return [line];
  const { head = '', rest = '' } = COLUMNS.exec(line)?.groups ?? {};
  // A first column that takes most of the room leaves none to stand beside it.
  const indent = head.length > columns / 2 ? '    ' : ' '.repeat(head.length);
  const lines = wrapWords(rest, Math.max(16, columns - indent.length));
  const [first = '', ...others] = lines;
  if (indent.length < head.length) return [head.trimEnd(), ...lines.map((one) => indent + one)];
  return [head + first, ...others.map((one) => indent + one)];
}
