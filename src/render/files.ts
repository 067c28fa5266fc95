import { counted } from '../dataset/model/counted.ts';
import { formatBytes } from './numbers.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { noteLines, skippedLines } from './skipped.ts';

/** Files that were written: where, how many, how large, their digest, and what was left out. */
export function renderFiles(output: OutputOf<'files'>, options: RenderOptions): string {
  const facts = `${counted(output.files, 'file')}, ${formatBytes(output.bytes)}`;
  return [
    sanitize(output.root),
    `  ${facts}`,
    `  ${paint(sanitize(output.digest), 'dim', options)}`,
    ...noteLines(output.notes, options),
    ...skippedLines(output.skipped, options),
    '',
  ].join('\n');
}
