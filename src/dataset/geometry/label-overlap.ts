import type { Label, Polyline, Units } from '../model/label.ts';
import type { PictureSize } from './measure.ts';
import { fillRings, rasterOf } from './rasterise.ts';

/** A box in pixels: left and top, and the far edges. */
type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** Cells along the longer side when outlines are compared. */
const CELLS = 96;

/**
 * How much two labels cover each other: the area that both cover over that which either does, 0 to 1. Outlines are compared
 * on a coarse raster, everything else by its box; a class for the whole picture covers another wholly. Fractions become
 * pixels of a picture of that size; where it is not known, they are compared with each other only.
 */
export function overlap(a: Label, b: Label, size: PictureSize = UNKNOWN): number {
  if (!areComparable(a, b, size)) return 0;
  if (a.kind === 'classification') return a.label === b.label ? 1 : 0;
  const [first, second] = [boxOf(a, size), boxOf(b, size)];
  if (first === undefined || second === undefined || !meet(first, second)) return 0;
  return isOutline(a) && isOutline(b)
    ? outlineOverlap(a, b, { size, box: around(first, second) })
    : boxOverlap(first, second);
}

/** Labels of one kind are; fractions and pixels where the size of the picture is known. */
function areComparable(a: Label, b: Label, { width, height }: PictureSize): boolean {
  if (a.kind !== b.kind) return false;
  return unitsOf(a) === unitsOf(b) || (width !== null && height !== null);
}

const UNKNOWN: PictureSize = { width: null, height: null };

/** Pixels of a side of a picture of unknown size. */
const NOMINAL = 1000;

/** Pixels to a unit, along x and along y. */
function scaleOf(units: Units, { width, height }: PictureSize): readonly [number, number] {
  return units === 'pixel' ? [1, 1] : [width ?? NOMINAL, height ?? NOMINAL];
}

function unitsOf(label: Label): Units {
  return 'units' in label ? label.units : 'pixel';
}

function isOutline(label: Label): label is Polyline {
  return label.kind === 'polyline' && label.closed;
}

function boxOf(label: Label, size: PictureSize): Box | undefined {
  switch (label.kind) {
    case 'classification':
      return undefined;
    case 'mask':
      return [label.left, label.top, label.left + label.width, label.top + label.height];
    case 'detection': {
      const [x, y, width, height] = label.box;
      const [sx, sy] = scaleOf(label.units, size);
      return [x * sx, y * sy, (x + width) * sx, (y + height) * sy];
    }
    case 'keypoint':
      return boxOfPoints(label.xy, scaleOf(label.units, size));
    case 'polyline':
      return boxOfPoints(
        label.rings.flatMap(({ xy }) => xy),
        scaleOf(label.units, size),
      );
  }
}

/** Grown by half a pixel on each side: a point covers something too. Points that were not placed are left out. */
function boxOfPoints(xy: readonly number[], [sx, sy]: readonly [number, number]): Box | undefined {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const [x = NaN, y = NaN] = [xy[i], xy[i + 1]];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    box[0] = Math.min(box[0], x * sx - 0.5);
    box[1] = Math.min(box[1], y * sy - 0.5);
    box[2] = Math.max(box[2], x * sx + 0.5);
    box[3] = Math.max(box[3], y * sy + 0.5);
  }
  return box[0] < Infinity ? box : undefined;
}

function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function around(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function areaOf([x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}

function boxOverlap(a: Box, b: Box): number {
  const both = areaOf([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
  return both / (areaOf(a) + areaOf(b) - both);
}

/** Outlines on a raster over the box that holds both, in pixels. */
function outlineOverlap(
  a: Polyline,
  b: Polyline,
  { size: picture, box: [x0, y0, x1, y1] }: { readonly size: PictureSize; readonly box: Box },
): number {
  const scale = CELLS / Math.max(x1 - x0, y1 - y0);
  const size = { width: Math.ceil((x1 - x0) * scale) + 1, height: Math.ceil((y1 - y0) * scale) + 1 };
  const raster = ({ rings, units }: Polyline): Uint8Array =>
    rasterOf(size, (paint) => {
      const [sx, sy] = scaleOf(units, picture);
      const cells = rings.map(({ xy }) =>
        xy.map((v, i) => Math.floor((i % 2 === 0 ? v * sx - x0 : v * sy - y0) * scale)),
      );
      fillRings(cells, size, paint);
    });
  const [first, second] = [raster(a), raster(b)];
  let both = 0;
  let either = 0;
  for (const [i, cell] of first.entries()) {
    both += cell & (second[i] ?? 0);
    either += cell | (second[i] ?? 0);
  }
  return either === 0 ? 0 : both / either;
}
