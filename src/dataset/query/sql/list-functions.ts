import type { Json } from '../../model/label.ts';
import type { SqlValue } from '../statement.ts';
import { canonical, compareText, compareValues, isList, parsed, parsedList, written } from './json-value.ts';

type Lists = readonly (readonly Json[])[];
type Entry = { readonly arity: number; readonly run: (...args: readonly SqlValue[]) => SqlValue };

/** SQL functions on lists, which are JSON text. What is no list gives NULL; none of them throws. */
export const LIST_FUNCTIONS = {
  /** Members from a place to another (not included), counted as in Python; NULL leaves an end open. */
  list_slice: onList(3, (list, from, to) => list.slice(place(from) ?? 0, place(to))),
  list_reverse: onList(1, (list) => list.toReversed()),
  /** By a key of objects or NULL for the members themselves; as numbers or as text; then turned round. */
  list_sort: onList(4, (list, key, numeric, reverse) => {
    const sorted = list.toSorted(numeric === 1 ? byNumber(key) : byText(key));
    return reverse === 1 ? sorted.toReversed() : sorted;
  }),
  /** Members that any of the lists has, once each, in order. */
  list_union: onLists((lists) => inOrder(lists.flat())),
  /** Members that every list has, once each, in order. */
  list_intersection: onLists((lists) => {
    const [first = [], ...others] = lists;
    const known = others.map(keysOf);
    return inOrder(first.filter((member) => known.every((keys) => keys.has(canonical(member)))));
  }),
  /** Members of the first list that the second lacks, once each, in the order of the first. */
  list_difference: onLists(([first = [], second = []]) => {
    const known = keysOf(second);
    return once(first.filter((member) => !known.has(canonical(member))));
  }),
  list_concat: onLists((lists) => lists.flat()),
  /** The list with another put before the member at a place. */
  list_insert: {
    arity: 3,
    run: (text, index, more) => {
      const [list, inserted, at] = [parsedList(text), parsedList(more), place(index ?? null)];
      if (list === undefined || inserted === undefined || at === undefined) return null;
      return written([...list.slice(0, at), ...inserted, ...list.slice(at)]);
    },
  },
  /** Whether the second list has every member of the first. */
  list_subset: askLists((first, second) => {
    const known = keysOf(second);
    return first.every((member) => known.has(canonical(member)));
  }),
  /** Whether two lists have a member in common. */
  list_overlaps: askLists((first, second) => {
    const known = keysOf(second);
    return first.some((member) => known.has(canonical(member)));
  }),
  /** Text members joined; NULL where a member is no text. */
  list_join: {
    arity: 2,
    run: (text, separator) => {
      const list = parsedList(text);
      if (list === undefined || typeof separator !== 'string') return null;
      return list.every((member) => typeof member === 'string') ? list.join(separator) : null;
    },
  },
  /** Standard deviation of the numbers among the members; NULL for none. The second argument is 1 for that of a sample. */
  list_deviation: { arity: 2, run: (text, sample) => deviation(parsedList(text) ?? [], sample === 1) },
  /** The least member that is not null, whatever its type, as JSON. */
  list_least: { arity: 1, run: (text) => extreme(text, -1) },
  /** The greatest member that is not null, whatever its type, as JSON. */
  list_greatest: { arity: 1, run: (text) => extreme(text, 1) },
  /** Whole numbers from one to another (not included); NULL for more than 100,000. */
  list_range: {
    arity: 2,
    run: (from, to) => {
      const [start, end] = [place(from ?? null), place(to ?? null)];
      if (start === undefined || end === undefined || end - start > LONGEST) return null;
      return written(Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i));
    },
  },
  /** Lists of the first members, the second ones and so on, as long as the shortest list. */
  list_zip: onLists((lists) => zipped(lists, Math.min(...lists.map(({ length }) => length)))),
  /** The same, as long as the longest; what is missing is null. */
  list_zip_longest: onLists((lists) => zipped(lists, Math.max(...lists.map(({ length }) => length)))),
  /** What lies at a path of keys (a JSON list) in JSON; through lists the list of what their members have there. */
  json_leaves: {
    arity: 2,
    run: (text, keys) => {
      const found = leaves(
        parsed(text),
        (parsedList(keys) ?? []).filter((key) => typeof key === 'string'),
      );
      return found === undefined || found === null ? null : written(found);
    },
  },
  /** The same text for equal JSON. */
  json_canonical: {
    arity: 1,
    run: (text) => {
      const value = parsed(text);
      return value === undefined ? null : canonical(value);
    },
  },
} as const satisfies Readonly<Record<string, Entry>>;

