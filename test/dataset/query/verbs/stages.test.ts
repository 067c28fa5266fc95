import { describe, expect, test } from 'vitest';
import { UserError } from '../../../../src/diagnostics.ts';
import type { Answer } from '../../../../src/dataset/query/answer.ts';
import { answerTo, bound, idsOf } from '../ask.ts';
import { reef } from '../reef.ts';

const dataset = reef();

function shown(statement: string): unknown {
  const query = bound(statement, dataset);
  const answer: Answer = query.kind === 'value' ? query.answer : answerTo(statement, dataset);
  if (answer.kind === 'scalar') return answer.value;
  if (answer.kind === 'list') return answer.values;
  return answer.kind === 'table' ? answer.rows : answer;
}

test.each([
  ["ds.count_values(field_or_expr='area')", "ds.countValues('area')"],
  ["ds.mean(field_or_expr='year', safe=False)", "ds.mean('year')"],
  ["ds.values(field_or_expr='year', missing_value=None)", "ds.values('year')"],
  ["ds.sort_by('year', reverse=True, create_index=False).values('year')", "ds.sortBy('year', true).values('year')"],
  ["ds.shuffle(seed=None).values('year')", "ds.shuffle().values('year')"],
  ["ds.exists('year', bool=None).count()", "ds.exists('year').count()"],
])("FiftyOne's defaults may be written out: %s", (line, plain) => {
  expect(shown(line)).toEqual(shown(plain));
});

describe('stages that rewrite', () => {
  test.each([
    ["ds.setField('year', year + 1).values('year')", [2020, 2022, 2022, 2024, null]],
    ["ds.setField('year', year / 2).values('year')", [1009.5, 1010.5, 1010.5, 1011.5, null]],
    ["ds.setField('area', 'x').countValues('area')", [['x', 5]]],
    [
      "ds.setField('year', corals.count()).filterLabels('corals', label == 'Porites', false).values('year')",
      [2, 2, 0, 0, 0],
    ],
    [
      "ds.setField('corals.label', label.upper()).values('corals.label')",
      [['PORITES', 'ACROPORA'], ['PORITES', null], [], null, null],
    ],
    [
      "ds.setField('corals.health', sample.area).values('corals.health')",
      [['bora', 'bora'], ['moorea', 'moorea'], [], null, null],
    ],
    ["ds.set_field('corals.polylines.confidence', 0.5).mean('corals.confidence')", 0.5],
    ["ds.setField('corals.cover', null).values('corals.cover')", [[null, null], [null, null], [], null, null]],
    [
      "ds.setField('corals.tags', ['a', 'b']).countValues('corals.tags')",
      [
        ['a', 4],
        ['b', 4],
      ],
    ],
    ["ds.setField('tags', ['x']).countValues('tags')", [['x', 5]]],
    ["ds.setField('corals', null).count('corals')", 0],
    [
      "ds.setField('corals.polylines', F('polylines').filter(label == 'Porites')).values('corals.label')",
      [['Porites'], ['Porites'], [], null, null],
    ],
    [
      "ds.mapLabels('corals', { Porites: 'Acropora', Acropora: 'Porites', None: 'none' }).values('corals.label')",
      [['Acropora', 'Porites'], ['Acropora', 'none'], [], null, null],
    ],
    ["ds.mapLabels('corals', { Porites: null }).count('corals.label')", 1],
    ["ds.mapLabels('corals', {}).count('corals.label')", 3],
    ["ds.mapLabels('quality', { sharp: 'good' }).values('quality.label')", ['good', null, null, null, null]],
    [
      "ds.mapValues('area', { bora: 'BORA', None: 'unknown' }).values('area')",
      ['BORA', 'moorea', 'Bora', 'BORA', 'unknown'],
    ],
    ["ds.mapValues('year', { 2021: 2022 }).values('year')", [2019, 2022, 2022, 2023, null]],
    ["ds.mapValues('reviewed', { true: false }).values('reviewed')", [false, false, null, false, null]],
    ["ds.mapValues('tags', { train: 'TRAIN' }).values('tags')", [['TRAIN', 'qc'], ['TRAIN'], ['val'], [], ['test']]],
    [
      "ds.mapValues('corals.health', { pale: 'bleached' }).values('corals.health')",
      [['good', 'bleached'], [null, null], [], null, null],
    ],
    ["ds.filterField('year', F() > 2020).values('year')", [2021, 2021, 2023]],
    ["ds.filterField('year', F() > 2020, { onlyMatches: false }).values('year')", [null, 2021, 2021, 2023, null]],
    [
      "ds.filterField('corals', F('polylines').length() > 1).values('corals.label')",
      [
        ['Porites', 'Acropora'],
        ['Porites', null],
      ],
    ],
    ["ds.filterField('corals', F('polylines').length() > 5, false).count('corals')", 0],
    [
      "ds.filterField('corals.health', F() == 'pale', false).values('corals.health')",
      [[null, 'pale'], [null, null], [], null, null],
    ],
  ])('%s', (statement, expected) => {
    expect(shown(statement)).toEqual(expected);
  });

  test.each([
    ["ds.setField('id', 'x')", /the id of a sample stays/],
    ["ds.setField('area', 5)", /text is needed here, this is a number/],
    ["ds.setField('corals', area)", /labels|text/],
    ["ds.setField('nosuch', 1)", /no field nosuch/],
    ["ds.mapValues('corals', { a: 'b' })", /values are needed here, not labels/],
    ["ds.mapValues('area', { bora: 5 })", /text is needed here/],
    ["ds.filterField('filepath', F() == 'x')", /every sample needs its filepath/],
  ])('%s is refused', (statement, message) => {
    expect(() => shown(`${statement}.count()`)).toThrow(message);
    expect(() => shown(`${statement}.count()`)).toThrow(UserError);
  });
});

