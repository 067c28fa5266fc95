/** A stream of random numbers that is the same on every machine. */
export type Random = {
  /** A whole number from 0 up to but not including 2^32. */
  readonly bits: () => number;
  /** A number from 0 up to but not including 1. */
  readonly unit: () => number;
  /** A whole number from 0 up to but not including `count`. */
  readonly below: (count: number) => number;
  /** A number from `low` up to but not including `high`. */
  readonly between: (low: number, high: number) => number;
};

/** The stream that belongs to these whole numbers: one a sample and purpose, so that samples do not depend on each other. */
export function randomFrom(...keys: readonly number[]): Random {
  const words = keys.flatMap((key) => [key, Math.floor(key / 4_294_967_296)]);
  const bits = sfc32(hash(words, 1), hash(words, 2), hash(words, 3));
  return {
    bits,
    unit: () => bits() / 4_294_967_296,
    below: (count) => Math.floor((bits() / 4_294_967_296) * count),
    between: (low, high) => low + (bits() / 4_294_967_296) * (high - low),
  };
}

/** The items in an order that the stream decides. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = items.map((item) => ({ item, key: random.bits() }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Small fast counting generator, 32 bits: Chris Doty-Humphrey, PractRand. */
function sfc32(seedA: number, seedB: number, seedC: number): () => number {
  let [a, b, c, counter] = [seedA, seedB, seedC, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** Mixes 32-bit words (the finaliser of splitmix32 after each). */
function hash(words: readonly number[], start: number): number {
  let state = start;
  for (const word of words) {
    state = (state + (word | 0) + 0x9e37_79b9) | 0;
    state = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    state = Math.imul(state ^ (state >>> 15), 0x735a_2d97);
    state ^= state >>> 15;
  }
  return state | 0;
}
