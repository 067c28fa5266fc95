import { expect, test } from 'vitest';
import { stripComments } from '../../src/repl/comments.ts';

test.each([
  ['ds.count() # how many', 'ds.count()'],
  ['# only prose', ''],
  ["ds.where(name == 'a # b') # c", "ds.where(name == 'a # b')"],
  ['tag Moorea#118 seen', 'tag Moorea#118 seen'],
  [String.raw`ds.where(name == 'it\'s # x')`, String.raw`ds.where(name == 'it\'s # x')`],
  ['ds # a view\n  .count()', 'ds \n  .count()'],
])('%j', (text, bare) => {
  expect(stripComments(text)).toBe(bare);
});
