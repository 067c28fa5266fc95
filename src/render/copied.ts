import { counted } from '../dataset/model/counted.ts';
import { formatBytes } from './numbers.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { renderText } from './text.ts';

/** Where there is no terminal to copy to: the file is all there is. */
export function renderCopied(copied: OutputOf<'copied'>, options: RenderOptions): string {
  const text = `${whatOf(copied)}: there is no terminal to copy to\nit is in ${copied.file}`;
  return renderText({ kind: 'text', text }, options);
}

/** What a terminal was handed; without a text it was too long. */
export function renderCopiedToTerminal(copied: OutputOf<'copied'>, options: RenderOptions): string {
  const what = whatOf(copied);
  const said = copied.text === null ? `${what}: too long for the clipboard\nit is in` : `copied ${what}\nalso in`;
  return renderText({ kind: 'text', text: `${said} ${copied.file}` }, options);
}

function whatOf({ format, rows, bytes }: OutputOf<'copied'>): string {
  return `${counted(rows, 'row')} as ${format}, ${formatBytes(bytes)}`;
}
