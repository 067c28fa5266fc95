import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../../src/dataset/model/label.ts';
import { drawOutlines } from '../../../src/render/image/outline.ts';
import { placeMarks } from '../../../src/render/image/marks.ts';
import type { Pixels } from '../../../src/render/image/pixels.ts';
import { shapesOf } from '../../../src/render/image/shapes.ts';
import { classStyles } from '../../../src/render/palette.ts';
import { square } from '../examples.ts';

const STYLES = classStyles(['a', 'b']);
const A = STYLES.get('a')?.rgb ?? [0, 0, 0];

function grey(width: number, height: number): Pixels {
  return { width, height, data: new Uint8Array(3 * width * height).fill(100) };
}

/** The grid after drawing labels: `#` where a line of the first class is, `b` another, `.` darkened, space untouched. */
function drawn(labels: readonly Label[], width: number, height: number, halo = 0): string[] {
  const pixels = grey(width, height);
  const size = { width, height };
  drawOutlines(pixels, shapesOf(labels, STYLES, { from: size, to: size }), { thickness: 1, halo });
  return Array.from({ length: height }, (_row, y) =>
    Array.from({ length: width }, (_cell, x) => {
      const at = 3 * (y * width + x);
      const rgb = pixels.data.subarray(at, at + 3);
      if (rgb.every((n, i) => n === A[i])) return '#';
      return rgb[0] === 100 ? ' ' : rgb[0] === 50 ? '.' : 'b';
    }).join(''),
  );
}

const BASE = { label: 'a', confidence: null, tags: [], attributes: {} } as const;

function line(xy: readonly number[], closed = false): Label {
  return { ...BASE, kind: 'polyline', units: 'pixel', rings: [{ xy, hole: false }], closed, filled: false };
}

describe('drawOutlines', () => {
  it('draws closed rings and open lines', () => {
    expect(drawn([line([1, 1, 4, 1, 4, 4, 1, 4], true)], 6, 6)).toEqual([
      '      ',
      ' #### ',
      ' #  # ',
      ' #  # ',
      ' #### ',
      '      ',
    ]);
    expect(drawn([line([0, 0, 4, 4])], 5, 5)).toEqual(['#    ', ' #   ', '  #  ', '   # ', '    #']);
    expect(drawn([line([1, 1, 4, 1, 4, 3])], 6, 4)).toEqual(['      ', ' #### ', '    # ', '    # ']);
  });

  it('darkens round the lines, under all of them', () => {
    expect(drawn([line([2, 2])], 5, 5, 0.5)).toEqual(['     ', ' ... ', ' .#. ', ' ... ', '     ']);
    expect(drawn([line([1, 1, 3, 1]), line([1, 2, 3, 2])], 5, 4, 0.5)).toEqual(['.....', '.###.', '.###.', '.....']);
  });

  it('draws boxes, points that were placed, and borders of masks', () => {
    expect(drawn([{ ...BASE, kind: 'detection', units: 'pixel', box: [1, 0, 2, 2] }], 4, 3)).toEqual([
      ' ###',
      ' # #',
      ' ###',
    ]);
    expect(drawn([{ ...BASE, kind: 'keypoint', units: 'pixel', xy: [NaN, NaN, 2, 1] }], 5, 3)).toEqual([
      '  #  ',
      ' ### ',
      '  #  ',
    ]);
    const mask: Label = { ...BASE, kind: 'mask', left: 1, top: 0, width: 3, height: 3, counts: [0, 9] };
    expect(drawn([mask], 5, 4)).toEqual([' ### ', ' # # ', ' ### ', '     ']);
  });

  it('draws small shapes over large ones', () => {
    const large = { ...square('b', 0, 0, 0.8) };
    const small = { ...square('a', 0, 0, 0.4) };
    expect(drawn([small, large], 5, 5)[0]).toBe('###bb');
  });

  it('takes any coordinates, quickly', () => {
    const number = fc.oneof(fc.double(), fc.double({ min: -1e12, max: 1e12 }), fc.integer({ min: -5, max: 25 }));
    fc.assert(
      fc.property(fc.array(number, { maxLength: 12 }), fc.boolean(), (xy, closed) => {
        expect(drawn([line(xy, closed)], 20, 10)).toHaveLength(10);
      }),
    );
  });
});

describe('placeMarks', () => {
  const cells = { columns: 10, rows: 10 };
  const scale = { width: 2, height: 2 };
  const shapes = (labels: readonly Label[]) =>
    shapesOf(labels, STYLES, { from: { width: 20, height: 20 }, to: { width: 20, height: 20 } });

  it('puts a mark in the middle, and beside one that is there already', () => {
    const labels = [square('a', 0.2, 0.2, 0.6), square('b', 0.4, 0.4, 0.2)];
    const marks = placeMarks(shapes(labels), cells, scale);
    expect(marks.size).toBe(2);
    expect(marks.get(44)?.mark).toBe('2');
    expect([...marks.values()].map(({ mark }) => mark).toSorted()).toEqual(['1', '2']);
  });

  it('puts the mark of a ring inside it, not into its bay', () => {
    const bay = line([0, 0, 18, 0, 18, 4, 4, 4, 4, 14, 18, 14, 18, 18, 0, 18], true);
    const [cell = -1] = placeMarks(shapes([bay]), cells, scale).keys();
    expect([cell % 10 < 2, cell < 20, cell >= 70]).toContain(true);
  });

  it('keeps marks of labels outside the picture at its border', () => {
    expect([...placeMarks(shapes([square('a', 2, -3)]), cells, scale).keys()]).toEqual([9]);
  });
});
