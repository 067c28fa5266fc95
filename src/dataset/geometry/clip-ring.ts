/** What is left of a ring inside the square from 0, 0 to 1, 1. */
export type ClippedRing = {
  /** The part inside; empty where there is none. A ring that leaves and comes back is joined along the border. */
  readonly xy: readonly number[];
  /** False where the ring lay inside already: then `xy` is what was given. */
  readonly cut: boolean;
};

/**
 * Clips a ring to the unit square, edge by edge (Sutherland and Hodgman, "Reentrant polygon clipping", CACM 17 (1974)).
 * What the method leaves of a ring that only passes the border (spikes along an edge of the square) is taken away.
 */
export function clipRing(xy: readonly number[]): ClippedRing {
  if (xy.every((value) => value >= 0 && value <= 1)) return { xy, cut: false };
  let points = pairs(xy);
  for (const side of SIDES) points = clipTo(side, points);
  return { xy: withoutSpikes(points).flat(), cut: true };
}

type Point = readonly [x: number, y: number];

/** An edge of the square: the axis it limits, the limit, and on which side of it the inside lies. */
type Side = { readonly axis: 0 | 1; readonly limit: 0 | 1; readonly inside: (value: number) => boolean };

const SIDES: readonly Side[] = [
  { axis: 0, limit: 0, inside: (value) => value >= 0 },
  { axis: 0, limit: 1, inside: (value) => value <= 1 },
  { axis: 1, limit: 0, inside: (value) => value >= 0 },
  { axis: 1, limit: 1, inside: (value) => value <= 1 },
];

function pairs(xy: readonly number[]): Point[] {
  const points: Point[] = [];
  // Adding 0 turns -0 into 0.
  for (let i = 0; i + 1 < xy.length; i += 2) points.push([(xy[i] ?? 0) + 0, (xy[i + 1] ?? 0) + 0]);
  return points;
}

function clipTo({ axis, limit, inside }: Side, points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  let previous = points.at(-1);
  for (const point of points) {
    if (previous !== undefined && inside(previous[axis]) !== inside(point[axis])) {
      kept.push(crossing(previous, point, axis, limit));
    }
    if (inside(point[axis])) kept.push(point);
    previous = point;
  }
  return kept;
}

/** Where the line from `a` to `b` meets the limit; that coordinate is exact. */
function crossing(a: Point, b: Point, axis: 0 | 1, limit: 0 | 1): Point {
  const other = axis === 0 ? 1 : 0;
  const share = (limit - a[axis]) / (b[axis] - a[axis]);
  const [from, to] = [a[other], b[other]];
  // Rounding may carry it an ulp past the end.
  const along = Math.min(Math.max(from + share * (to - from), Math.min(from, to)), Math.max(from, to));
  return axis === 0 ? [limit, along] : [along, limit];
}

/** Drops points that repeat their neighbour, and tips of paths that run along the border and straight back. */
function withoutSpikes(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    kept.push(point);
    while (dropsMiddle(kept.at(-3), kept.at(-2), kept.at(-1))) kept.splice(-2, 1);
  }
  return trimEnds(kept);
}

/** The same where the ring closes. */
function trimEnds(points: Point[]): Point[] {
  let start = 0;
  let end = points.length;
  let before = -1;
  while (end - start !== before && end - start > 1) {
    before = end - start;
    if (dropsMiddle(points[end - 2], points[end - 1], points[start])) end -= 1;
    else if (dropsMiddle(points[end - 1], points[start], points[start + 1])) start += 1;
  }
  return end - start < 3 ? [] : points.slice(start, end);
}

function dropsMiddle(a: Point | undefined, b: Point | undefined, c: Point | undefined): boolean {
  if (b === undefined || c === undefined) return false;
  if (b[0] === c[0] && b[1] === c[1]) return true;
  if (a === undefined) return false;
  if (a[0] === b[0] && a[1] === b[1]) return true;
  return isSpike(a, b, c, 0) || isSpike(a, b, c, 1);
}

/** All three on one edge of the square, and the middle one not between the others. */
function isSpike(a: Point, b: Point, c: Point, axis: 0 | 1): boolean {
  const limit = b[axis];
  if ((limit !== 0 && limit !== 1) || a[axis] !== limit || c[axis] !== limit) return false;
  const other = axis === 0 ? 1 : 0;
  return (b[other] - a[other]) * (b[other] - c[other]) > 0;
}
