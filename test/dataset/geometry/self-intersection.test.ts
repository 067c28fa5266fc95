import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selfIntersection } from '../../../src/dataset/geometry/self-intersection.ts';

test('a bow-tie crosses in its middle', () => {
  expect(selfIntersection([0, 0, 10, 10, 10, 0, 0, 10])).toEqual({ x: 5, y: 5, edges: [0, 2] });
});

test('simple rings do not', () => {
  expect(selfIntersection([])).toBeUndefined();
  expect(selfIntersection([0, 0, 4, 0, 0, 4])).toBeUndefined();
  expect(selfIntersection([0, 0, 4, 0, 4, 4, 2, 1, 0, 4])).toBeUndefined();
});

test('a repeated vertex and a repeated first vertex are no crossing', () => {
  expect(selfIntersection([0, 0, 4, 0, 4, 0, 4, 4, 0, 4, 0, 0])).toBeUndefined();
});

test('touching with a vertex, or running along another edge, is', () => {
  expect(selfIntersection([0, 0, 4, 0, 4, 4, 2, 0, 0, 4])).toEqual({ x: 2, y: 0, edges: [0, 3] });
  expect(selfIntersection([0, 0, 8, 0, 8, 4, 6, 0, 2, 0, 0, 4])?.edges).toEqual([0, 4]);
});

test('finds a crossing exactly where two edges of a slow comparison share a point', () => {
  const coordinate = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 8 }), (vertices) => {
      const ring = vertices.filter(([x, y], i) => {
        const [nx, ny] = vertices[(i + 1) % vertices.length] ?? [x, y];
        return x !== nx || y !== ny;
      });
      expect(selfIntersection(ring.flat()) !== undefined).toBe(crossesSlowly(ring));
    }),
    { numRuns: 500 },
  );
});

type Point = readonly [number, number];

function crossesSlowly(ring: readonly Point[]): boolean {
  const n = ring.length;
  const at = (i: number): Point => ring[i % n] ?? [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (share(at(i), at(i + 1), at(j), at(j + 1))) return true;
    }
  }
  return false;
}

/** Whether two segments have a point in common: by the parameters at which their lines meet, or by their ends. */
function share([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point, [dx, dy]: Point): boolean {
  const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (cross === 0) {
    if ((bx - ax) * (cy - ay) !== (by - ay) * (cx - ax)) return false;
    const reach = (a: number, b: number, c: number, d: number): boolean =>
      Math.max(a, b) >= Math.min(c, d) && Math.max(c, d) >= Math.min(a, b);
    return reach(ax, bx, cx, dx) && reach(ay, by, cy, dy);
  }
  const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross;
  const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1;
}
