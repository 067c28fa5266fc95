import { describe, expect, test } from 'vitest';
import { compileSampleIds } from '../../../../src/dataset/query/compile.ts';
import { bound, idsOf } from '../ask.ts';
import { reef } from '../reef.ts';

// Statement, SQL, parameters, rows.
const CASES: readonly (readonly [string, string, readonly unknown[], unknown])[] = [
  [
    "ds.select(['a00000000000000000000003', 'a00000000000000000000001'])",
    'select s.id from sample s where s.oid in (?, ?) order by s.id',
    ['a00000000000000000000003', 'a00000000000000000000001'],
    [1, 3],
  ],
  [
    "ds.select(['a00000000000000000000003', 'a00000000000000000000001'], true)",
    'select s.id from sample s where s.oid in (?, ?) order by (select e.id from json_each(?) e where e.value = s.oid limit 1), s.id',
    ['a00000000000000000000003', 'a00000000000000000000001', '["a00000000000000000000003","a00000000000000000000001"]'],
    [3, 1],
  ],
  [
    "ds.exclude('a00000000000000000000001')",
    'select s.id from sample s where (s.oid in (?)) is not true order by s.id',
    ['a00000000000000000000001'],
    [2, 3, 4, 5],
  ],
  ["ds.sortBy('year')", 'select s.id from sample s order by s."year", s.id', [], [5, 1, 2, 3, 4]],
  [
    "ds.sortBy('year', { reverse: true })",
    'select s.id from sample s order by s."year" desc, s.id',
    [],
    [4, 2, 3, 1, 5],
  ],
  [
    "ds.sortBy([('area', 1), ('year', -1)])",
    'select s.id from sample s order by s."area", s."year" desc, s.id',
    [],
    [5, 3, 4, 1, 2],
  ],
  [
    'ds.sortBy(corals.count(), true)',
    'select s.id from sample s order by coalesce(s."corals", 0) desc, s.id',
    [],
    [1, 2, 3, 4, 5],
  ],
  [
    "ds.sortBy('notes')",
    'select s.id from sample s order by case when not (s."notes" is not null) then 1 when coalesce(json_array_length(s."notes"), 0) = 0 then 0 else 2 end, (select min(e.value) from json_each(s."notes") e where e.value is not null), s.id',
    [],
    [2, 4, 5, 1, 3],
  ],
  [
    "ds.sortBy('notes', true)",
    'select s.id from sample s order by case when not (s."notes" is not null) then 1 when coalesce(json_array_length(s."notes"), 0) = 0 then 0 else 2 end desc, (select max(e.value) from json_each(s."notes") e where e.value is not null) desc, s.id',
    [],
    [3, 1, 4, 5, 2],
  ],
  [
    'ds.limit(2)',
    'with samples_1 as (select s.id from sample s order by s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [2],
    [1, 2],
  ],
  [
    'ds.limit(-1)',
    'with samples_1 as (select s.id from sample s order by s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [0],
    [],
  ],
  [
    'ds.skip(3)',
    'with samples_1 as (select s.id from sample s order by s.id limit ? offset ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [-1, 3],
    [4, 5],
  ],
  ['ds.skip(0)', 'select s.id from sample s order by s.id', [], [1, 2, 3, 4, 5]],
  [
    "ds.sortBy('year').limit(2).where(year > 2000)",
    'with samples_1 as (select s.id from sample s order by s."year", s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id where s."year" > ? order by s."year", s.id',
    [2, 2000],
    [1],
  ],
  ['ds.view()', 'select s.id from sample s order by s.id', [], [1, 2, 3, 4, 5]],
  [
    'ds[1:3]',
    'with samples_1 as (select s.id from sample s order by s.id limit ? offset ?), samples_2 as (select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id limit ?) select s.id from samples_2 v cross join sample s on s.id = v.id order by s.id',
    [-1, 1, 2],
    [2, 3],
  ],
  [
    'ds[:-3]',
    'with samples_1 as (select s.id from sample s order by s.id desc limit ? offset ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [-1, 3],
    [1, 2],
  ],
  [
    'ds[-2:]',
    'with samples_1 as (select s.id from sample s order by s.id desc limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [2],
    [4, 5],
  ],
  [
    'ds[-3:-1]',
    'with samples_1 as (select s.id from sample s order by s.id desc limit ?), samples_2 as (select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id desc limit ? offset ?) select s.id from samples_2 v cross join sample s on s.id = v.id order by s.id',
    [3, -1, 1],
    [3, 4],
  ],
  ['ds[year == 2021]', 'select s.id from sample s where s."year" = ? order by s.id', [2021], [2, 3]],
  [
    'ds.take(2)',
    'with samples_1 as (select s.id from sample s order by shuffle_key(?, s.oid), s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by shuffle_key(?, s.oid), s.id',
    [51, 2, 51],
    [5, 4],
  ],
  [
    "ds.take(2, 7).sortBy('year')",
    'with samples_1 as (select s.id from sample s order by shuffle_key(?, s.oid), s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s."year", s.id',
    [7, 2],
    [5, 1],
  ],
  ['ds.shuffle(7)', 'select s.id from sample s order by shuffle_key(?, s.oid), s.id', [7], [1, 5, 4, 3, 2]],
  [
    'ds.head(2)',
    'with samples_1 as (select s.id from sample s order by s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [2],
    [1, 2],
  ],
  [
    'ds.tail(2)',
    'with samples_1 as (select s.id from sample s order by s.id desc limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [2],
    [4, 5],
  ],
  [
    'ds.first()',
    'with samples_1 as (select s.id from sample s order by s.id limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [1],
    [1],
  ],
  [
    "ds.sortBy('year').last()",
    'with samples_1 as (select s.id from sample s order by s."year" desc, s.id desc limit ?) select s.id from samples_1 v cross join sample s on s.id = v.id order by s."year", s.id',
    [1],
    [4],
  ],
];

describe('verbs that choose and order samples', () => {
  const dataset = reef();

  test.each(CASES)('%s', (statement, text, params, expected) => {
    const query = bound(statement, dataset);
    if (query.kind !== 'view' && query.kind !== 'aggregate') throw new Error('no view');
    expect(compileSampleIds(query.plan, dataset.catalog)).toEqual({ text, params });
    expect(idsOf(statement, dataset)).toEqual(expected);
  });
});
