import type { Json } from '../../model/label.ts';

/**
 * JSON as FiftyOne writes it: in ASCII, whatever encoding a reader takes for granted; a float with a point, so that MongoDB
 * keeps it one; what JSON lacks as MongoDB's extended JSON.
 */

/** A float; NaN and infinities as `{"$numberDouble"}`. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return `{"$numberDouble": "${String(value)}"}`;
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** A text in quotation marks. */
export function stringText(value: string): string {
  return inAscii(JSON.stringify(value));
}

/** Any JSON. */
export function jsonText(value: Json): string {
  return inAscii(JSON.stringify(value));
}

/** A date; milliseconds only where there are any. Years that ISO texts of four digits do not reach are milliseconds. */
export function dateText(value: Date): string {
  const year = value.getUTCFullYear();
  if (year < 1 || year > 9999) return `{"$date": {"$numberLong": "${String(value.getTime())}"}}`;
  return `{"$date": "${value.toISOString().replace('.000Z', 'Z')}"}`;
}

/** An object id of 24 hex digits. */
export function objectIdText(id: string): string {
  return `{"$oid": "${id}"}`;
}

/** Members in the order in which they come; the texts are JSON already. */
export function objectText(members: readonly (readonly [name: string, text: string])[]): string {
  return `{${members.map(([name, text]) => `${nameText(name)}: ${text}`).join(', ')}}`;
}

/** Names come again with every label. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 10_000;

function nameText(name: string): string {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const text = stringText(name);
  if (NAMES.size < MOST_NAMES) NAMES.set(name, text);
  return text;
}

/** Points `[x, y]` of alternating numbers, each of which `scale` brings to fractions of the picture. */
export function pointsText(xy: readonly number[], scale: readonly [x: number, y: number]): string {
  const points: Point[] = [];
  for (let i = 0; i + 1 < xy.length; i += 2) points.push([(xy[i] ?? NaN) / scale[0], (xy[i + 1] ?? NaN) / scale[1]]);
  // Numbers are most of an export, and many at once are written several times faster.
  if (points.every(isPlain)) return JSON.stringify(points);
  return `[${points.map(([x, y]) => `[${floatText(x)}, ${floatText(y)}]`).join(', ')}]`;
}

type Point = readonly [x: number, y: number];

/** True for numbers that JSON has, and has no shorter way to write than a float. */
function isPlain([x, y]: Point): boolean {
  return Number.isFinite(x + y) && !Number.isInteger(x) && !Number.isInteger(y);
}

// eslint-disable-next-line no-control-regex -- everything that is not ASCII
const NOT_ASCII = /[^\x00-\x7f]/g;

function inAscii(text: string): string {
  return text.replace(NOT_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
