import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedRow } from '../../../../src/dataset/formats/yolo/fixed-row.ts';
import { pythonFixed } from '../../../../src/dataset/formats/yolo/python-fixed.ts';

/** What it is to be the same as. */
function joined(head: number, values: readonly number[]): string {
  return [String(head), ...values.map((value) => pythonFixed(value + 0))].join(' ');
}

describe('a row of a label file', () => {
  test('fractions, ties, and what is no fraction', () => {
    expect(fixedRow(3, [])).toBe('3');
    expect(fixedRow(0, [0, -0, 1, 0.5, 0.1234565, 0.0078125, 0.9999996, 9.9999996])).toBe(
      '0 0.000000 0.000000 1.000000 0.500000 0.123456 0.007812 1.000000 10.000000',
    );
    expect(fixedRow(254, [-0.25, 12.5, NaN, -Infinity, 1e22])).toBe(
      '254 -0.250000 12.500000 nan -inf 10000000000000000000000.000000',
    );
  });

  test('any numbers are as pythonFixed writes them', () => {
    const number = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double(),
      fc.integer({ min: 0, max: 2_000_000 }).map((half) => half / 2e6),
      fc.integer({ min: 0, max: 1 << 20 }).map((part) => part / (1 << 20)),
    );
    fc.assert(
      fc.property(fc.nat(1000), fc.array(number), (head, values) => {
        expect(fixedRow(head, values)).toBe(joined(head, values));
      }),
      { numRuns: 500 },
    );
  });

  test('a row longer than any before', () => {
    const values = Array.from({ length: 40_000 }, (_, i) => (i % 7 === 0 ? Number.MAX_VALUE / (i + 1) : i / 40_000));
    expect(fixedRow(1, values)).toBe(joined(1, values));
  });
});
