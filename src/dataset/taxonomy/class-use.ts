import type { ValueCount } from '../query/catalog.ts';

/** The classes of a label field: how many labels have each, and the list that its source gave. */
export type FieldClasses = {
  readonly field: string;
  readonly counts: readonly ValueCount[];
  readonly declared: readonly string[];
};

/** Labels by class over several fields, by descending count, then name; labels without a class are null. */
export function labelsByClass(fields: readonly FieldClasses[]): ReadonlyMap<string | null, number> {
  const sums = new Map<string | null, number>();
  for (const { value, count } of fields.flatMap(({ counts }) => counts)) {
    const name = value === null ? null : String(value);
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return new Map([...sums].toSorted(([a, n], [b, m]) => m - n || compare(a, b)));
}

function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
