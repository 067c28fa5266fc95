import { isDeepStrictEqual } from 'node:util';
import type { Attributes } from '../model/label.ts';
import type { PackedLabel } from '../model/packed-sample.ts';

/** Whether two labels have the same points, and are closed and filled alike. */
export function sameGeometry(a: PackedLabel, b: PackedLabel): boolean {
  return a.kind === b.kind && a.closed === b.closed && a.filled === b.filled && sameBytes(a.geometry, b.geometry);
}

/** Whether confidence and attributes are the same. */
export function sameProperties(a: PackedLabel, b: PackedLabel): boolean {
  if (a.confidence !== b.confidence) return false;
  return a.attributes === b.attributes || isDeepStrictEqual(attributesOf(a), attributesOf(b));
}

/** Whether two labels carry the same tags, in whatever order. */
export function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && (a.length === 0 || a.every((tag) => b.includes(tag)));
}

/** Whether two labels are the same in everything but their id. */
export function sameLabel(a: PackedLabel, b: PackedLabel): boolean {
  return a.label === b.label && sameGeometry(a, b) && sameProperties(a, b) && sameTags(a.tags, b.tags);
}

/** Attributes by name. */
export function attributesOf({ attributes }: PackedLabel): Attributes {
  return attributes === '' ? {} : (JSON.parse(attributes) as Attributes);
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
