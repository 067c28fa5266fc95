import { UserError } from '../../../diagnostics.ts';
import { isoDate } from '../bind/dates.ts';
import type { SqlValue } from '../statement.ts';
import { written } from './json-value.ts';
import { LABEL_FUNCTIONS } from './label-functions.ts';
import { LIST_FUNCTIONS } from './list-functions.ts';

/** A function that compiled statements call and that whoever runs them has to register, as deterministic. */
export type SqlFunction = (...args: readonly SqlValue[]) => SqlValue;

/** SQL's `-1` where a function takes any number of arguments. */
type Registered = { readonly arity: number; readonly run: SqlFunction };

/** Functions beyond SQLite's own and `regexp_search(pattern, flags, text)`. All yield NULL for NULL. */
export const SQL_FUNCTIONS: Readonly<Record<string, Registered>> = {
  ...LIST_FUNCTIONS,
  ...LABEL_FUNCTIONS,
  shuffle_key: { arity: 2, run: (seed, oid) => shuffleKey(Number(seed), String(oid)) },
  unicode_lower: { arity: 1, run: (text) => (text === null ? null : asText(text).toLowerCase()) },
  unicode_upper: { arity: 1, run: (text) => (text === null ? null : asText(text).toUpperCase()) },
  round_half_even: {
    arity: 2,
    run: (value, place) => (value === null ? null : roundHalfEven(Number(value), Number(place))),
  },
  /** A number as JavaScript and MongoDB write it: 7 for 7.0. */
  number_text: { arity: 1, run: (value) => (value === null ? null : String(value)) },
  /** The number that text is; NULL for any other text. */
  text_number: { arity: 1, run: (text) => (typeof text === 'string' ? numberIn(text) : null) },
  /** The date that text or milliseconds since 1970 stand for. */
  to_date: { arity: 1, run: (value) => dateOf(value) },
  /** The value as it is; a text, or a list as text, that doubles with every member would fill the memory. */
  not_too_long: { arity: 1, run: notTooLong },
  /** text, separator, most pieces but one (NULL: any), 1 to begin at the end: the pieces, JSON. */
  split_text: {
    arity: 4,
    run: (text, separator, most, fromEnd) => {
      if (typeof text !== 'string' || typeof separator !== 'string' || separator === '') return null;
      return written(splitText(text, separator, most === null ? Infinity : Number(most), fromEnd === 1));
    },
  },
};

const LONGEST = 10_000_000;

function notTooLong(value: SqlValue | undefined): SqlValue {
  if (typeof value !== 'string' || value.length <= LONGEST) return value ?? null;
  throw new UserError('unsupported', 'a text or list became too long', {
    hint: 'reduce fewer members, or keep less of each',
  });
}

function numberIn(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

function dateOf(value: SqlValue | undefined): string | null {
  if (typeof value === 'string') return isoDate(value) ?? null;
  const date = new Date(Number(value ?? NaN));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** In at most `most` + 1 pieces; the rest is the last piece, or the first one `fromEnd`. */
function splitText(text: string, separator: string, most: number, fromEnd: boolean): readonly string[] {
  const pieces = text.split(separator);
  if (most <= 0) return [text];
  if (pieces.length <= most + 1) return pieces;
  if (fromEnd) return [pieces.slice(0, -most).join(separator), ...pieces.slice(-most)];
  return [...pieces.slice(0, most), pieces.slice(most).join(separator)];
}

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
