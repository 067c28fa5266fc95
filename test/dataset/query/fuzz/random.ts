/** Repeatable choices. */
export type Random = {
  /** A whole number from 0 up to, not including, `below`. */
  readonly int: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...(readonly T[])] | readonly T[]) => T;
  /** From `least` to `most` results. */
  readonly many: <T>(least: number, most: number, make: () => T) => readonly T[];
};

/** Choices that follow from the seed alone (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const index = int(items.length);
      if (index >= items.length) throw new Error('nothing to choose from');
      return items[index] as (typeof items)[number];
    },
    many: (least, most, make) => Array.from({ length: least + int(most - least + 1) }, make),
  };
}
