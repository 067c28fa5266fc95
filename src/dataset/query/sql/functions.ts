import type { SqlValue } from '../statement.ts';

/** A function that compiled statements call and that whoever runs them has to register, as deterministic. */
export type SqlFunction = (...args: readonly SqlValue[]) => SqlValue;

/** Functions beyond SQLite's own and `regexp_search(pattern, flags, text)`. All yield NULL for NULL. */
export const SQL_FUNCTIONS: Readonly<Record<string, { readonly arity: number; readonly run: SqlFunction }>> = {
  shuffle_key: { arity: 2, run: (seed, oid) => shuffleKey(Number(seed), String(oid)) },
  unicode_lower: { arity: 1, run: (text) => (text === null ? null : asText(text).toLowerCase()) },
  unicode_upper: { arity: 1, run: (text) => (text === null ? null : asText(text).toUpperCase()) },
  round_half_even: {
    arity: 2,
    run: (value, place) => (value === null ? null : roundHalfEven(Number(value), Number(place))),
  },
};

/**
 * Where a sample comes in the order that belongs to `seed`: two 32-bit FNV-1a hashes of the UTF-16 units of `seed:oid`, with
 * the finaliser of MurmurHash3, joined to 53 bits. Only integer arithmetic, so the same on every machine.
 */
export function shuffleKey(seed: number, oid: string): number {
  const text = `${String(seed)}:${oid}`;
  const high = hash32(text, 0x811c9dc5);
  const low = hash32(text, 0x9747b28c);
  return high * 2 ** 21 + (low >>> 11);
}

function hash32(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Rounded to `place` decimals (negative: tens, hundreds); halves go to the even neighbour, as in IEEE 754. */
export function roundHalfEven(value: number, place: number): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** place;
  const scaled = value * scale;
  const below = Math.floor(scaled);
  const fraction = scaled - below;
  if (fraction !== 0.5) return Math.round(scaled) / scale;
  return (below % 2 === 0 ? below : below + 1) / scale;
}

function asText(value: SqlValue): string {
  return typeof value === 'string' ? value : String(value);
}
