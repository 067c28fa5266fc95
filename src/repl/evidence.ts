import { createHash } from 'node:crypto';
import type { Output } from '../output.ts';
import { renderOutput } from '../render/index.ts';
import { toJsonDocument } from '../render/json.ts';
import type { Evidence } from './script.ts';
import type { Cell } from './session-events.ts';

/** How results are shown in scripts: 80 columns, no colour, whatever the screen. */
const SCRIPT_LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;

/** What a script keeps of a cell, or undefined where there is nothing that a replay could compare. */
export function evidenceOf(cell: Cell): Evidence | undefined {
  const { output } = cell;
  if (output === undefined || !cell.comparable) return undefined;
  return { digest: digestOf(output), shown: shownLines(output) };
}

/** Digest of the whole result as JSON, without what depends on where files were written; some hold their own path. */
function digestOf(output: Output): string {
  const canonical = output.kind === 'files' ? { ...output, root: '', bytes: 0, notes: [] } : output;
  return `sha256:${createHash('sha256').update(toJsonDocument(canonical, 0)).digest('hex').slice(0, 16)}`;
}

function shownLines(output: Output): readonly string[] {
  const portable = output.kind === 'files' ? { ...output, root: '.', notes: [] } : output;
  return renderOutput(portable, SCRIPT_LOOK)
    .replace(/\n$/u, '')
    .split('\n')
    .map((line) => line.trimEnd());
}
