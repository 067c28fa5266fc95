import { expect, test } from 'vitest';
import { roundHalfEven, shuffleKey, SQL_FUNCTIONS } from '../../../../src/dataset/query/sql/functions.ts';

test('shuffle keys are the same everywhere', () => {
  expect([
    shuffleKey(51, '660ca0000001000000000001'),
    shuffleKey(51, '660ca0000002000000000002'),
    shuffleKey(7, ''),
  ]).toEqual([8640214281020831, 755731767587700, 8745486823825312]);
});

test('shuffle keys spread over 53 bits', () => {
  const keys = Array.from({ length: 2000 }, (_, i) => shuffleKey(51, i.toString(16).padStart(24, '0')));
  expect(new Set(keys).size).toBe(2000);
  expect(keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true);
  expect(Math.abs(keys.reduce((sum, key) => sum + key, 0) / 2000 / 2 ** 53 - 0.5)).toBeLessThan(0.03);
});

test.each([
  [2.5, 0, 2],
  [3.5, 0, 4],
  [-2.5, 0, -2],
  [2.675, 1, 2.7],
  [25, -1, 20],
  [2.4, 0, 2],
  [Infinity, 0, Infinity],
])('%d rounded to %d places is %d', (value, place, expected) => {
  expect(roundHalfEven(value, place)).toBe(expected);
});

test('missing stays missing', () => {
  const { unicode_lower: lower, unicode_upper: upper, round_half_even: round } = SQL_FUNCTIONS;
  expect([lower?.run(null), upper?.run(null), round?.run(null, 0)]).toEqual([null, null, null]);
  expect([lower?.run('LEPTOSÉRIS'), upper?.run(5)]).toEqual(['leptoséris', '5']);
});
