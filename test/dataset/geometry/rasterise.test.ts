import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillRings, pixelVertices, rasterOf, strokeRing } from '../../../src/dataset/geometry/rasterise.ts';
import { isInsideRing } from '../../../src/dataset/geometry/rings.ts';

type Points = readonly (readonly (readonly [number, number])[])[];
type Picture = { readonly size: readonly [number, number]; readonly points: Points; readonly rows: readonly string[] };
type Run = { readonly area: number; readonly rle: readonly number[] };
type Vector = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly points: Points;
  readonly filled: Run;
  readonly outline_closed: Run;
  readonly outline_open: Run;
};

const SMALL = new URL('../../fixtures/raster/fillpoly-vectors.json', import.meta.url);
const GOLDEN = new URL('../../../../shared/fiftyone/golden/12/raster.json', import.meta.url);
const vectors = existsSync(GOLDEN)
  ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as { readonly vectors: readonly Vector[] }).vectors
  : [];

describe('small polygons, pixel by pixel as OpenCV paints them', () => {
  const pictures = JSON.parse(readFileSync(SMALL, 'utf8')) as Readonly<Record<string, Picture>>;
  test.each(Object.entries(pictures))('%s', (name, { size: [width, height], points, rows }) => {
    const raster = name.startsWith('unfilled')
      ? stroked(points, { width, height }, name === 'unfilled_closed')
      : filled(points, { width, height });
    expect(rowsOf(raster, width)).toEqual(rows);
  });
});

describe.skipIf(!existsSync(GOLDEN))('forty polygons as run lengths', () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { width, height, points, ...runs }) => {
    const size = { width, height };
    expect(runLengths(filled(points, size))).toEqual(runs.filled.rle);
    expect(runLengths(stroked(points, size, true))).toEqual(runs.outline_closed.rle);
    expect(runLengths(stroked(points, size, false))).toEqual(runs.outline_open.rle);
  });
});

test('rounds halves to the even pixel', () => {
  expect(pixelVertices([0.5, 1.5, 2.5, -0.5, -1.5, 2.4])).toEqual([0, 2, 2, 0, -2, 2]);
  expect(pixelVertices([0.25, 1], { width: 10, height: 8 })).toEqual([2, 8]);
});

test('nothing to paint', () => {
  expect(
    rasterOf({ width: 2, height: 1 }, (paint) => {
      fillRings([[]], { width: 2, height: 1 }, paint);
    }),
  ).toEqual(new Uint8Array(2));
});

test('paints what lies inside by the even-odd rule', () => {
  const size = { width: 24, height: 20 };
  const vertex = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 19 }));
  fc.assert(
    fc.property(fc.array(vertex, { minLength: 3, maxLength: 7 }), (vertices) => {
      const xy = vertices.flat();
      const raster = rasterOf(size, (paint) => {
        fillRings([xy], size, paint);
      });
      raster.forEach((set, i) => {
        const [x, y] = [i % size.width, Math.floor(i / size.width)];
        if (distance(x, y, xy) > 1.5) expect(set === 1).toBe(isInsideRing(x, y, xy));
      });
    }),
  );
});

test('never paints outside the raster', () => {
  const coordinate = fc.integer({ min: -40, max: 60 });
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 2, maxLength: 16 }), (xy) => {
      const size = { width: 24, height: 20 };
      fillRings([xy.slice(xy.length % 2)], size, (y, x0, x1) => {
        expect(y >= 0 && y < size.height && x0 >= 0 && x0 <= x1 && x1 < size.width).toBe(true);
      });
    }),
  );
});

type Size = { readonly width: number; readonly height: number };

function filled(points: Points, size: Size): Uint8Array {
  const rings = points.map((ring) => pixelVertices(ring.flat(), size));
  return rasterOf(size, (paint) => {
    fillRings(rings, size, paint);
  });
}

function stroked(points: Points, size: Size, closed: boolean): Uint8Array {
  return rasterOf(size, (paint) => {
    for (const ring of points) strokeRing(pixelVertices(ring.flat(), size), { closed, size }, paint);
  });
}

function rowsOf(raster: Uint8Array, width: number): string[] {
  const text = [...raster].map((set) => (set === 1 ? '#' : '.')).join('');
  return Array.from({ length: raster.length / width }, (_, y) => text.slice(y * width, (y + 1) * width));
}

function runLengths(raster: Uint8Array): number[] {
  const runs = [0];
  let value = 0;
  for (const set of raster) {
    if (set === value) runs.push((runs.pop() ?? 0) + 1);
    else runs.push(1);
    value = set;
  }
  return runs;
}

/** Distance of a point from the nearest edge of a ring. */
function distance(x: number, y: number, xy: readonly number[]): number {
  let least = Infinity;
  for (let i = 0; i < xy.length; i += 2) {
    const [x0, y0] = [xy[i] ?? 0, xy[i + 1] ?? 0];
    const [x1, y1] = [xy[(i + 2) % xy.length] ?? 0, xy[(i + 3) % xy.length] ?? 0];
    const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length));
    least = Math.min(least, Math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0)));
  }
  return least;
}