const LONGEST = 100_000;

function onList(arity: number, make: (list: readonly Json[], ...more: readonly SqlValue[]) => readonly Json[]): Entry {
  return {
    arity,
    run: (text, ...more) => {
      const list = parsedList(text);
      return list === undefined ? null : written(make(list, ...more));
    },
  };
}

function onLists(make: (lists: Lists) => readonly Json[]): Entry {
  return {
    arity: -1,
    run: (...texts) => {
      const lists = texts.map((text) => parsedList(text));
      return lists.some((list) => list === undefined) ? null : written(make(lists as Lists));
    },
  };
}

function askLists(holds: (first: readonly Json[], second: readonly Json[]) => boolean): Entry {
  return {
    arity: 2,
    run: (a, b) => {
      const [first, second] = [parsedList(a), parsedList(b)];
      return first === undefined || second === undefined ? null : Number(holds(first, second));
    },
  };
}

function place(value: SqlValue | undefined): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : undefined;
}

function keysOf(list: readonly Json[]): ReadonlySet<string> {
  return new Set(list.map(canonical));
}

function once(list: readonly Json[]): readonly Json[] {
  const seen = new Set<string>();
  return list.filter((member) => {
    const key = canonical(member);
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function inOrder(list: readonly Json[]): readonly Json[] {
  return once(list).toSorted(compareValues);
}

function keyed(member: Json, key: SqlValue | undefined): Json {
  if (typeof key !== 'string') return member;
  return leaves(member, key.split('.')) ?? null;
}

function byNumber(key: SqlValue | undefined): (a: Json, b: Json) => number {
  return (a, b) => {
    const difference = Number(keyed(a, key)) - Number(keyed(b, key));
    return Number.isNaN(difference) ? 0 : difference;
  };
}

function byText(key: SqlValue | undefined): (a: Json, b: Json) => number {
  const text = (member: Json): string => {
    const value = keyed(member, key);
    return typeof value === 'object' && value !== null ? canonical(value) : String(value);
  };
  return (a, b) => compareText(text(a), text(b));
}

function deviation(list: readonly Json[], sample: boolean): number | null {
  const numbers = list.filter((member) => typeof member === 'number');
  const divisor = sample ? numbers.length - 1 : numbers.length;
  if (divisor <= 0) return null;
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / divisor);
}

function extreme(text: SqlValue | undefined, sign: number): string | null {
  const list = parsedList(text)?.filter((member) => member !== null) ?? [];
  const [first, ...rest] = list;
  if (first === undefined) return null;
  return written(rest.reduce((best, member) => (compareValues(member, best) * sign > 0 ? member : best), first));
}

function zipped(lists: Lists, length: number): readonly Json[] {
  return Array.from({ length: lists.length === 0 ? 0 : length }, (_, i) => lists.map((list) => list[i] ?? null));
}

function leaves(value: Json | undefined, keys: readonly string[]): Json | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (isList(value)) {
    return value.flatMap((member) => {
      const leaf = leaves(member, keys);
      return leaf === undefined || leaf === null ? [] : [leaf];
    });
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return leaves((value as Readonly<Record<string, Json>>)[key], rest);
}
