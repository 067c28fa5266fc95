/** Whole numbers from 0 by a number each: a map outside of the heap, for millions of entries of 12 bytes and some room. */
export type NumberTable = {
  readonly get: (key: number) => number | undefined;
  /** The key must not be NaN, and the value is below 2^32. */
  readonly set: (key: number, value: number) => void;
};

/** An empty table. */
export function numberTable(): NumberTable {
  let count = 0;
  let keys = emptyKeys(1024);
  let values = new Uint32Array(1024);
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    keys = emptyKeys(2 * oldKeys.length);
    values = new Uint32Array(2 * oldKeys.length);
    for (let i = 0; i < oldKeys.length; i++) {
      const key = oldKeys[i] ?? NaN;
      if (Number.isNaN(key)) continue;
      const at = placeOf(keys, key);
      keys[at] = key;
      values[at] = oldValues[i] ?? 0;
    }
  };
  return {
    get: (key) => {
      const at = placeOf(keys, key);
      return Number.isNaN(keys[at]) ? undefined : values[at];
    },
    set: (key, value) => {
      if (4 * count > 3 * keys.length) grow();
      const at = placeOf(keys, key);
      if (Number.isNaN(keys[at])) count += 1;
      keys[at] = key;
      values[at] = value;
    },
  };
}

function emptyKeys(length: number): Float64Array {
  return new Float64Array(length).fill(NaN);
}

/** Where a key stands, or may be put: the next free place from where it belongs. */
function placeOf(keys: Float64Array, key: number): number {
  const last = keys.length - 1;
  let at = hashOf(key) & last;
  while (keys[at] !== key && !Number.isNaN(keys[at])) at = (at + 1) & last;
  return at;
}

/** Neighbours are spread, and so are numbers that differ in their high half only. */
function hashOf(key: number): number {
  const low = key | 0;
  const high = (key / 0x1_0000_0000) | 0;
  const mixed = Math.imul(low ^ Math.imul(high, 0x85eb_ca6b), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
}
