import type { SqlValue } from '../query/statement.ts';

/** Whether a column holds what is to be written to it. SQLite keeps NaN as NULL. */
export function isStored(wanted: SqlValue, stored: SqlValue | undefined): boolean {
  if (wanted instanceof Uint8Array && stored instanceof Uint8Array) return Buffer.compare(wanted, stored) === 0;
  return wanted === stored || (Number.isNaN(wanted) && stored === null);
}

/** Whether two lists have the same texts in the same order. */
export function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