describe('stages that choose labels', () => {
  test.each([
    ["ds.limitLabels('corals', 1).values('corals.label')", [['Porites'], ['Porites'], [], null, null]],
    ["ds.limitLabels('corals', 0).values('corals.label')", [[], [], [], null, null]],
    [
      "ds.filterLabels('corals', label != 'Porites', false).limitLabels('corals', 1).values('corals.health')",
      [['pale'], [null], [], null, null],
    ],
    ["ds.selectLabels({ labels: ['Porites'] }).values('corals.label')", [['Porites'], ['Porites']]],
    [
      "ds.selectLabels({ tags: 'checked', omitEmpty: false }).values('corals.label')",
      [['Porites'], [], [], null, null],
    ],
    ["ds.selectLabels({ fields: 'corals' }).values('boxes.label')", [null, null]],
    ["ds.excludeLabels({ labels: 'Porites' }).values('corals.label')", [['Acropora'], [null]]],
    ["ds.excludeLabels({ labels: 'Porites', fields: 'corals', omitEmpty: false }).count('boxes.label')", 1],
    ["ds.excludeLabels({ fields: 'corals', omitEmpty: false }).values('corals.label')", [[], [], [], null, null]],
  ])('%s', (statement, expected) => {
    expect(shown(statement)).toEqual(expected);
  });
});

