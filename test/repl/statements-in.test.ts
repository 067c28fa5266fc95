import { expect, test } from 'vitest';
import { statementsIn } from '../../src/repl/statements-in.ts';

test.each([
  ['ds.count()', ['ds.count()']],
  ['v = ds.limit(3)\nv.count()', ['v = ds.limit(3)', 'v.count()']],
  ['# how many\nds.where(\n  year == 2020\n).count()\n', ['ds.where(\n  year == 2020\n).count()']],
  ['ds\n  .limit(3)', ['ds\n  .limit(3)']],
  ['# only prose', []],
  ['  \n', []],
  ['ds.where(', ['ds.where(']],
])('%j', (text, statements) => {
  expect(statementsIn(text)).toEqual(statements);
});
