import { expect, test } from 'vitest';
import { dateOfParts, isoDate } from '../../../../src/dataset/query/bind/dates.ts';

test.each([
  ['2021', '2021-01-01T00:00:00.000Z'],
  ['2021-05', '2021-05-01T00:00:00.000Z'],
  ['2021-05-01', '2021-05-01T00:00:00.000Z'],
  [' 2021-05-01 12:30 ', '2021-05-01T12:30:00.000Z'],
  ['2021-05-01T12:30:15.25Z', '2021-05-01T12:30:15.250Z'],
  ['2021-05-01T12:30:00+0200', '2021-05-01T10:30:00.000Z'],
  ['2021-02-30', undefined],
  ['2021-13-01', undefined],
  ['soon', undefined],
])('%s', (text, expected) => {
  expect(isoDate(text)).toBe(expected);
});

test.each([
  [[2018, 1, 2], '2018-01-02T00:00:00.000Z'],
  [[2018, 1, 2, 3, 4, 5, 678_901], '2018-01-02T03:04:05.678Z'],
  [[], undefined],
  [[2018, 2, 30], undefined],
  [[2018.5], undefined],
])('datetime(%j)', (parts, expected) => {
  expect(dateOfParts(parts)).toBe(expected);
});
