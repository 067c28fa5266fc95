import { expect, test } from 'vitest';
import { patternOf } from '../../../../src/dataset/query/bind/patterns.ts';
import { UserError } from '../../../../src/diagnostics.ts';

const SPAN = { start: 0, end: 1 };

test.each([
  ['(?i)abc', '', 'abc', 'i'],
  ['(?ms)^a.b$', 'i', '^a.b$', 'ims'],
  ['(?P<x>a)(?P=x)', '', '(?<x>a)\\k<x>', ''],
  ['\\Aab\\Z', '', '(?<![\\s\\S])ab(?![\\s\\S])', ''],
  ['a', 'gy', 'a', ''],
])('%s with flags "%s"', (source, flags, expected, expectedFlags) => {
  expect(patternOf({ source, flags }, SPAN)).toEqual({ source: expected, flags: expectedFlags });
});

test.each([['(?x)a b'], ['(a'], ['a++']])('%s is refused', (source) => {
  expect(() => patternOf({ source, flags: '' }, SPAN)).toThrow(UserError);
});
