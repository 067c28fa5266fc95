import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../src/dataset/query/answer.ts';
import { answerTo, bound } from '../ask.ts';
import { reef } from '../reef.ts';

const dataset = reef();

function answer(statement: string): Answer {
  const query = bound(statement, dataset);
  return query.kind === 'value' ? query.answer : answerTo(statement, dataset);
}

function shown(statement: string): unknown {
  const got = answer(statement);
  if (got.kind === 'scalar') return got.value;
  if (got.kind === 'list') return got.values;
  return got.kind === 'table' ? got.rows : got;
}

// Statement, answer.
const ANSWERS: readonly (readonly [string, unknown])[] = [
  ["ds.std('year')", Math.sqrt(2)],
  ["ds.std('year', { sample: true })", Math.sqrt(8 / 3)],
  ["ds.limit(1).std('year', { sample: true })", null],
  ['ds.where(false).std(year)', null],
  ["ds.quantiles('year', [0, 0.25, 0.5, 0.75, 1])", [2019, 2019, 2021, 2021, 2023]],
  ["ds.quantiles('year', 0.5)", 2021],
  ["ds.where(false).quantiles('year', [0.5])", [null]],
  [
    "ds.countBy('area', 'year')",
    [
      ['Bora', 2021, 1],
      ['bora', 2019, 1],
      ['bora', 2023, 1],
      ['moorea', 2021, 1],
      [null, null, 1],
    ],
  ],
  [
    "ds.countBy('tags', 'corals.label')",
    [
      ['qc', 'Acropora', 1],
      ['qc', 'Porites', 1],
      ['train', 'Acropora', 1],
      ['train', 'Porites', 2],
      ['train', null, 1],
    ],
  ],
  [
    'ds.where(year > 2019).countBy(tags, corals.label)',
    [
      ['train', 'Porites', 1],
      ['train', null, 1],
    ],
  ],
  ["ds.countBy('corals.tags', 'corals.label')", [['checked', 'Porites', 1]]],
  [
    "ds.countBy(year > 2020, 'reviewed')",
    [
      [false, true, 1],
      [false, null, 1],
      [true, false, 1],
      [true, true, 1],
      [true, null, 1],
    ],
  ],
  [
    'ds.countSampleTags()',
    [
      ['train', 2],
      ['qc', 1],
      ['test', 1],
      ['val', 1],
    ],
  ],
  ['ds.countLabelTags()', [['checked', 1]]],
  ["ds.countLabelTags('boxes')", []],
  [
    'ds.groupBy(area).mean(corals.count())',
    [
      ['Bora', 0],
      ['bora', 1],
      ['moorea', 2],
      [null, 0],
    ],
  ],
  [
    "ds.groupBy('area').bounds('year')",
    [
      ['Bora', [2021, 2021]],
      ['bora', [2019, 2023]],
      ['moorea', [2021, 2021]],
      [null, [null, null]],
    ],
  ],
  [
    "ds.groupBy('area').count('corals.label')",
    [
      ['bora', 2],
      ['moorea', 1],
    ],
  ],
  [
    "ds.groupBy('area').count('corals')",
    [
      ['Bora', 1],
      ['bora', 1],
      ['moorea', 1],
      [null, 0],
    ],
  ],
  [
    "ds.groupBy(['area', 'year']).sum('depth')",
    [
      ['Bora', 2021, 7],
      ['bora', 2019, 2.5],
      ['bora', 2023, 3.5],
      ['moorea', 2021, -1],
      [null, null, 0],
    ],
  ],
  [
    "ds.groupBy('area').std('year')",
    [
      ['Bora', 0],
      ['bora', 2],
      ['moorea', 0],
      [null, null],
    ],
  ],
  ["ds.groupBy('area').count()", 4],
  ["len(ds.groupBy('area'))", 4],
  ["ds.groupBy('area').values('area')", ['Bora', 'bora', 'moorea', null]],
  [
    "ds.aggregate([count('corals.polylines'), fo.Distinct('area'), bounds(year), fo.CountValues('tags'), mean('depth')])",
    [
      4,
      ['Bora', 'bora', 'moorea'],
      [2019, 2023],
      [
        ['train', 2],
        ['qc', 1],
        ['test', 1],
        ['val', 1],
      ],
      3,
    ],
  ],
  ["ds.aggregate(fo.Count('area'))", 4],
  ['ds.aggregate([])', []],
  [
    "ds.values(['area', 'year'])",
    [
      ['bora', 'moorea', 'Bora', 'bora', null],
      [2019, 2021, 2021, 2023, null],
    ],
  ],
  ["ds.values('year', missing_value=-1)", [2019, 2021, 2021, 2023, -1]],
  ["ds.values('corals.label', missing_value='?', unwind=True)", ['Porites', 'Acropora', 'Porites', '?']],
  ["ds.values('corals.tags', unwind=-1)", [['checked'], [], [], null, null]],
  ["ds.values('corals.polylines[].label')", ['Porites', 'Acropora', 'Porites', null]],
  ["ds.values('area', expr=F().upper())", ['BORA', 'MOOREA', 'BORA', 'BORA', null]],
  [
    "ds.countValues('corals.label', expr=F().strlen())",
    [
      [7, 2],
      [0, 1],
      [8, 1],
    ],
  ],
  ["ds.max('year', expr=F() + 1)", 2024],
  [
    "ds.histogramValues('year', { bins: [2019, 2021, 2022] })",
    [
      [2019, 2021, 1],
      [2021, 2022, 2],
    ],
  ],
  [
    "ds.schema('corals')",
    [
      ['cover', 'bool, int, string'],
      ['health', 'string'],
    ],
  ],
  [
    "ds.schema('extra')",
    [
      ['v', 'int, list, string'],
      ['w', 'dict'],
    ],
  ],
  ["ds.listSchema('notes')", 'string'],
  ["ds.getField('corals.cover')", 'mixed'],
  ["ds.getField('corals')", 'polylines'],
  ["ds.getClasses('quality')", ['sharp']],
  ['ds.first().area', 'bora'],
  ['ds.one(year == 2023).corals.label', null],
  ["ds['reef/q2.jpg'].corals.polylines[0].label", 'Porites'],
  ['len(ds.last().tags)', 1],
  ["ds.sortBy(year, true).first()['year']", 2023],
];

