import type { Ring } from '../model/label.ts';

/** A box by its edges: left, top, right, bottom, in the units of the ring. */
export type Bounds = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** Shoelace area of a ring `[x0, y0, ...]`: positive where it runs clockwise on a screen (y downwards). Fewer than 3 points: 0. */
export function signedArea(xy: readonly number[]): number {
  const n = xy.length - 1;
  let twice = 0;
  let x0 = xy[n - 1] ?? 0;
  let y0 = xy[n] ?? 0;
  for (let i = 0; i < n; i += 2) {
    const x1 = xy[i] ?? 0;
    const y1 = xy[i + 1] ?? 0;
    twice += x0 * y1 - x1 * y0;
    x0 = x1;
    y0 = y1;
  }
  return twice / 2;
}

/** Smallest box round all finite vertices of the coordinate lists; undefined where there are none. */
export function boundsOf(lists: readonly (readonly number[])[]): Bounds | undefined {
  const [x0, x1] = extent(lists, 0);
  const [y0, y1] = extent(lists, 1);
  return x0 <= x1 && y0 <= y1 ? { x0, y0, x1, y1 } : undefined;
}

/** Least and greatest of every second number, from `offset` on; a NaN is neither. */
function extent(lists: readonly (readonly number[])[], offset: 0 | 1): readonly [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const xy of lists) {
    for (let i = offset; i < xy.length; i += 2) {
      const value = xy[i] ?? NaN;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return [least, greatest];
}

/** Whether a point lies inside a ring, by the even-odd rule; on the border either answer is possible. */
export function isInsideRing(x: number, y: number, xy: readonly number[]): boolean {
  let inside = false;
  const n = xy.length - 1;
  let px = xy[n - 1] ?? 0;
  let py = xy[n] ?? 0;
  for (let i = 0; i < n; i += 2) {
    const qx = xy[i] ?? 0;
    const qy = xy[i + 1] ?? 0;
    if (qy > y !== py > y && x < ((px - qx) * (y - qy)) / (py - qy) + qx) inside = !inside;
    px = qx;
    py = qy;
  }
  return inside;
}

/**
 * Area covered by rings: outer rings less holes. Where no ring is marked as a hole, a ring that lies in an odd number
 * of others counts as one (even-odd). Rings that cross themselves or each other are not resolved: shoelace areas are summed.
 */
export function areaOf(rings: readonly Ring[]): number {
  const [only] = rings;
  if (only === undefined) return 0;
  if (rings.length === 1) return Math.abs(signedArea(only.xy));
  const marked = rings.some(({ hole }) => hole);
  const sum = rings.reduce((total, ring) => {
    const area = Math.abs(signedArea(ring.xy));
    const subtracts = marked ? ring.hole : depthOf(ring, rings) % 2 === 1;
    return subtracts ? total - area : total + area;
  }, 0);
  return Math.max(0, sum);
}

/** In how many of the other rings the first vertex of `ring` lies. */
function depthOf(ring: Ring, rings: readonly Ring[]): number {
  const [x, y] = ring.xy;
  if (x === undefined || y === undefined) return 0;
  return rings.filter((other) => other !== ring && isInsideRing(x, y, other.xy)).length;
}
