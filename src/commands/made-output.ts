import type { Created } from '../dataset/library.ts';
import type { Skipped } from '../dataset/model/job.ts';
import type { Output } from '../output.ts';

/** What a command yields that made a dataset. */
export function madeOutput(
  name: string,
  { samples, labels, labelsByField, notes }: Created,
  skipped: readonly Skipped[] = [],
): Output {
  const byField = Object.entries(labelsByField).map(([field, count]) => [`labels in ${field}`, count] as const);
  return {
    kind: 'change',
    dataset: name,
    samples,
    labels,
    what: { 'samples added': samples, ...Object.fromEntries(byField) },
    skipped,
    notes,
    undo: null,
  };
}
