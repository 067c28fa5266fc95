import type { Attributes, Keypoint, Label } from '../../model/label.ts';
import { type LabelRow, pythonFloat } from './label-file.ts';
import type { PoseShape } from './pose-shape.ts';

/** A label, or why there is none. */
export type LabelOrFault = { readonly label: Label } | { readonly fault: string };

/** Name of a class by its number; undefined where there is none. */
export type ClassName = (number: number) => string | undefined;

/**
 * The label of a row, in fractions as they stand: 5 numbers are a box, 6 a box and its confidence, an odd number from 7 on an
 * outline, an even one an outline and its confidence.
 */
export function rowLabel(row: LabelRow, className: ClassName): LabelOrFault {
  const read = numbersIn(row, className);
  if ('fault' in read) return read;
  const { name, values } = read;
  const about = { label: name, confidence: null, tags: [], attributes: {} };
  if (values.length < 4) return { fault: 'row of fewer than 5 numbers' };
  if (values.length <= 5) return { label: { ...about, kind: 'detection', units: 'normalised', ...boxOf(values) } };
  const isOdd = values.length % 2 === 1;
  const xy = isOdd ? values.slice(0, -1) : values;
  const confidence = isOdd ? (values.at(-1) ?? null) : null;
  const rings = [{ xy, hole: false }];
  return { label: { ...about, kind: 'polyline', units: 'normalised', rings, closed: true, filled: true, confidence } };
}

/**
 * The label of a row of box and points, in fractions; a point of visibility 0 is NaN. Visibilities are kept as the attribute
 * `visibility` where one is neither 0 nor 2, the box as `bbox`, in pixels, where it is not that of the points.
 */
export function poseLabel(
  row: LabelRow,
  className: ClassName,
  { points, numbers, size }: PoseShape & { readonly size: { readonly width: number; readonly height: number } | null },
): LabelOrFault {
  const read = numbersIn(row, className);
  if ('fault' in read) return read;
  const { name, values } = read;
  if (values.length !== 4 + points * numbers) return { fault: `row of a box and other than ${String(points)} points` };
  const { box } = boxOf(values.slice(0, 4));
  const { xy, visibility } = pointsOf(values.slice(4), numbers);
  const attributes: Attributes = {
    ...(visibility.some((seen) => seen !== 0 && seen !== 2) && { visibility }),
    ...(size !== null &&
      !isBoxOf(box, xy) && { bbox: box.map((value, i) => value * (i % 2 === 0 ? size.width : size.height)) }),
  };
  const about = { label: name, confidence: null, tags: [], attributes };
  const label: Keypoint = { ...about, kind: 'keypoint', units: 'normalised', xy };
  return { label };
}

function pointsOf(values: readonly number[], numbers: 2 | 3): { readonly xy: number[]; readonly visibility: number[] } {
  const xy: number[] = [];
  const visibility: number[] = [];
  for (let i = 0; i < values.length; i += numbers) {
    const [x = NaN, y = NaN, seen = 2] = values.slice(i, i + numbers);
    visibility.push(seen);
    xy.push(...(seen === 0 ? [NaN, NaN] : [x, y]));
  }
  return { xy, visibility };
}

function numbersIn(
  { words }: LabelRow,
  className: ClassName,
): { readonly name: string; readonly values: readonly number[] } | { readonly fault: string } {
  const number = pythonFloat(words[0] ?? '') ?? NaN;
  const values: number[] = [];
  for (let i = 1; i < words.length; i++) {
    const value = pythonFloat(words[i] ?? '') ?? NaN;
    if (!Number.isFinite(value)) return { fault: 'row with something else than finite numbers' };
    values.push(value);
  }
  const name = Number.isSafeInteger(number) && number >= 0 ? className(number) : undefined;
  return name === undefined ? { fault: 'row of a class that is not in the list' } : { name, values };
}

function boxOf([xc = NaN, yc = NaN, w = NaN, h = NaN, confidence]: readonly number[]): {
  readonly box: readonly [number, number, number, number];
  readonly confidence: number | null;
} {
  return { box: [xc - w / 2, yc - h / 2, w, h], confidence: confidence ?? null };
}

/** Whether a box is that of the points, as far as six decimals tell. */
function isBoxOf([x, y, w, h]: readonly [number, number, number, number], xy: readonly number[]): boolean {
  const xs = xy.filter((value, i) => i % 2 === 0 && Number.isFinite(value));
  const ys = xy.filter((value, i) => i % 2 === 1 && Number.isFinite(value));
  const own = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return [x, y, x + w, y + h].every((value, i) => Math.abs(value - (own[i] ?? NaN)) < 5e-6);
}
