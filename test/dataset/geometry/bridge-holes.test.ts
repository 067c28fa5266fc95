import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridgeHoles } from '../../../src/dataset/geometry/bridge-holes.ts';
import { nestRings } from '../../../src/dataset/geometry/nest-rings.ts';
import { isInsideRing, signedArea } from '../../../src/dataset/geometry/rings.ts';
import type { Ring } from '../../../src/dataset/model/label.ts';

const box = (x: number, y: number, size: number): number[] => [x, y, x + size, y, x + size, y + size, x, y + size];
const ring = (xy: readonly number[], hole = false): Ring => ({ xy, hole });
const OUTER = box(0, 0, 10);

describe('bridgeHoles', () => {
  test('one hole: from the nearest vertex, round against the sense, and back', () => {
    expect(bridgeHoles(OUTER, [box(1, 1, 2)])).toEqual([
      0, 0, 1, 1, 1, 3, 3, 3, 3, 1, 1, 1, 0, 0, 10, 0, 10, 10, 0, 10,
    ]);
  });

  test('without holes the ring stays', () => {
    expect(bridgeHoles(OUTER, [])).toBe(OUTER);
    expect(bridgeHoles(OUTER, [[1, 1, 2, 2]])).toEqual(OUTER);
  });

  test('a hole behind another is reached round it', () => {
    const wall = [4, 0.5, 5, 0.5, 5, 9.5, 4, 9.5];
    const behind = [6, 5, 7, 5, 7, 6];
    const bridged = bridgeHoles([0, 0, 10, 0, 10, 10, 0, 10], [behind, wall]);
    expect(Math.abs(signedArea(bridged))).toBeCloseTo(100 - 9 - 0.5, 9);
  });

  test('area and inside are those of the ring less its holes, whatever the senses and first vertices', () => {
    const cells = fc.uniqueArray(fc.nat(24), { minLength: 1, maxLength: 8 });
    const probe = fc.tuple(fc.nat(99), fc.nat(99));
    fc.assert(
      fc.property(cells, fc.array(fc.boolean()), fc.nat(3), probe, (chosen, turned, first, [px, py]) => {
        const holes = chosen.map((cell, i) => {
          const hole = box(2 * (cell % 5) + 0.5, 2 * Math.floor(cell / 5) + 0.5, 1);
          const rotated = [...hole.slice(2 * first), ...hole.slice(0, 2 * first)];
          return turned[i] === true ? backwards(rotated) : rotated;
        });
        const bridged = bridgeHoles(turned[0] === true ? backwards(OUTER) : OUTER, holes);
        expect(Math.abs(signedArea(bridged))).toBeCloseTo(100 - holes.length, 9);
        const [x, y] = [px / 10 + 0.0313, py / 10 + 0.0471];
        const expected = isInsideRing(x, y, OUTER) && !holes.some((hole) => isInsideRing(x, y, hole));
        expect(isInsideRing(x, y, bridged)).toBe(expected);
      }),
    );
  });
});

describe('nestRings', () => {
  test('marked holes go to the smallest outline round them, others are strays', () => {
    const inner = box(2, 2, 3);
    const { nests, strays } = nestRings([
      ring(OUTER),
      ring(box(6, 6, 2)),
      ring(inner, true),
      ring(box(20, 20, 1), true),
    ]);
    expect(nests).toEqual([
      { outer: OUTER, holes: [inner] },
      { outer: box(6, 6, 2), holes: [] },
    ]);
    expect(strays).toBe(1);
  });

  test('without marks the even-odd rule decides: an island in a hole is an outline again', () => {
    const [hole, island] = [box(2, 2, 6), box(4, 4, 2)];
    expect(nestRings([ring(OUTER), ring(hole), ring(island)]).nests).toEqual([
      { outer: OUTER, holes: [hole] },
      { outer: island, holes: [] },
    ]);
  });

  test('the same ring twice is two outlines', () => {
    expect(nestRings([ring(OUTER), ring([...OUTER])]).nests).toHaveLength(2);
  });
});

function backwards(xy: readonly number[]): number[] {
  const points: number[] = [];
  for (let i = xy.length - 2; i >= 0; i -= 2) points.push(xy[i] ?? 0, xy[i + 1] ?? 0);
  return points;
}
