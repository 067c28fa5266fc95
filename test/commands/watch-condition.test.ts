import { expect, test } from 'vitest';
import { holds, readCondition } from '../../src/commands/watch-condition.ts';
import type { Answer } from '../../src/dataset/query/answer.ts';

const number = (value: number | null | boolean): Answer => ({ kind: 'scalar', value });
const view = (samples: number): Answer => ({ kind: 'view', samples, labels: {} });

test.each<[string, Answer, boolean]>([
  ['ds.count() >= 100', number(100), true],
  ['ds.count() >= 100', number(99), false],
  ['ds.count() == 0', number(0), true],
  ['ds.count()!=0', number(0), false],
  ['ds.count() < -1.5', number(-2), true],
  ['ds.count() > 1', number(null), false],
  ['ds.where(year > 2020)', view(1), true],
  ['ds.where(year > 2020)', view(0), false],
  ['ds.where(year > 2020) <= 3', view(3), true],
  ['ds.count()', number(true), true],
  ["ds.distinct('area') == 2", { kind: 'list', values: ['a', 'b'] }, true],
])('%s of %j', (text, answer, expected) => {
  expect(holds(readCondition(text), answer)).toBe(expected);
});

test('the comparison is not part of the expression, and one inside a bracket is', () => {
  expect(readCondition('ds.where(year > 2020).count() == 3').expression).toBe('ds.where(year > 2020).count()');
  expect(readCondition('ds.where(year > 2020)').expression).toBe('ds.where(year > 2020)');
});
