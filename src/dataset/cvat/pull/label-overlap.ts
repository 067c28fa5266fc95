import { fillRings, rasterOf } from '../../geometry/rasterise.ts';
import type { Label, Polyline } from '../../model/label.ts';

/** A box in pixels: left and top, and the far edges. */
type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** Cells along the longer side when outlines are compared. */
const CELLS = 96;

/**
 * How much two labels in pixels cover each other: the area that both cover over that which either does, 0 to 1. Outlines are
 * compared on a coarse raster, everything else by its box; a class for the whole picture covers another wholly.
 */
export function overlap(a: Label, b: Label): number {
  if (a.kind !== b.kind) return 0;
  if (a.kind === 'classification') return a.label === b.label ? 1 : 0;
  const [first, second] = [boxOf(a), boxOf(b)];
  if (first === undefined || second === undefined || !meet(first, second)) return 0;
  return isOutline(a) && isOutline(b) ? outlineOverlap(a, b, around(first, second)) : boxOverlap(first, second);
}

function isOutline(label: Label): label is Polyline {
  return label.kind === 'polyline' && label.closed;
}

function boxOf(label: Label): Box | undefined {
  switch (label.kind) {
    case 'classification':
      return undefined;
    case 'mask':
      return [label.left, label.top, label.left + label.width, label.top + label.height];
    case 'detection': {
      const [x, y, width, height] = label.box;
      return label.units === 'pixel' ? [x, y, x + width, y + height] : undefined;
    }
    case 'keypoint':
      return label.units === 'pixel' ? boxOfPoints(label.xy) : undefined;
    case 'polyline':
      return label.units === 'pixel' ? boxOfPoints(label.rings.flatMap(({ xy }) => xy)) : undefined;
  }
}

/** Grown by half a pixel on each side: a point covers something too. Points that were not placed are left out. */
function boxOfPoints(xy: readonly number[]): Box | undefined {
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const [x = NaN, y = NaN] = [xy[i], xy[i + 1]];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    box[0] = Math.min(box[0], x - 0.5);
    box[1] = Math.min(box[1], y - 0.5);
    box[2] = Math.max(box[2], x + 0.5);
    box[3] = Math.max(box[3], y + 0.5);
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

function outlineOverlap(a: Polyline, b: Polyline, [x0, y0, x1, y1]: Box): number {
  const scale = CELLS / Math.max(x1 - x0, y1 - y0);
  const size = { width: Math.ceil((x1 - x0) * scale) + 1, height: Math.ceil((y1 - y0) * scale) + 1 };
  const raster = ({ rings }: Polyline): Uint8Array =>
    rasterOf(size, (paint) => {
      const cells = rings.map(({ xy }) => xy.map((v, i) => Math.floor((v - (i % 2 === 0 ? x0 : y0)) * scale)));
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
