import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../src/dataset/geometry/measure.ts';
import { areaOf, isInsideRing, signedArea } from '../../../src/dataset/geometry/rings.ts';
import type { Label, Ring } from '../../../src/dataset/model/label.ts';

const base = { label: 'Acropora', confidence: null, tags: [], attributes: {} } as const;
const ring = (xy: readonly number[], hole = false): Ring => ({ xy, hole });
const SQUARE = [10, 20, 60, 20, 60, 70, 10, 70];
const INNER = [20, 30, 30, 30, 30, 40, 20, 40];

describe('rings', () => {
  test('a square runs clockwise on the screen', () => {
    expect(signedArea(SQUARE)).toBe(2500);
  });

  test('a marked hole is taken away, and so is an unmarked inner ring', () => {
    expect(areaOf([ring(SQUARE), ring(INNER, true)])).toBe(2400);
    expect(areaOf([ring(SQUARE), ring(INNER)])).toBe(2400);
  });

  test('rings side by side add up', () => {
    expect(areaOf([ring(SQUARE), ring([100, 0, 110, 0, 110, 10, 100, 10])])).toBe(2600);
  });

  test('the area does not depend on the first vertex', () => {
    const coordinates = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })), {
      minLength: 3,
    });
    fc.assert(
      fc.property(coordinates, fc.nat(), (points, by) => {
        const turned = [...points.slice(by % points.length), ...points.slice(0, by % points.length)];
        expect(signedArea(turned.flat())).toBeCloseTo(signedArea(points.flat()), 6);
      }),
    );
  });

  test('inside and outside', () => {
    expect(isInsideRing(25, 35, SQUARE)).toBe(true);
    expect(isInsideRing(5, 35, SQUARE)).toBe(false);
  });
});

describe('measure', () => {
  const size = { width: 100, height: 200 };
  const outline: Label = {
    ...base,
    kind: 'polyline',
    units: 'pixel',
    rings: [ring(SQUARE), ring(INNER, true)],
    closed: true,
    filled: true,
  };

  test('an outline in pixels', () => {
    expect(measure(outline, size)).toEqual({ x: 0.1, y: 0.1, w: 0.5, h: 0.25, area: 0.12, vertices: 8 });
  });

  test('a picture of unknown size leaves only the vertices', () => {
    const unknown = { x: null, y: null, w: null, h: null, area: null, vertices: 8 };
    expect(measure(outline, { width: null, height: 200 })).toEqual(unknown);
  });

  test('an open line has no area', () => {
    expect(measure({ ...outline, closed: false, filled: false }, size).area).toBeNull();
  });

  test('points that were not placed do not widen the box', () => {
    const points: Label = { ...base, kind: 'keypoint', units: 'normalised', xy: [0.1, 0.2, NaN, NaN, 0.3, 0.6] };
    const { x, y, w, h, vertices } = measure(points, size);
    expect([x, y, w, h, vertices]).toEqual([0.1, 0.2, expect.closeTo(0.2), expect.closeTo(0.4), 3]);
  });

  test('a mask counts its pixels', () => {
    const mask: Label = { ...base, kind: 'mask', left: 10, top: 20, width: 10, height: 10, counts: [5, 20, 75] };
    expect(measure(mask, size)).toEqual({ x: 0.1, y: 0.1, w: 0.1, h: 0.05, area: 0.001, vertices: 0 });
  });

  test('a box without picture size in fractions', () => {
    const box: Label = { ...base, kind: 'detection', units: 'normalised', box: [0.25, 0.5, 0.5, 0.25] };
    const measures = measure(box, { width: null, height: null });
    expect(measures).toEqual({ x: 0.25, y: 0.5, w: 0.5, h: 0.25, area: 0.125, vertices: 0 });
  });

  test('a class has no place', () => {
    expect(measure({ ...base, kind: 'classification' }, size).x).toBeNull();
  });
});
