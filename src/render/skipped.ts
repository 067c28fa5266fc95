import type { Skipped } from '../dataset/model/job.ts';
import { wrapWords } from './cells.ts';
import { formatCount } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';

/** What was left out: how many, why, and some of them by name. */
export function skippedLines(skipped: readonly Skipped[], options: RenderOptions): string[] {
  const all = skipped.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return [];
  const head = paint(`W  skipped ${formatCount(all)}`, 'warning', options);
  return [head, ...skipped.filter(({ count }) => count > 0).flatMap((group) => groupLines(group, options))];
}

/** Notes, one a line, wrapped at words. */
export function noteLines(notes: readonly string[], options: RenderOptions): string[] {
  return notes.flatMap((note) => markedLines('i', note, options));
}

/** A sentence behind its mark, a letter, wrapped at words. */
export function markedLines(mark: string, sentence: string, options: RenderOptions): string[] {
  return indented(sanitize(sentence), '   ', options).map((line, i) => (i === 0 ? mark + line.slice(1) : line));
}

function groupLines({ reason, count, examples }: Skipped, options: RenderOptions): string[] {
  const reasonLines = indented(`${formatCount(count)}  ${sanitize(reason)}`, '   ', options);
  if (examples.length === 0) return reasonLines;
  const more = count > examples.length ? ', ...' : '';
  const names = indented(examples.map(sanitize).join(', ') + more, '     ', options);
  return [...reasonLines, ...names.map((line) => paint(line, 'dim', options))];
}

function indented(text: string, indent: string, options: RenderOptions): string[] {
  return wrapWords(text, Math.max(16, options.columns - indent.length)).map((line) => indent + line);
}
