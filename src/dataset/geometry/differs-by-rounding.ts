import type { Label, Ring, Units } from '../model/label.ts';
import type { PictureSize } from './measure.ts';
import { nestRings } from './nest-rings.ts';

/**
 * Pixels within which a point is where it was, but for rounding. Pixels that were divided by the size of the picture and are
 * multiplied again differ from the sixteenth digit on; two decimals, to which CVAT rounds, are more than this.
 */
export const ROUNDING = 0.001;

/**
 * Whether two labels that differ are the same shape but for rounding: of one kind, closed and filled alike, with as many rings and
 * points in the same order, none further than `ROUNDING` along x or y from its counterpart, and with the same holes, whether they
 * are marked or follow from the even-odd rule. Fractions become pixels of a picture of that size; where it is not known they are
 * not compared, and masks are exact.
 */
export function differsByRounding(a: Label, b: Label, size: PictureSize): boolean {
  if (a.kind === 'polyline' && b.kind === 'polyline') {
    const isAlike = a.closed === b.closed && a.filled === b.filled && sameRings(a.rings, b.rings);
    return isAlike && isClose(placed(a.units, flat(a.rings)), placed(b.units, flat(b.rings)), size);
  }
  if (a.kind === 'detection' && b.kind === 'detection') {
    return isClose(placed(a.units, cornersOf(a.box)), placed(b.units, cornersOf(b.box)), size);
  }
  if (a.kind === 'keypoint' && b.kind === 'keypoint') {
    return isClose(placed(a.units, a.xy), placed(b.units, b.xy), size);
  }
  return false;
}

function sameRings(a: readonly Ring[], b: readonly Ring[]): boolean {
  if (a.length !== b.length || a.some(({ xy }, i) => xy.length !== b[i]?.xy.length)) return false;
  return a.every(({ hole }, i) => hole === b[i]?.hole) || holesIn(a) === holesIn(b);
}

/** Which ring is a hole of which, by their numbers, as text. */
function holesIn(rings: readonly Ring[]): string {
  const numbers = new Map(rings.map(({ xy }, i) => [xy, i]));
  const { nests, strays } = nestRings(rings);
  const pairs = nests.map(({ outer, holes }) => [numbers.get(outer), holes.map((hole) => numbers.get(hole))]);
  return JSON.stringify([pairs, strays]);
}

function flat(rings: readonly Ring[]): readonly number[] {
  return rings.flatMap(({ xy }) => xy);
}

function cornersOf([x, y, width, height]: readonly [number, number, number, number]): readonly number[] {
  return [x, y, x + width, y + height];
}

type Points = { readonly units: Units; readonly xy: readonly number[] };

function placed(units: Units, xy: readonly number[]): Points {
  return { units, xy };
}

function isClose(a: Points, b: Points, { width, height }: PictureSize): boolean {
  if (a.xy.length !== b.xy.length) return false;
  const isKnown = width !== null && height !== null && width > 0 && height > 0;
  if (!isKnown && (a.units === 'normalised' || b.units === 'normalised')) return false;
  const size = [width ?? 1, height ?? 1] as const;
  return a.xy.every((value, i) => {
    const other = b.xy[i] ?? NaN;
    // Points that were not placed are NaN on both sides.
    if (Number.isNaN(value)) return Number.isNaN(other);
    const side = size[i % 2 === 0 ? 0 : 1];
    return Math.abs(inPixels(value, a.units, side) - inPixels(other, b.units, side)) <= ROUNDING;
  });
}

function inPixels(value: number, units: Units, side: number): number {
  return units === 'pixel' ? value : value * side;
}
