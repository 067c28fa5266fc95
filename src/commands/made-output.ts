import type { Created } from '../dataset/library.ts';
import type { Skipped } from '../dataset/model/job.ts';
import type { Output } from '../output.ts';

/** What is said of a dataset that was made besides its numbers. */
type Made = {
  readonly skipped?: readonly Skipped[];
  /** What became of the samples; default: they were added. */
  readonly how?: 'added' | 'copied';
  /** Other numbers. */
  readonly more?: Readonly<Record<string, number>>;
};

/** What a command yields that made a dataset. */
export function madeOutput(
  name: string,
  { samples, labels, labelsByField, notes }: Created,
  { skipped = [], how = 'added', more = {} }: Made = {},
): Output {
  const byField = Object.entries(labelsByField).map(([field, count]) => [`labels in ${field}`, count] as const);
  return {
    kind: 'change',
    dataset: name,
    samples,
    labels,
    what: { [`samples ${how}`]: samples, ...Object.fromEntries(byField), ...more },
    skipped,
    notes,
    undo: null,
  };
}
