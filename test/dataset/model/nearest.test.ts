import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest, nearestPart } from '../../../src/dataset/model/nearest.ts';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['year', '', 4],
    ['yaer', 'year', 1],
    ['porties', 'porites', 1],
    ['montipra', 'montipora', 1],
    ['kitten', 'sitting', 3],
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test('is symmetric, 0 for equal texts alone, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearest', () => {
  test.each([
    ['yaer', 'year'],
    ['AREA', 'area'],
    ['longitude', undefined],
  ])('of %s', (name, expected) => {
    expect(nearest(name, ['area', 'year', 'quadrat_id'])).toBe(expected);
  });
});

test('a very long text is like nothing, and that is known at once', () => {
  expect(nearest('x'.repeat(1_000_000), ['year', 'x'.repeat(999_999)])).toBeUndefined();
});

describe('nearestPart', () => {
  test.each([
    ['Morea', 'Moorea Entre 2 Baies'],
    ['tahiti', 'Tahiti Punaauia'],
    ['Haapiti', 'Moorea Haapiti'],
    ['orea', undefined],
    ['Mo', undefined],
    ['Bora Bora', undefined],
  ])('of %s', (name, expected) => {
    expect(nearestPart(name, ['Moorea Entre 2 Baies', 'Tahiti Punaauia', 'Moorea Haapiti'])).toBe(expected);
  });
});
