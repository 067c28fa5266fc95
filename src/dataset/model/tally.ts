import type { Skipped } from './job.ts';

/** Counts what is left out, by reason, with the first few examples of each. */
export type Tally = {
  readonly count: (reason: string, example: string) => void;
  /** Reasons in the order in which they first came up. */
  readonly list: () => readonly Skipped[];
};

const EXAMPLES = 5;

/** An empty tally. */
export function tally(): Tally {
  const reasons = new Map<string, { count: number; readonly examples: string[] }>();
  return {
    count: (reason, example) => {
      const entry = reasons.get(reason) ?? { count: 0, examples: [] };
      reasons.set(reason, entry);
      entry.count += 1;
      if (entry.examples.length < EXAMPLES) entry.examples.push(example);
    },
    list: () => [...reasons].map(([reason, { count, examples }]) => ({ reason, count, examples })),
  };
}
