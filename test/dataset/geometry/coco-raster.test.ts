import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOfRings } from '../../../src/dataset/geometry/coco-raster.ts';
import {
  columnsOfMask,
  decodeCocoCounts,
  encodeCocoCounts,
  maskFromColumns,
  runsOf,
} from '../../../src/dataset/geometry/rle.ts';

type Vector = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly points: readonly (readonly (readonly [number, number])[])[];
  readonly pycocotools_union: { readonly counts: string; readonly area: number };
};

const GOLDEN = new URL('../../../../shared/fiftyone/golden/12/raster.json', import.meta.url);
const vectors = existsSync(GOLDEN)
  ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as { readonly vectors: readonly Vector[] }).vectors
  : [];

describe.skipIf(!existsSync(GOLDEN))('as pycocotools paints', () => {
  const single = vectors.filter(({ points }) => points.length === 1 && (points[0]?.length ?? 0) > 2);
  test.each(single.map((vector) => [vector.name, vector] as const))('%s', (_, { width, height, points, ...theirs }) => {
    const rings = points.map((ring) => ring.flatMap(([x, y]) => [x * width, y * height]));
    expect(encodeCocoCounts(columnsOfRings(rings, { width, height }))).toBe(theirs.pycocotools_union.counts);
  });
});

test('a square of 5 x 5, with and without a hole of 3 x 3', () => {
  const square = [2, 2, 7, 2, 7, 7, 2, 7];
  const size = { width: 10, height: 10 };
  expect(columnsOfRings([square], size)).toEqual([22, 5, 5, 5, 5, 5, 5, 5, 5, 5, 33]);
  const holed = columnsOfRings([square, [3, 3, 6, 3, 6, 6, 3, 6]], size);
  expect(holed.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0)).toBe(16);
});

test('far away and degenerate rings', () => {
  expect(columnsOfRings([[]], { width: 3, height: 2 })).toEqual([6]);
  expect(columnsOfRings([[1, 1, 1, 1, 1, 1]], { width: 3, height: 2 })).toEqual([6]);
  expect(columnsOfRings([[-1e9, -1e9, 1e9, -1e9, 1e9, 1e9, -1e9, 1e9]], { width: 3, height: 2 })).toEqual([0, 6]);
});

test('run lengths fill the picture whatever the ring is', () => {
  const ring = fc.array(fc.double({ min: -30, max: 60, noNaN: true }), { minLength: 6, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(ring, { maxLength: 3 }), fc.nat({ max: 25 }), fc.nat({ max: 25 }), (rings, w, h) => {
      const counts = columnsOfRings(
        rings.map((xy) => xy.slice(0, xy.length & ~1)),
        { width: w + 1, height: h + 1 },
      );
      expect(counts.reduce((sum, run) => sum + run, 0)).toBe((w + 1) * (h + 1));
      expect(counts.slice(1).every((run) => run > 0)).toBe(true);
    }),
  );
});

describe('run lengths there and back', () => {
  test('as text', () => {
    const counts = fc.array(fc.nat({ max: 2 ** 34 }), { maxLength: 12 });
    fc.assert(
      fc.property(counts, (list) => {
        expect(decodeCocoCounts(encodeCocoCounts(list))).toEqual(list);
      }),
    );
  });

  test('as masks', () => {
    const bits = fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(bits, fc.integer({ min: 1, max: 9 }), (pixels, width) => {
        const height = Math.ceil(pixels.length / width);
        const whole = new Uint8Array(width * height);
        whole.set(pixels);
        const mask = { left: 2, top: 1, width, height, counts: runsOf(whole) };
        const back = maskFromColumns(columnsOfMask(mask, width + 3, height + 4), width + 3, height + 4);
        if (!pixels.includes(1)) expect(back).toBeUndefined();
        else
          expect(columnsOfMask(back ?? mask, width + 3, height + 4)).toEqual(
            columnsOfMask(mask, width + 3, height + 4),
          );
      }),
    );
  });

  test('what lies outside of the picture is cut', () => {
    const mask = { left: -1, top: -1, width: 3, height: 3, counts: [0, 9] };
    expect(columnsOfMask(mask, 4, 4)).toEqual([0, 2, 2, 2, 10]);
    expect(columnsOfMask({ ...mask, left: 9 }, 4, 4)).toEqual([16]);
    expect(columnsOfMask({ ...mask, top: -9 }, 4, 4)).toEqual([16]);
  });
});
