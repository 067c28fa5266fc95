import { counted, formatBytes } from './numbers.ts';
import type { OutputOf } from './render-options.ts';
import { sanitize } from './sanitize.ts';

/** Where there is no terminal to copy to: the file is all there is. */
export function renderCopied(copied: OutputOf<'copied'>): string {
  return `${whatOf(copied)}: there is no terminal to copy to\nit is in ${sanitize(copied.file)}\n`;
}

/** What a terminal was handed; without a text it was too long. */
export function renderCopiedToTerminal(copied: OutputOf<'copied'>): string {
  const file = sanitize(copied.file);
  if (copied.text === null) return `${whatOf(copied)}: too long for the clipboard\nit is in ${file}\n`;
  return `copied ${whatOf(copied)}\nalso in ${file}\n`;
}

function whatOf({ format, rows, bytes }: OutputOf<'copied'>): string {
  return `${counted(rows, format === 'text' ? 'line' : 'row')} as ${format}, ${formatBytes(bytes)}`;
}
