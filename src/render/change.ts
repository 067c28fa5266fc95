import { cellWidth, padCells } from './cells.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { markedLines, noteLines, skippedLines } from './skipped.ts';

/** A change of a dataset: how much it touched, of what kind, what was left out, and what `undo` would take back. */
export function renderChange(change: OutputOf<'change'>, options: RenderOptions): string {
  return [
    `${paint(sanitize(change.dataset), 'heading', options)}: ${touched(change)}`,
    ...whatLines(change.what),
    ...noteLines(change.notes, options),
    ...(change.failed ?? []).flatMap((sentence) => painted('E', sentence, 'error', options)),
    ...(change.stopped === undefined ? [] : painted('W', change.stopped, 'warning', options)),
    ...skippedLines(change.skipped, options),
    ...(change.undo === null ? [] : [paint(`undo takes back: ${sanitize(change.undo)}`, 'dim', options)]),
    '',
  ].join('\n');
}

/** A view that is saved, or a note, is a change too, and reads as if the dataset were empty where it counts samples. */
function touched({ samples, labels, planned = false }: OutputOf<'change'>): string {
  if (samples + labels === 0) return 'samples and labels stay as they are';
  return `${planned ? 'would be ' : ''}${counted(samples, 'sample')}, ${counted(labels, 'label')}`;
}

function painted(mark: string, sentence: string, colour: 'error' | 'warning', options: RenderOptions): string[] {
  return markedLines(mark, sentence, options).map((line) => paint(line, colour, options));
}

function whatLines(what: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(what).map(([name, n]) => ({ name: sanitize(name), n: formatCount(n) }));
  const nameWidth = Math.max(0, ...entries.map(({ name }) => cellWidth(name)));
  const countWidth = Math.max(0, ...entries.map(({ n }) => n.length));
  return entries.map(({ name, n }) => `  ${padCells(name, nameWidth)}  ${padCells(n, countWidth, 'right')}`);
}
