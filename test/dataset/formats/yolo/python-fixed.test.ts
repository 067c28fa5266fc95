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

test('six decimals are those of exact arithmetic', () => {
  const value = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 2e6, noNaN: true }),
    fc
      .tuple(fc.nat({ max: 2_000_000 }), fc.integer({ min: -3, max: 3 }))
      .map(([n, off]) => (n + 0.5) / 1e6 + off * 2e-16),
    fc.nat({ max: 1 << 20 }).map((n) => n / (1 << 20)),
  );
  fc.assert(
    fc.property(
      value.map((x) => x + 0),
      (x) => {
        expect(pythonFixed(x)).toBe(exact(x));
      },
    ),
    { numRuns: 3000 },
  );
});

/** Rounds the exact value of a double, half to even, in whole numbers. */
function exact(value: number): string {
  const shift = 1074n;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = (raw >> 52n) & 2047n;
  const mantissa = (raw & ((1n << 52n) - 1n)) | (exponent === 0n ? 0n : 1n << 52n);
  const numerator = (mantissa << (exponent === 0n ? 0n : exponent - 1n)) * 1_000_000n;
  const [floor, rest, half] = [numerator >> shift, numerator & ((1n << shift) - 1n), 1n << (shift - 1n)];
  const rounded = rest > half || (rest === half && (floor & 1n) === 1n) ? floor + 1n : floor;
  return `${String(rounded / 1_000_000n)}.${String(rounded % 1_000_000n).padStart(6, '0')}`;
}
