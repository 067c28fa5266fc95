import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIST_FUNCTIONS } from '../../../../src/dataset/query/sql/list-functions.ts';
import type { SqlValue } from '../../../../src/dataset/query/statement.ts';

type Name = keyof typeof LIST_FUNCTIONS;

const FUNCTIONS: Readonly<Record<Name, { readonly run: (...args: readonly SqlValue[]) => SqlValue }>> = LIST_FUNCTIONS;

/** Lists and objects go in and come out as JSON text. */
function run(name: Name, ...args: readonly unknown[]): unknown {
  const given = args.map((arg) => (typeof arg === 'object' && arg !== null ? JSON.stringify(arg) : arg) as SqlValue);
  const result = FUNCTIONS[name].run(...given);
  return typeof result === 'string' && /^[[{"]/.test(result) ? JSON.parse(result) : result;
}

test.each<readonly [Name, readonly unknown[], unknown]>([
  ['list_slice', [[1, 2, 3], -2, null], [2, 3]],
  ['list_slice', [[1, 2, 3], 1, -1], [2]],
  ['list_slice', ['no list', 0, 1], null],
  ['list_sort', [[10, 9, null, 'a'], null, 0, 0], [10, 9, 'a', null]],
  ['list_sort', [[10, 9, 100], null, 1, 1], [100, 10, 9]],
  ['list_sort', [[{ k: 2 }, { k: 1 }], 'k', 1, 0], [{ k: 1 }, { k: 2 }]],
  [
    'list_union',
    [
      [2, '1', 1],
      [1, true],
    ],
    [1, 2, '1', true],
  ],
  ['list_union', [[1], null], null],
  [
    'list_intersection',
    [
      [3, 1, 3],
      [3, 4],
    ],
    [3],
  ],
  ['list_difference', [[3, 1, 3, 2], [1]], [3, 2]],
  ['list_insert', [[1, 2], -1, [9]], [1, 9, 2]],
  [
    'list_subset',
    [
      [1, { a: 1, b: 2 }],
      [{ b: 2, a: 1 }, 1],
    ],
    1,
  ],
  ['list_overlaps', [[1], [2]], 0],
  ['list_join', [['a', 'b'], '-'], 'a-b'],
  ['list_join', [['a', 1], '-'], null],
  ['list_deviation', [[2, 'x', 4], 0], 1],
  ['list_deviation', [[2], 1], null],
  ['list_range', [0, 1e9], null],
  [
    'list_zip_longest',
    [[1], ['a', 'b']],
    [
      [1, 'a'],
      [null, 'b'],
    ],
  ],
  ['list_least', [['b', 2, true]], '2'],
  ['list_greatest', [[null]], null],
  ['json_leaves', [{ a: [{ k: 1 }, {}, { k: [2] }] }, ['a', 'k']], [1, [2]]],
  ['json_leaves', [{ a: 1 }, ['toString']], null],
])('%s of %j is %j', (name, args, expected) => {
  expect(run(name, ...args)).toEqual(expected);
});

test('infinities survive', () => {
  expect(LIST_FUNCTIONS.list_reverse.run('[1,9e999,-9e999]')).toBe('[-9e999,9e999,1]');
});

describe('for any values', () => {
  const values = fc.oneof(
    fc.constant(null),
    fc.double(),
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );

  test('nothing throws', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), (args) => {
        for (const { run: apply } of Object.values(FUNCTIONS)) expect(apply(...args)).not.toBeUndefined();
      }),
    );
  });

  test('sets have each member once, and unions hold both sides', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ max: 9, min: 0 })), fc.array(fc.integer({ max: 9, min: 0 })), (a, b) => {
        const union = [...new Set([...a, ...b])].toSorted((x, y) => x - y);
        expect(run('list_union', a, b)).toEqual(union);
        expect(run('list_intersection', a, b)).toEqual(union.filter((each) => a.includes(each) && b.includes(each)));
        expect(run('list_difference', a, b)).toEqual([...new Set(a)].filter((each) => !b.includes(each)));
        expect(run('list_subset', a, b)).toBe(Number(a.every((each) => b.includes(each))));
      }),
    );
  });

  test('slices are those of an array', () => {
    const bound = fc.option(fc.integer({ min: -6, max: 6 }));
    fc.assert(
      fc.property(fc.array(fc.integer()), bound, bound, (list, from, to) => {
        expect(run('list_slice', list, from, to)).toEqual(list.slice(from ?? 0, to ?? undefined));
      }),
    );
  });
});