describe('stages that choose and order samples', () => {
  test.each([
    ["ds.selectBy('area', ['moorea', 'bora'])", [1, 2, 4]],
    ["ds.selectBy('area', ['moorea', 'bora'], true)", [2, 1, 4]],
    ["ds.selectBy('area', null)", [5]],
    ["ds.selectBy('area', [])", []],
    ["ds.selectBy('tags', ['qc', 'val'])", [1, 3]],
    ["ds.excludeBy('tags', 'train')", [3, 4, 5]],
    ['ds.select([true, false, true])', [1, 3]],
    ['ds.sortBy(year, true).select([True, False] * 2)', [4, 3]],
    ["ds.matchTags('train').concat(ds.limit(2))", [1, 2, 1, 2]],
    ['ds.limit(2).concat(ds.limit(1)).concat(ds.skip(4))', [1, 2, 1, 5]],
    ['ds.limit(2).concat(ds.limit(2)).skip(1).limit(2)', [2, 1]],
    ['ds.limit(2).concat(ds.limit(2)).sortBy(year, true)', [2, 2, 1, 1]],
    ["ds.groupBy('year')", [1, 2, 4, 5]],
    ["ds.groupBy('year', { flat: true })", [1, 2, 3, 4, 5]],
    ["ds.groupBy('year', { orderBy: 'depth', reverse: true })", [1, 3, 4, 5]],
    ["ds.groupBy('year', { flat: true, matchExpr: F().length() > 1 })", [2, 3]],
    ["ds.groupBy('year', { flat: true, sortExpr: F().length(), reverse: true })", [2, 3, 1, 4, 5]],
    ["ds.groupBy('year', { flat: true, sortExpr: F('depth').max(), reverse: true })", [2, 3, 4, 1, 5]],
    ["ds.groupBy(['year', 'area'])", [1, 3, 2, 4, 5]],
    ["ds.toPatches('corals')", [1, 2, 5, 6]],
    ["ds.sortBy(year, true).toPatches('corals')", [5, 6, 1, 2]],
    ["ds.filterLabels('corals', label == 'Porites').toPatches('corals')", [1, 5]],
  ])('%s', (statement, expected) => {
    expect(idsOf(statement, dataset)).toEqual(expected);
  });

  test('each time that a sample is there counts', () => {
    const twice = "ds.limit(1).concat(ds.filterLabels('corals', label == 'Porites'))";
    expect(shown(`${twice}.values('corals.label')`)).toEqual([['Porites', 'Acropora'], ['Porites'], ['Porites']]);
    expect(shown(`${twice}.countValues('corals.label')`)).toEqual([
      ['Porites', 3],
      ['Acropora', 1],
    ]);
    expect(shown(`${twice}.countValues('tags')`)).toEqual([
      ['train', 3],
      ['qc', 2],
    ]);
    expect(shown(`${twice}.where(corals.any(label == 'Acropora')).count()`)).toBe(1);
    expect(shown(`${twice}.filterLabels('corals', label == 'Acropora', false).values('corals.label')`)).toEqual([
      ['Acropora'],
      [],
      [],
    ]);
    expect(shown(`${twice}.setField('corals.health', sample.area).values('corals.health')`)).toEqual([
      ['bora', 'bora'],
      ['bora'],
      ['moorea'],
    ]);
  });

  test('values that one side has rewritten stay with it', () => {
    const both =
      "ds.setField('year', 1).limit(1).concat(ds.mapValues('tags', { train: 'T' }).limit(2)).concat(ds.limit(1))";
    expect(shown(`${both}.values('year')`)).toEqual([1, 2019, 2021, 2019]);
    expect(shown(`${both}.values('tags')`)).toEqual([['train', 'qc'], ['T', 'qc'], ['T'], ['train', 'qc']]);
    expect(shown(`${both}.countValues('tags')`)).toEqual([
      ['qc', 3],
      ['T', 2],
      ['train', 2],
    ]);
    expect(shown(`${both}.matchTags('T').count()`)).toBe(2);
    expect(shown(`${both}.where(year == 1).count()`)).toBe(1);
  });

  test('a patch is a sample with one label', () => {
    const patches = "ds.toPatches('corals', { otherFields: ['area', 'boxes'] })";
    expect(shown(`${patches}.values(['corals.label', 'area', 'sample_id'])`)).toEqual([
      ['Porites', 'Acropora', 'Porites', null],
      ['bora', 'bora', 'moorea', 'moorea'],
      ['a00000000000000000000001', 'a00000000000000000000001', 'a00000000000000000000002', 'a00000000000000000000002'],
    ]);
    expect(shown(`${patches}.countValues('corals.label')`)).toEqual([
      ['Porites', 2],
      ['Acropora', 1],
      [null, 1],
    ]);
    expect(shown(`${patches}.countValues('tags')`)).toEqual([
      ['train', 4],
      ['qc', 2],
    ]);
    expect(shown(`${patches}.values('boxes.label')`)).toEqual([['Porites'], ['Porites'], [], []]);
    expect(shown(`${patches}.where(corals.label == 'Porites').count()`)).toBe(2);
    expect(shown(`${patches}.groupBy('corals.label').count('id')`)).toEqual([
      ['Acropora', 1],
      ['Porites', 2],
      [null, 1],
    ]);
    expect(() => shown(`${patches}.values('year')`)).toThrow(/no field year/);
  });

  test.each([
    ["ds.toPatches('quality')", /one label a sample/],
    ["ds.limitLabels('quality', 1)", /one label a sample/],
    ["ds.concat(ds.limit(1)).toPatches('corals')", /one after the other/],
    ["ds.selectFields('area').concat(ds)", /same fields/],
    ["ds.select(['a', true])", /cannot be mixed/],
  ])('%s is refused', (statement, message) => {
    expect(() => shown(`${statement}.count()`)).toThrow(message);
  });
});

describe('stages that leave fields out', () => {
  test.each([
    ['ds.selectFields().getFieldSchema()', ['id', 'filepath', 'tags', 'metadata.width', 'metadata.height']],
    [
      "ds.selectFields(['area', 'corals']).getFieldSchema()",
      ['id', 'filepath', 'tags', 'metadata.width', 'metadata.height', 'area', 'corals'],
    ],
    [
      "ds.excludeFields(['area', 'year', 'depth', 'reviewed', 'captured_at', 'notes', 'extra', 'boxes']).getFieldSchema()",
      ['id', 'filepath', 'tags', 'metadata.width', 'metadata.height', 'corals', 'quality'],
    ],
  ])('%s', (statement, names) => {
    expect((shown(statement) as unknown[][]).map(([name]) => name)).toEqual(names);
  });

  test.each([
    ["ds.selectFields('area').where(year == 2019)", /no field year/],
    ["ds.excludeFields('corals.health').filterLabels('corals', health == 'pale')", /no field health/],
    ["ds.selectFields('corals.health').filterLabels('corals', cover == 5)", /no field cover/],
    ["ds.excludeFields('id')", /built in/],
    ["ds.excludeFields('corals.label')", /built in/],
  ])('%s is refused', (statement, message) => {
    expect(() => shown(`${statement}.count()`)).toThrow(message);
  });
});
