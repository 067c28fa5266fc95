import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pythonFixed } from '../../../../src/dataset/formats/yolo/python-fixed.ts';

describe('pythonFixed', () => {
  // What `'%f' % value` gives.
  test.each([
    [0.0078125, '0.007812'],
    [0.0234375, '0.023438'],
    [0.5078125, '0.507812'],
    [-0.0078125, '-0.007812'],
    [0.1, '0.100000'],
    [0.30000000000000004, '0.300000'],
    [2 / 3, '0.666667'],
    [0, '0.000000'],
    [-0, '-0.000000'],
    [-1e-9, '-0.000000'],
    [1e22, '10000000000000000000000.000000'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
  ])('%d', (value, text) => {
    expect(pythonFixed(value)).toBe(text);
  });

  test('digits', () => {
    expect([0.5, 1.5, 2.5, 3.5].map((value) => pythonFixed(value, 0))).toEqual(['0', '2', '2', '4']);
    expect(pythonFixed(0.125, 2)).toBe('0.12');
  });

  test('it is never further away than half of the last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (value) => {
        expect(Math.abs(Number(pythonFixed(value)) - value)).toBeLessThanOrEqual(0.5000001e-6);
      }),
    );
  });
});
