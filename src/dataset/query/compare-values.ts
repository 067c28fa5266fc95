import type { Value } from './answer.ts';

/**
 * Orders values of any type as MongoDB sorts them: missing, numbers, text, objects, lists, truth values. A list counts as the least
 * of its members, an empty one comes first, and each before a value like it.
 */
export function compareValues(a: Value, b: Value): number {
  if (Array.isArray(a) || Array.isArray(b)) return compareLists(a, b);
  return rank(a) - rank(b) || compareAlike(a, b);
}

function compareLists(a: Value, b: Value): number {
  const [left, right] = [least(a), least(b)];
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return (
    compareValues(left, right) || Number(!Array.isArray(a)) - Number(!Array.isArray(b)) || compareText(text(a), text(b))
  );
}

/** What a value counts as; nothing for an empty list. */
function least(value: Value): Value | undefined {
  if (!Array.isArray(value)) return value;
  const members: readonly Value[] = value;
  return members.toSorted(compareValues)[0];
}

function rank(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  return typeof value === 'boolean' ? 5 : 3;
}

function compareAlike(a: Value, b: Value): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareText(text(a), text(b));
}

function text(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** By UTF-8 bytes, as SQLite and MongoDB do. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
