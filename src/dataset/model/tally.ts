import type { Skipped } from './job.ts';

/** Counts what is left out, by reason, with the first few examples of each. */
export type Tally = {
  readonly count: (reason: string, example: string) => void;
  /** Adds what another tally counted. */
  readonly add: (skipped: readonly Skipped[]) => void;
  /** Reasons in the order in which they first came up. */
  readonly list: () => readonly Skipped[];
};

const EXAMPLES = 5;

/** An empty tally. */
export function tally(): Tally {
  const reasons = new Map<string, { count: number; readonly examples: string[] }>();
  const add = ({ reason, count, examples }: Skipped): void => {
    const entry = reasons.get(reason) ?? { count: 0, examples: [] };
    reasons.set(reason, entry);
    entry.count += count;
    entry.examples.push(...examples.slice(0, EXAMPLES - entry.examples.length));
  };
  return {
    count: (reason, example) => {
      add({ reason, count: 1, examples: [example] });
    },
    add: (skipped) => {
      skipped.forEach(add);
    },
    list: () => [...reasons].map(([reason, { count, examples }]) => ({ reason, count, examples })),
  };
}
