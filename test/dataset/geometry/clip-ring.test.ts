import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clipRing } from '../../../src/dataset/geometry/clip-ring.ts';
import { isInsideRing } from '../../../src/dataset/geometry/rings.ts';

const coordinate = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const ring = (min: number, max: number): fc.Arbitrary<number[]> =>
  fc.array(fc.tuple(coordinate(min, max), coordinate(min, max)), { minLength: 3, maxLength: 12 }).map((p) => p.flat());

describe('clipRing', () => {
  test('a corner is cut off exactly', () => {
    expect(clipRing([0.5, 0.5, 1.5, 0.5, 1.5, 1.5, 0.5, 1.5])).toEqual({
      xy: [0.5, 1, 0.5, 0.5, 1, 0.5, 1, 1],
      cut: true,
    });
  });

  test('a ring round the whole picture becomes the picture', () => {
    const { xy } = clipRing([-1, -1, 2, -1, 2, 2, -1, 2]);
    expect(new Set(pairs(xy))).toEqual(new Set(['0 0', '1 0', '1 1', '0 1']));
  });

  test.each([
    ['beside', [1.2, 0.1, 1.5, 0.1, 1.5, 0.4]],
    ['beyond a corner', [1.1, -1, 3, -1, 3, 2]],
    ['round a corner, touching nothing', [0.9, -0.4, 1.4, -0.4, 1.4, 0.1, 1.3, -0.3]],
  ])('%s: nothing is left', (_, xy) => {
    expect(clipRing(xy).xy).toEqual([]);
  });

  test('a ring inside is given back as it is', () => {
    fc.assert(
      fc.property(ring(0, 1), (xy) => {
        expect(clipRing(xy)).toEqual({ xy, cut: false });
      }),
    );
  });

  test('what is left lies inside, and clipping it again changes nothing', () => {
    fc.assert(
      fc.property(ring(-2, 3), (xy) => {
        const clipped = clipRing(xy).xy;
        expect(clipped.every((value) => value >= 0 && value <= 1 && !Object.is(value, -0))).toBe(true);
        expect(clipRing(clipped).xy).toEqual(clipped);
      }),
    );
  });

  test('a point inside the picture is in the clipped ring exactly when it is in the ring', () => {
    const grid = fc.integer({ min: -20, max: 40 });
    const gridRing = fc.array(fc.tuple(grid, grid), { minLength: 3, maxLength: 12 });
    const probe = fc.tuple(fc.nat(999), fc.nat(999));
    fc.assert(
      fc.property(gridRing, probe, (points, [px, py]) => {
        const xy = points.flat().map((value) => value / 20);
        // Off the grid, and off lines through it as far as these go: no probe lies on an edge.
        const [x, y] = [(px + 0.5137) / 1000, (py + 0.4729) / 1000];
        expect(isInsideRing(x, y, clipRing(xy).xy)).toBe(isInsideRing(x, y, xy));
      }),
      { numRuns: 2000 },
    );
  });
});

function pairs(xy: readonly number[]): string[] {
  return xy.flatMap((x, i) => (i % 2 === 0 ? [`${String(x)} ${String(xy[i + 1])}`] : []));
}
