import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareValues } from '../../../src/dataset/query/compare-values.ts';

test('numbers, text, objects, lists by their least member, truth values', () => {
  const shuffled = [true, 'b', { k: 1 }, [1, null], 10, [], 'a', [3, 2], 2, -1, null, false];
  expect(shuffled.toSorted(compareValues)).toEqual([
    [],
    [1, null],
    null,
    -1,
    [3, 2],
    2,
    10,
    'a',
    'b',
    { k: 1 },
    false,
    true,
  ]);
});

test('text is compared by its bytes', () => {
  expect(['é', 'acro', 'Zoa', '\u{1F41A}', '\uFFFD'].toSorted(compareValues)).toEqual([
    'Zoa',
    'acro',
    'é',
    '\uFFFD',
    '\u{1F41A}',
  ]);
});

const value = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant(null)), { maxLength: 3 }),
);

test('is an order', () => {
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(compareValues(a, b)) + Math.sign(compareValues(b, a))).toBe(0);
      const [x, y, z] = [a, b, c].toSorted(compareValues);
      expect(compareValues(x ?? null, y ?? null)).toBeLessThanOrEqual(0);
      expect(compareValues(x ?? null, z ?? null)).toBeLessThanOrEqual(0);
    }),
  );
});
