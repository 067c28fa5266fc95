import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../../src/dataset/query/answer.ts';
import { changesBetween, type KeyedAnswer, keyedAnswer } from '../../../src/dataset/query/answer-changes.ts';

function counts(rows: Readonly<Record<string, number>>): KeyedAnswer {
  const keyed = keyedAnswer({
    kind: 'table',
    columns: [
      { name: 'label', type: 'string' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows: Object.entries(rows),
    total: Object.keys(rows).length,
  });
  if (keyed === undefined) throw new Error('a table of counts has keys');
  return keyed;
}

test('rows have grown, shrunk, come and gone; the first answer has no changes', () => {
  const before = counts({ Porites: 10, Pavona: 7, Fungia: 3, Atrea: 1 });
  const now = counts({ Porites: 13, Pavona: 5, Fungia: 3, Acropora: 2 });
  expect(changesBetween(undefined, before).every(({ change }) => change === 'same')).toBe(true);
  expect(changesBetween(before, now).map(({ key, change, by }) => [...key, change, ...by])).toEqual([
    ['Porites', 'changed', 3],
    ['Pavona', 'changed', -2],
    ['Fungia', 'same', null],
    ['Acropora', 'new', null],
    ['Atrea', 'gone', null],
  ]);
});

test.each<[string, Answer, number, number]>([
  ['a number', { kind: 'scalar', value: 12 }, 0, 1],
  ['a view', { kind: 'view', samples: 3, labels: { gt: 4, pred: 5 } }, 1, 3],
  ['a list', { kind: 'list', values: ['a', 'b'] }, 1, 2],
  [
    'a crosstab',
    {
      kind: 'table',
      columns: [
        { name: 'area', type: 'string' },
        { name: 'year', type: 'int' },
        { name: 'count', type: 'int', role: 'count' },
      ],
      rows: [['a', 2020, 1]],
      total: 1,
    },
    2,
    1,
  ],
  [
    'means of groups',
    {
      kind: 'table',
      columns: [
        { name: 'area', type: 'string' },
        { name: 'mean', type: 'float' },
      ],
      rows: [['a', 0.5]],
      total: 1,
    },
    1,
    1,
  ],
])('%s has keys', (_what, answer, keys, rows) => {
  const keyed = keyedAnswer(answer);
  expect([keyed?.keys.length, keyed?.rows.length]).toEqual([keys, rows]);
});

test('samples are nothing that is counted', () => {
  expect(keyedAnswer({ kind: 'samples', samples: [] })).toBeUndefined();
});

test('equal rows of a list have their partners', () => {
  const list = (...values: readonly string[]) => keyedAnswer({ kind: 'list', values }) as KeyedAnswer;
  const changes = changesBetween(list('a', 'a', 'b'), list('a', 'a', 'a'));
  expect(changes.map(({ key, change }) => `${JSON.stringify(key[0])} ${change}`)).toEqual([
    '"a" same',
    '"a" same',
    '"a" new',
    '"b" gone',
  ]);
});

test('what changed, added to what was, is what is', () => {
  const table = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', '珊瑚'), fc.integer({ min: -5, max: 5 }));
  fc.assert(
    fc.property(table, table, (before, now) => {
      const restored: Record<string, number> = {};
      for (const { key, values, change, by } of changesBetween(counts(before), counts(now))) {
        const [name] = key as readonly [string];
        if (change === 'gone') expect(now[name]).toBeUndefined();
        else if (change === 'changed') restored[name] = (before[name] ?? NaN) + (by[0] ?? NaN);
        else restored[name] = Number(values[0]);
      }
      expect(restored).toEqual(now);
    }),
  );
});
