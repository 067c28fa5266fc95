import { describe, expect, test } from 'vitest';
import { answerTo, bound, idsOf } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

function shown(statement: string): unknown {
  const answer = answerTo(statement, dataset);
  if (answer.kind === 'scalar') return answer.value;
  if (answer.kind === 'list') return answer.values;
  return answer.kind === 'table' ? answer.rows : answer;
}

describe('labels by their place', () => {
  test.each([
    ['ds.count(corals.polylines[0:1])', 2],
    [
      "ds.groupBy('area').count(corals.polylines[0:1])",
      [
        ['bora', 1],
        ['moorea', 1],
      ],
    ],
    ['ds.countBy(corals.polylines[0:1].label)', [['Porites', 2]]],
  ])('%s', (statement, expected) => {
    expect(shown(statement)).toEqual(expected);
  });
});

test('keys of other labels are refused, in whatever order', () => {
  const one = 'corals.label';
  const other = "corals.polylines.filter(label == 'Porites').label";
  expect(() => shown(`ds.countBy(${one}, ${other})`)).toThrow('the same labels');
  expect(() => shown(`ds.countBy(${other}, ${one})`)).toThrow('the same labels');
  expect(() => shown(`ds.countBy(${one}, boxes.label)`)).toThrow('the same labels');
});

test('a number that is whole in one of two views is none after both', () => {
  expect(shown("ds.limit(1).concat(ds.limit(1).setField('year', year + 0.5)).values(year % 1)")).toEqual([0, 0.5]);
});

test('what a fold over a group begins with is seen', () => {
  expect(
    idsOf("ds.groupBy('area', { flat: true, matchExpr: F().reduce(VALUE + 1, F('year').max()) > 2023 })", dataset),
  ).toEqual([1, 4]);
});

test('groups of several keys come in the order of each', () => {
  expect(shown("ds.setField('depth', depth * 100).groupBy(['depth', 'area']).values('depth')")).toEqual([
    -100,
    250,
    350,
    700,
    null,
  ]);
});

test('edges may be infinite', () => {
  expect(shown("ds.histogramValues('year', { bins: [2020, float('inf')] })")).toEqual([[2020, Infinity, 3]]);
});

describe('refused', () => {
  test.each([
    ["ds.where('year > 2020')", /a condition is needed here, this is text/],
    ['ds.match(2020)', /a condition is needed here, this is a number/],
    ["ds.filterLabels('corals', 'Porites')", /a condition is needed/],
    ["ds.mapValues('reviewed', { banana: true })", /true or false is needed/],
    ["ds.mapValues('year', { abc: 1 })", /a number is needed/],
    ["ds.setField('filepath', 'x')", /the filepath of a sample stays/],
    ["ds.mapValues('filepath', { a: 'b' })", /the filepath of a sample stays/],
    ["ds.mapValues('metadata.width', { 640: 1 })", /the metadata.width of a sample stays/],
    ["ds.filterField('metadata.width', F() > 1)", /the metadata.width of a sample stays/],
    ["ds.setField('metadata.width', 1)", /stays/],
    ["ds.mean('corals.points')", /lists of lists/],
  ])('%s', (statement, message) => {
    expect(() => bound(statement, dataset)).toThrow(message);
  });

  test('in compiling', () => {
    const twice = "ds.concat(ds.mapLabels('corals', { Porites: 'P' })).setField('corals.tags', ['x']).count()";
    expect(() => shown(twice)).toThrow('tags of labels cannot be given others');
    expect(() => shown("ds.toPatches('corals').concat(ds.toPatches('corals')).count()")).toThrow(
      'nor after other patches',
    );
    expect(() => bound("ds.selectBy('year', ['x'])", dataset)).toThrow(
      expect.objectContaining({ span: { start: 0, end: 26 } }),
    );
  });
});
