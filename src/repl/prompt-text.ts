import { cellWidth, truncateMiddle } from '../render/cells.ts';
import { paint } from '../render/paint.ts';
import type { RenderOptions } from '../render/render-options.ts';
import { sanitize } from '../render/sanitize.ts';
import { paintStatement } from './vocabulary.ts';

/** What stands before a statement: its first line, and each further one. Both have the same width. */
export type PromptHeads = { readonly head: string; readonly indent: string };

/** `demo> ` and, as wide, `...> `; the name is cut so that at least half of the row is left. */
export function promptHeads(dataset: string | undefined, columns: number): PromptHeads {
  const room = Math.max(4, Math.min(24, Math.floor(columns / 2) - 2));
  const head = `${truncateMiddle(sanitize(dataset ?? 'quadrat'), room)}> `;
  const width = cellWidth(head);
  return { head, indent: '...> '.slice(-width).padStart(width) };
}

/** A statement as it was typed, behind its prompt: what the scrollback keeps of it. */
export function echoText(statement: string, dataset: string | undefined, look: RenderOptions): string {
  const { head, indent } = promptHeads(dataset, look.columns);
  const lines = paintStatement(statement, look).split('\n');
  return `${lines.map((line, i) => paint(i === 0 ? head : indent, 'dim', look) + line).join('\n')}\n`;
}