describe('questions', () => {
  test.each(ANSWERS)('%s', (statement, expected) => {
    expect(shown(statement)).toEqual(typeof expected === 'number' ? expect.closeTo(expected, 10) : expected);
  });

  test('a histogram counts what lies in no bin apart', () => {
    expect(answer("ds.histogramValues('year', { bins: [2019, 2021, 2022] })")).toMatchObject({
      other: 2,
      of: { total: 3 },
    });
    expect(answer("ds.histogramValues('depth', { bins: 2, range: [0, 5] })")).toMatchObject({ other: 3 });
  });

  test.each([
    ["ds.quantiles('year', 1.5)", /from 0 to 1/],
    ["ds.quantiles('area', 0.5)", /numbers are needed/],
    ["ds.histogramValues('year', { bins: [2, 1] })", /ascending/],
    ["ds.histogramValues('year', { auto: true })", /cannot be chosen/],
    ['ds.aggregate([limit(3)])', /no question limit/],
    ['ds.aggregate([5])', /a question such as count/],
    ["ds.groupBy('area', { matchExpr: F().length() > 1 }).mean('year')", /no answer each/],
    ['ds.one(year == 1900).area', /no sample meets/],
    ['ds.one(year == 2021, exact=True).area', /more than one sample/],
    ["ds.schema('year')", /only labels and objects/],
    ["ds.countBy('corals')", /values are needed/],
    ['ds.first().corals', /values are needed/],
  ])('%s is refused', (statement, message) => {
    expect(() => shown(statement)).toThrow(message);
  });
});
