import type { Json } from '../../model/label.ts';
import { isObject, listOf } from '../../model/json-value.ts';
import { type JsonElement, parseElement } from '../json-elements.ts';

/** An image, annotation or category as it is read, and what of its numbers is not as it was written. */
export type ParsedMember = {
  readonly value: Json;
  /** Names of members in which a number is missing, as it was NaN or, within a label or a list, infinite. */
  readonly lost: readonly string[];
  /** Names of members in which a whole number is text, as it is too large for a number; but ids, which are only compared. */
  readonly texts: readonly string[];
};

/** Why a number is missing after an import, and why one is a text. */
export const LOST = 'numbers that are NaN or, in an annotation or a list, infinite: they are missing';
export const AS_TEXT = 'whole numbers beyond 2^53, kept as text, as a number does not hold all their digits';

/**
 * The value of an element of a COCO file with its numbers as they stand. Python writes `NaN`, `Infinity` and whole numbers of any
 * length: infinities are kept where `infinite` says that these can be, NaN becomes null, whole numbers that would be rounded
 * become texts. Segmentations are not looked into: what is wrong with them is told of elsewhere.
 *
 * @throws UserError as `parseElement`
 */
export function parseMember(
  path: string,
  element: Pick<JsonElement, 'offset' | 'bytes'>,
  infinite: 'kept' | 'lost' = 'lost',
): ParsedMember {
  const read = parseElement(path, element, (word) =>
    word === 'NaN' ? JSON.stringify(NAN) : (INFINITE[word] ?? 'null'),
  );
  if (!isObject(read)) return { value: read, lost: [], texts: [] };
  const members = Object.entries(read);
  const odd = members.filter(([key, value]) => key !== 'segmentation' && isOdd(value));
  if (odd.length === 0) return { value: read, lost: [], texts: [] };
  return withOdd(members, { infinite, literals: literalsIn(element.bytes) });
}

/** Stands for NaN until it is seen where it stands: no text of a file that people read begins so. */
const NAN = '\0NaN';

/** What JSON reads as infinite. */
const INFINITE: Readonly<Record<string, string>> = { Infinity: '1e999', '-Infinity': '-1e999' };

function isOdd(value: Json): boolean {
  if (typeof value === 'number') return !Number.isFinite(value) || isRounded(value);
  if (value === NAN) return true;
  if (value === null || typeof value !== 'object') return false;
  return (listOf(value) ?? Object.values(value)).some(isOdd);
}

function isRounded(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

type How = { readonly infinite: 'kept' | 'lost'; readonly literals: Json };

function withOdd(members: readonly (readonly [string, Json])[], { infinite, literals }: How): ParsedMember {
  const lost: string[] = [];
  const texts: string[] = [];
  const value = members.map(([key, member]): [string, Json] => {
    if (key === 'segmentation') return [key, member];
    const isKept = infinite === 'kept' && typeof member === 'number';
    const seen = { isKept, lost: false, text: false };
    const mended = mend(member, isObject(literals) ? literals[key] : undefined, seen);
    if (seen.lost) lost.push(key);
    if (seen.text && !COMPARED.has(key)) texts.push(key);
    return [key, mended];
  });
  return { value: Object.fromEntries(value), lost, texts };
}

/** Ids that others are found by. That of an annotation is kept. */
const COMPARED: ReadonlySet<string> = new Set(['image_id', 'category_id']);

type Seen = { readonly isKept: boolean; lost: boolean; text: boolean };

/** The value, with `literal` as the same value whose large whole numbers are texts. */
function mend(value: Json, literal: Json | undefined, seen: Seen): Json {
  if (typeof value === 'number' || value === NAN) return mendNumber(value, literal, seen);
  const list = listOf(value);
  if (list !== undefined) return list.map((item, i) => mend(item, listOf(literal)?.[i], seen));
  if (!isObject(value)) return value;
  const inner = isObject(literal) ? literal : {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mend(item, inner[key], seen)]));
}

function mendNumber(value: number | string, literal: Json | undefined, seen: Seen): Json {
  if (typeof value === 'string' || !(Number.isFinite(value) || seen.isKept)) {
    seen.lost = true;
    return null;
  }
  if (!isRounded(value) || typeof literal !== 'string') return value;
  seen.text = true;
  return literal;
}

/** The same with whole numbers that would be rounded as the texts that they are written as. */
function literalsIn(bytes: Buffer): Json {
  const text = bytes.toString('utf8').replace(WORDS, (found) => (found.startsWith('"') ? found : 'null'));
  return JSON.parse(text, (_key, value: Json, context?: { readonly source?: string }): Json => {
    const source = context?.source ?? '';
    return typeof value === 'number' && isRounded(value) && WHOLE.test(source) ? source : value;
  }) as Json;
}

const WORDS = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/gs;
const WHOLE = /^-?\d+$/u;
