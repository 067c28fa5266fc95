import { UserError } from '../../diagnostics.ts';

/** Classes in the order of their numbers, from 0. */
export type ClassMap = {
  readonly names: readonly string[];
  /** Number of a class; undefined where it is not in the list. */
  readonly indexOf: (name: string) => number | undefined;
};

/**
 * The class list that was asked for, in its order.
 *
 * @throws UserError `bad-argument` where it is empty, or names a class twice or not at all
 */
export function givenClasses(names: readonly string[]): ClassMap {
  if (names.length === 0) throw new UserError('bad-argument', 'the class list is empty');
  const seen = new Set<string>();
  for (const name of names) {
    if (name === '') throw new UserError('bad-argument', 'the class list has a class without a name');
    if (seen.has(name)) throw new UserError('bad-argument', `the class list names ${name} twice`);
    seen.add(name);
  }
  return classMap(names);
}

/** The classes that occur, in binary order of their names: the same list whatever the order of the samples. */
export function derivedClasses(present: Iterable<string>): ClassMap {
  return classMap([...new Set(present)].sort(compareBinary));
}

/** Order by code point, which is the order of the UTF-8 bytes; `<` on strings compares UTF-16 units instead. */
export function compareBinary(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Lifts surrogates above the rest of the first plane. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function classMap(names: readonly string[]): ClassMap {
  const numbers = new Map(names.map((name, i) => [name, i]));
  return { names, indexOf: (name) => numbers.get(name) };
}
