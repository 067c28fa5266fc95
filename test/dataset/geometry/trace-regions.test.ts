import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillRings } from '../../../src/dataset/geometry/rasterise.ts';
import { type Pixels, type Region, traceRegions } from '../../../src/dataset/geometry/trace-regions.ts';

/** A picture from rows of digits; a point is background, written as 255. */
function pictureOf(...rows: readonly string[]): Pixels {
  const pixels = rows.flatMap((row) => Array.from(row, (mark) => (mark === '.' ? 255 : Number(mark))));
  return { width: rows[0]?.length ?? 0, height: rows.length, pixels: Uint8Array.from(pixels) };
}

function traced(picture: Pixels): readonly Region[] {
  return traceRegions(picture, (value) => value === 255) ?? [];
}

function painted({ width, height }: Pixels, regions: readonly Region[]): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(255);
  for (const { value, rings } of regions) {
    const paint = (y: number, x0: number, x1: number): unknown =>
      pixels.fill(value, y * width + x0, y * width + x1 + 1);
    fillRings(
      rings.map(({ xy }) => xy),
      { width, height },
      paint,
    );
  }
  return pixels;
}

describe('tracing regions', () => {
  test('a rectangle is its four corners', () => {
    expect(traced(pictureOf('.....', '.111.', '.111.', '.....'))).toEqual([
      { value: 1, rings: [{ xy: [1, 1, 1, 2, 3, 2, 3, 1], hole: false }] },
    ]);
  });

  test('a pixel is a point, a line goes there and back', () => {
    expect(traced(pictureOf('0...', '..11'))).toEqual([
      { value: 0, rings: [{ xy: [0, 0], hole: false }] },
      { value: 1, rings: [{ xy: [2, 1, 3, 1], hole: false }] },
    ]);
  });

  test('a hole is a ring through the pixels round it; what lies in it is a region of its own', () => {
    expect(traced(pictureOf('1111', '1.21', '1111'))).toEqual([
      {
        value: 1,
        rings: [
          { xy: [0, 0, 0, 2, 3, 2, 3, 0], hole: false },
          { xy: [0, 1, 1, 0, 2, 0, 3, 1, 2, 2, 1, 2], hole: true },
        ],
      },
      { value: 2, rings: [{ xy: [2, 1], hole: false }] },
    ]);
  });

  test('corners connect', () => {
    expect(traced(pictureOf('1..', '.1.', '..1'))).toEqual([{ value: 1, rings: [{ xy: [0, 0, 2, 2], hole: false }] }]);
  });

  test('nothing but background', () => {
    expect(traced(pictureOf('..', '..'))).toEqual([]);
  });

  test('too many regions are none', () => {
    expect(traceRegions(pictureOf('1.1.1'), (value) => value === 255, 2)).toBeUndefined();
  });

  test('painting what was traced gives the picture back', () => {
    const picture = fc.integer({ min: 1, max: 12 }).chain((width) =>
      fc
        .array(fc.constantFrom(0, 1, 2, 255, 255), { minLength: width, maxLength: width * 12 })
        .map((values): Pixels => {
          const height = Math.floor(values.length / width);
          return { width, height, pixels: Uint8Array.from(values.slice(0, width * height)) };
        }),
    );
    fc.assert(
      fc.property(picture, (one) => {
        expect(painted(one, traced(one))).toEqual(one.pixels);
      }),
      { numRuns: 2000 },
    );
  });
});
