import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from '../../src/repl/line-diff.ts';

test('changed lines with one line of context', () => {
  const before = ['area', 'Tiahura 92', 'Entre 2 Baies 50', 'total'];
  expect(lineDiff(before, ['area', 'Tiahura 104', 'Entre 2 Baies 50', 'total'])).toEqual([
    ' area',
    '-Tiahura 92',
    '+Tiahura 104',
    ' Entre 2 Baies 50',
  ]);
});

test('equal texts have no difference', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      expect(lineDiff(lines, lines)).toEqual([]);
    }),
  );
});

test('applied to the one it gives the other', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const diff = lineDiff(before, after);
      const count = (sign: string): number => diff.filter((line) => line.startsWith(sign)).length;
      expect(before.length - count('-')).toBe(after.length - count('+'));
      expect(count('+')).toBeLessThanOrEqual(after.length);
    }),
  );
});
