import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differsByRounding, ROUNDING } from '../../../src/dataset/geometry/differs-by-rounding.ts';
import type { Detection, Keypoint, Label, Mask, Polyline, Ring } from '../../../src/dataset/model/label.ts';

const BASE = { label: 'Acropora', confidence: null, tags: [], attributes: {} } as const;
const SIZE = { width: 4000, height: 3000 };
const UNKNOWN = { width: null, height: null };
const OUTER = [10, 20, 60, 20, 60, 70, 10, 70];
const INNER = [20, 30, 30, 30, 30, 40, 20, 40];

const outline = (rings: readonly Ring[], more: Partial<Polyline> = {}): Polyline => {
  return { ...BASE, kind: 'polyline', units: 'pixel', rings, closed: true, filled: true, ...more };
};
const ring = (xy: readonly number[], hole = false): Ring => ({ xy, hole });
const points = (xy: readonly number[]): Keypoint => ({ ...BASE, kind: 'keypoint', units: 'pixel', xy });
const box = (...of: Detection['box']): Detection => ({ ...BASE, kind: 'detection', units: 'pixel', box: of });
const shifted = (xy: readonly number[], by: number): number[] => xy.map((value) => value + by);

const coordinate = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const pairs = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 }).map((list) => list.flat());
const side = fc.integer({ min: 1, max: 100_000 });
const size = fc.record({ width: side, height: side });
const shape: fc.Arbitrary<Exclude<Label, { kind: 'mask' | 'classification' }>> = fc.oneof(
  fc.array(fc.tuple(pairs, fc.boolean()), { minLength: 1, maxLength: 3 }).map((rings) => {
    return outline(rings.map(([xy, hole]) => ring(xy, hole)));
  }),
  pairs.map(points),
  fc.tuple(coordinate, coordinate, coordinate, coordinate).map((of) => box(...of)),
);

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** The shape with every number made another. */
function mapped(label: Shape, change: (value: number, i: number) => number, units = label.units): Shape {
  if (label.kind === 'keypoint') return { ...label, units, xy: label.xy.map(change) };
  if (label.kind === 'polyline') {
    return { ...label, units, rings: label.rings.map(({ xy, hole }) => ring(xy.map(change), hole)) };
  }
  const [x, y, w, h] = label.box;
  return { ...label, units, box: [change(x, 0), change(y, 1), change(w, 2), change(h, 3)] };
}

describe('labels that differ by rounding', () => {
  test('are those in fractions of the picture, both ways round', () => {
    fc.assert(
      fc.property(shape, size, (label, { width, height }) => {
        const fractions = mapped(label, (value, i) => value / (i % 2 === 0 ? width : height), 'normalised');
        expect(differsByRounding(label, fractions, { width, height })).toBe(true);
        expect(differsByRounding(fractions, label, { width, height })).toBe(true);
      }),
    );
  });

  test('are those of which every number is off by less than the bound, and no other', () => {
    const share = fc.double({ min: -0.49, max: 0.49, noNaN: true });
    fc.assert(
      fc.property(shape, size, fc.array(share, { minLength: 1 }), fc.nat(), (label, picture, shares, at) => {
        const near = mapped(label, (value, i) => value + (shares[i % shares.length] ?? 0) * ROUNDING);
        expect(differsByRounding(label, near, picture)).toBe(true);
        const place = label.kind === 'detection' ? at % 4 : 0;
        const far = mapped(label, (value, i) => (i === place ? value + 1.1 * ROUNDING : value));
        expect(differsByRounding(label, far, picture)).toBe(false);
        expect(differsByRounding(far, label, picture)).toBe(false);
      }),
    );
  });

  test('are never those with other numbers of rings or points, of another kind, closed or filled otherwise', () => {
    const own = outline([ring(OUTER)]);
    const others: Label[] = [
      outline([ring(OUTER.slice(0, 6))]),
      outline([ring([...OUTER.slice(2), ...OUTER.slice(0, 2)])]),
      outline([ring(OUTER), ring([])]),
      outline([ring(OUTER)], { closed: false }),
      outline([ring(OUTER)], { filled: false }),
      points(OUTER),
      box(10, 20, 50, 50),
    ];
    expect(others.map((other) => differsByRounding(own, other, SIZE))).toEqual(others.map(() => false));
  });

  test('have the same holes, marked or not', () => {
    const marked = outline([ring(OUTER), ring(INNER, true)]);
    expect(differsByRounding(marked, outline([ring(OUTER), ring(INNER)]), SIZE)).toBe(true);
    const beside = shifted(INNER, 500);
    const stray = outline([ring(OUTER), ring(beside, true)]);
    expect(differsByRounding(stray, outline([ring(OUTER), ring(beside)]), SIZE)).toBe(false);
    expect(differsByRounding(marked, outline([ring(OUTER, true), ring(INNER)]), SIZE)).toBe(false);
  });

  test('have the same points that were not placed', () => {
    expect(differsByRounding(points([1, 2, NaN, NaN]), points([1 + 1e-9, 2, NaN, NaN]), SIZE)).toBe(true);
    expect(differsByRounding(points([1, 2, NaN, NaN]), points([1, 2, 3, 4]), SIZE)).toBe(false);
    expect(differsByRounding(points([1, 2, 3, 4]), points([1, 2, NaN, NaN]), SIZE)).toBe(false);
  });

  test('are in pixels where the size of the picture is not known; masks are exact', () => {
    const own = outline([ring(OUTER)]);
    expect(differsByRounding(own, outline([ring(shifted(OUTER, 1e-9))]), UNKNOWN)).toBe(true);
    const fractions = outline([ring(OUTER.map((v, i) => v / (i % 2 === 0 ? 4000 : 3000)))], { units: 'normalised' });
    expect(differsByRounding(own, fractions, UNKNOWN)).toBe(false);
    const mask: Mask = { ...BASE, kind: 'mask', left: 0, top: 0, width: 2, height: 1, counts: [0, 2] };
    expect(differsByRounding(mask, { ...mask, counts: [1, 1] }, SIZE)).toBe(false);
  });
});
