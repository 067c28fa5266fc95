import { signedArea } from './rings.ts';

/**
 * Makes one ring of an outer ring and its holes (a keyhole): from a vertex of the ring to the nearest vertex of a hole,
 * round the hole against the ring's sense, and back on the same line. The line is passed twice, so it encloses nothing,
 * and filling by the even-odd or the non-zero rule gives the ring less its holes. Lists are `[x0, y0, ...]`, not closed;
 * all vertices are kept, the two ends of each bridge are repeated.
 */
export function bridgeHoles(outer: readonly number[], holes: readonly (readonly number[])[]): readonly number[] {
  let ring = outer;
  let waiting = holes.filter((hole) => hole.length >= 6);
  while (waiting.length > 0) {
    const bridges = waiting.map((hole) => shortestBridge(ring, hole, waiting));
    const next = bridges.reduce((best, bridge) => (isBetter(bridge, best) ? bridge : best));
    ring = splice(ring, next);
    waiting = waiting.filter((hole) => hole !== next.hole);
  }
  return ring;
}

/** A line from vertex `from` of the ring to vertex `to` of the hole; `length` is squared. */
type Bridge = {
  readonly hole: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly isFree: boolean;
};

function isBetter(a: Bridge, b: Bridge): boolean {
  return a.isFree === b.isFree ? a.length < b.length : a.isFree;
}

/** The shortest line that crosses no edge; where there is none among the near ones, the shortest at all. */
function shortestBridge(
  ring: readonly number[],
  hole: readonly number[],
  holes: readonly (readonly number[])[],
): Bridge {
  const candidates = nearestPairs(ring, hole).sort((a, b) => a.length - b.length);
  const free = candidates.find((pair) => isFree(ring, hole, pair, [ring, ...holes]));
  const [shortest] = candidates;
  const chosen = free ?? shortest ?? { from: 0, to: 0, length: 0 };
  return { hole, from: chosen.from, to: chosen.to, length: chosen.length, isFree: free !== undefined };
}

type Pair = { readonly from: number; readonly to: number; readonly length: number };

/** Each vertex of either ring with its nearest of the other. */
function nearestPairs(ring: readonly number[], hole: readonly number[]): Pair[] {
  const byRing = new Float64Array(ring.length / 2).fill(Infinity);
  const holeOf = new Int32Array(ring.length / 2);
  const pairs: Pair[] = [];
  for (let to = 0; to < hole.length / 2; to++) {
    let best: Pair = { from: 0, to, length: Infinity };
    for (let from = 0; from < ring.length / 2; from++) {
      const length = squaredDistance(ring, from, hole, to);
      if (length < best.length) best = { from, to, length };
      if (length < (byRing[from] ?? 0)) {
        byRing[from] = length;
        holeOf[from] = to;
      }
    }
    pairs.push(best);
  }
  byRing.forEach((length, from) => pairs.push({ from, to: holeOf[from] ?? 0, length }));
  return pairs;
}

function squaredDistance(a: readonly number[], i: number, b: readonly number[], j: number): number {
  const dx = (a[2 * i] ?? 0) - (b[2 * j] ?? 0);
  const dy = (a[2 * i + 1] ?? 0) - (b[2 * j + 1] ?? 0);
  return dx * dx + dy * dy;
}

function isFree(
  ring: readonly number[],
  hole: readonly number[],
  pair: Pair,
  obstacles: readonly (readonly number[])[],
): boolean {
  const a: Point = [ring[2 * pair.from] ?? 0, ring[2 * pair.from + 1] ?? 0];
  const b: Point = [hole[2 * pair.to] ?? 0, hole[2 * pair.to + 1] ?? 0];
  return obstacles.every((obstacle) => !crossesRing(a, b, obstacle));
}

type Point = readonly [x: number, y: number];

function crossesRing(a: Point, b: Point, xy: readonly number[]): boolean {
  let previous: Point = [xy.at(-2) ?? 0, xy.at(-1) ?? 0];
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const point: Point = [xy[i] ?? 0, xy[i + 1] ?? 0];
    if (crosses(a, b, previous, point)) return true;
    previous = point;
  }
  return false;
}

/** Whether the lines ab and cd cross between their ends. */
function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: Point, b: Point, p: Point): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

function splice(ring: readonly number[], { hole, from, to }: Bridge): readonly number[] {
  const isSameSense = signedArea(ring) > 0 === signedArea(hole) > 0;
  const end = 2 * from + 2;
  const round = [...hole.slice(2 * to), ...hole.slice(0, 2 * to)];
  const opposite = isSameSense ? reversed(round) : round;
  // Round the hole from and to the end of the bridge, then back.
  return [...ring.slice(0, end), ...opposite, ...opposite.slice(0, 2), ...ring.slice(end - 2, end), ...ring.slice(end)];
}

/** The ring in the other sense, still beginning at its first vertex. */
function reversed(xy: readonly number[]): number[] {
  const turned = xy.slice(0, 2);
  for (let i = xy.length - 2; i >= 2; i -= 2) turned.push(xy[i] ?? 0, xy[i + 1] ?? 0);
  return turned;
}
