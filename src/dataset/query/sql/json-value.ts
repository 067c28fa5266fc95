import type { Json } from '../../model/label.ts';
import type { SqlValue } from '../statement.ts';

/** The value that JSON text of SQLite stands for; undefined for NULL and for what is no JSON. */
export function parsed(text: SqlValue | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The list that JSON text stands for; undefined for anything else. */
export function parsedList(text: SqlValue | undefined): readonly Json[] | undefined {
  const value = parsed(text);
  return isList(value) ? value : undefined;
}

/** JSON text of a value. Infinities, which JSON lacks, are written as SQLite writes them. */
export function written(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return Number.isNaN(value) ? 'null' : value > 0 ? '9e999' : '-9e999';
  }
  if (isList(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}:${written(each)}`)
    .join(',')}}`;
}

/** Text that is the same for equal values, whatever the order of their keys and the spelling of their numbers. */
export function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return written(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
}

/** Order of values of any type: null, numbers, text by code point, objects, lists, false, true, as MongoDB has it. */
export function compareValues(a: Json, b: Json): number {
  const byRank = rankOf(a) - rankOf(b);
  if (byRank !== 0) return byRank;
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  if (isList(a) && isList(b)) return compareLists(a, b);
  const [left, right] = [textOf(a), textOf(b)];
  return compareText(left, right);
}

/** By Unicode code point, as SQLite's binary order; JavaScript's own compares UTF-16 units. */
export function compareText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.codePointAt(at) === b.codePointAt(at)) at += 1;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compareValues(a[i] ?? null, b[i] ?? null);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonical(value);
}

function rankOf(value: Json): number {
  if (value === null) return 0;
  if (isList(value)) return 4;
  return RANKS.get(typeof value) ?? 0;
}

const RANKS: ReadonlyMap<string, number> = new Map([
  ['number', 1],
  ['string', 2],
  ['object', 3],
  ['boolean', 5],
]);

/** Whether a JSON value is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
