import { expect, test } from 'vitest';
import { cellFormats, cellText } from '../../../src/repl/sheet/cell-format.ts';
import { tableOf } from './sheet-source-fixture.ts';

test('a pattern that takes too long on a text is told, and what is in memory is gone through a part at a time', async () => {
  const source = tableOf(['x'], [['a'.repeat(40) + '!']]);
  const { signal } = new AbortController();
  await expect(source.countMatches({ column: 0, source: '(a+)+$' }, signal)).rejects.toMatchObject({
    code: 'unsupported',
  });
  await expect(source.countMatches({ column: 0, source: '[' }, signal)).rejects.toThrow(
    'no regular expression: Unterminated character class',
  );
});

test('many numbers are drawn as a histogram, few as bars', async () => {
  const { signal } = new AbortController();
  const measured = tableOf(
    ['x'],
    Array.from({ length: 100 }, (_, i) => [i / 3]),
  );
  const drawn = await measured.plot(0, signal);
  expect(drawn).toMatchObject({ total: 12, of: { total: 100 }, other: 0 });
  const few = tableOf(['x'], [[2020], [2021], [2020], [null]]);
  expect(await few.plot(0, signal)).toMatchObject({
    rows: [
      [2020, 2],
      [2021, 1],
      [null, 1],
    ],
  });
});

test('numbers of a column have as many decimals, shares none that reads as nothing', () => {
  const source = tableOf(
    ['n', 'mixed'],
    [
      [1.5, 'a'],
      [22.25, 1],
      [null, 2],
    ],
  );
  const [numbers, mixed] = cellFormats(source);
  expect(numbers).toMatchObject({ align: 'right', decimals: 2 });
  expect(mixed).toMatchObject({ align: 'left', decimals: null });
  const text = (value: number) => cellText(value, { role: undefined, decimals: 2 }, { unicode: true });
  expect([1.5, 22.25, 0, 0.001, NaN].map(text)).toEqual(['1.50', '22.25', '0.00', '0.001', 'NaN']);
  expect(cellText(0.0001, { role: 'share', decimals: 1 }, { unicode: true })).toBe('<0.1');
});
