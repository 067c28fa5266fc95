import type { Cells } from './fit-cells.ts';
import { throughTmux } from './tmux.ts';

/** A picture file for iTerm2, WezTerm and others (OSC 1337), shown in a box of cells; the cursor ends up below it. */
export function itermPicture(file: Uint8Array, { columns, rows }: Cells, options: { readonly tmux: boolean }): string {
  const size = `width=${String(columns)};height=${String(rows)};preserveAspectRatio=0`;
  const base64 = Buffer.from(file).toString('base64');
  const sequence = `\x1b]1337;File=inline=1;size=${String(file.length)};${size}:${base64}\x07`;
  return `${options.tmux ? throughTmux(sequence) : sequence}\n`;
}
