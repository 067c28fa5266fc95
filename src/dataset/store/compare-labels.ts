import type { Database } from 'better-sqlite3';
import type { PackedLabels } from '../model/packed-sample.ts';
import { fieldComparer, type FieldComparer, type FieldPair, type SamplePair } from './compare-field.ts';
import { openForReading } from './open-database.ts';
import { FORMAT } from './tables.ts';
import { translating } from './translate-error.ts';

export type { FieldPair, SamplePair };

/** By field, of all that are compared: the labels that differ, on both sides in the same order; null where it is missing. */
export type DifferingLabels = readonly [
  here: Readonly<Record<string, PackedLabels>>,
  there: Readonly<Record<string, PackedLabels>>,
];

/** Compares labels of two files where they are stored: those that are the same in both are not handed over. */
export type LabelComparison = {
  /**
   * Of the samples whose labels pair up in every field, by their rows here: the labels that differ in anything, and maybe some
   * that do not. They pair up where a field is missing on both sides, or has as many labels at the same places with the same
   * ids, each once. Samples that are not in the answer are to be compared as a whole.
   */
  differing(pairs: readonly SamplePair[]): ReadonlyMap<number, DifferingLabels>;
  close(): void;
};

/**
 * Opens two files of datasets to be compared; neither can be written by that. Both are read as they were committed last, each
 * call in one state of them.
 * @returns undefined where the second is of another format
 * @throws UserError as `openForReading`
 */
export function compareLabels(
  [here, there]: readonly [string, string],
  fields: readonly FieldPair[],
): LabelComparison | undefined {
  const db = openForReading(here);
  const attempt = { file: `${here} or ${there}` };
  let comparers: readonly FieldComparer[] | undefined;
  try {
    comparers = translating(attempt, () => (attach(db, there) ? fields.map((of) => fieldComparer(db, of)) : undefined));
  } finally {
    if (comparers === undefined) db.close();
  }
  if (comparers === undefined) return undefined;
  const compare = db.transaction(differing);
  const all = comparers;
  return {
    differing: (pairs) => translating(attempt, () => compare(all, pairs)),
    close: () => db.close(),
  };
}

/** SQLite opens what it attaches as read-only as the file that is open. @returns whether it is of the same format */
function attach(db: Database, file: string): boolean {
  db.prepare('ATTACH ? AS other').run(file);
  // Each page is asked for once: what was read lies behind.
  for (const schema of ['main', 'other']) db.pragma(`${schema}.cache_size = -4096`);
  return db.pragma('other.user_version', { simple: true }) === FORMAT;
}

/** Each field is asked only about samples whose labels pair up in those before it. */
function differing(
  comparers: readonly FieldComparer[],
  pairs: readonly SamplePair[],
): ReadonlyMap<number, DifferingLabels> {
  let left = pairs;
  const byField = comparers.map(({ names, compare }) => {
    const lists = compare(left);
    left = left.filter(([here]) => lists.has(here));
    return { names, lists };
  });
  return new Map(
    left.map(([row]) => {
      const here = byField.map(({ names, lists }) => [names[0], lists.get(row)?.[0] ?? null] as const);
      const there = byField.map(({ names, lists }) => [names[1], lists.get(row)?.[1] ?? null] as const);
      return [row, [Object.fromEntries(here), Object.fromEntries(there)]] as const;
    }),
  );
}
