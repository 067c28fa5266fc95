import type { OutputOf, RenderOptions } from './render-options.ts';
import { noteLines, skippedLines } from './skipped.ts';

/** What is told of a document that went to standard output: what is in it and what was left out. */
export function renderDocument({ notes, skipped }: OutputOf<'document'>, options: RenderOptions): string {
  return [...noteLines(notes, options), ...skippedLines(skipped, options), ''].join('\n');
}
