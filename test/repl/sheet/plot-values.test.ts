import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plotOf } from '../../../src/repl/sheet/plot-values.ts';

test('each number stands in the bin whose edges it lies between, the lower one included', () => {
  const numbers = fc.array(
    fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 100 })),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(numbers, (values) => {
      // Something that is no whole number: others may be bars.
      const all = [...values, 0.5];
      const { rows, other } = plotOf('depth', [...all, null]);
      const edges = rows.map(([lower, upper]) => [Number(lower), Number(upper)] as const);
      const last = edges.length - 1;
      const counts = edges.map(([lower, upper], bin) => {
        const isIn = (n: number): boolean => n >= lower && (n < upper || bin === last);
        return all.filter(isIn).length;
      });
      expect(rows.map(([, , count]) => count)).toEqual(counts);
      expect(other).toBe(1);
    }),
  );
});

test('whole numbers as close together as years are a bar each', () => {
  expect(plotOf('year', [2020, 2021, 2020]).rows).toEqual([
    [2020, 2],
    [2021, 1],
  ]);
});
