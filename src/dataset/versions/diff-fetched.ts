import type { Diff, DiffEntry } from '../model/diff.ts';
import { compareBinary } from '../model/class-map.ts';

/** Counts what only says when something was fetched, apart from what differs. */
export type FetchedTally = {
  /** Counts such differences of a sample. @returns the others */
  sift(entries: readonly DiffEntry[]): readonly DiffEntry[];
  result(): Diff['fetched'];
};

/** @param isOff whether such differences are like all others */
export function fetchedTally(isOff: boolean): FetchedTally {
  const fields = new Map<string, number>();
  let samples = 0;
  return {
    sift: (entries) => {
      const differing = isOff ? entries : entries.filter((entry) => !isFetched(entry));
      if (differing.length === entries.length) return entries;
      for (const { field } of entries.filter(isFetched)) fields.set(field ?? '', (fields.get(field ?? '') ?? 0) + 1);
      if (differing.length === 0) samples++;
      return differing;
    },
    result: () => ({
      samples,
      fields: Array.from(fields, ([name, count]) => ({ name, samples: count })).sort((a, b) =>
        compareBinary(a.name, b.name),
      ),
    }),
  };
}

/** What the next pull compares: when the server changed a task, and what it sent. It says nothing of a picture. */
const FETCHED: ReadonlySet<string> = new Set(['cvat_updated', 'cvat_digest']);

function isFetched({ of, field }: DiffEntry): boolean {
  return of === 'sample' && field !== null && FETCHED.has(field);
}
