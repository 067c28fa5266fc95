import type { Outcome } from './compare.ts';

/** How many lines came to what: `470 equal, 68 deviates, 30 refused, 0 fails`. */
export function tally(outcomes: readonly Outcome[]): string {
  const counts = Object.groupBy(outcomes, ({ outcome }) => outcome);
  const kinds = ['equal', 'deviates', 'refused', 'fails'] as const;
  return kinds.map((kind) => `${String(counts[kind]?.length ?? 0)} ${kind}`).join(', ');
}
