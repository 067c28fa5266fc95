import type { Value } from '../../dataset/query/answer.ts';

/** Orders values of a column: missing first, numbers by size, dates by time, everything else by its characters. */
export function compareCells(a: Value, b: Value): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  if (typeof a === 'number' && typeof b === 'number') return numbers(a, b);
  if (a instanceof Date && b instanceof Date) return numbers(a.getTime(), b.getTime());
  return texts(textOf(a), textOf(b));
}

function rank(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 2;
  return value instanceof Date ? 3 : 4;
}

/** NaN, which is not a number, comes before all that are. */
function numbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : Number(a > b);
}

function texts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
