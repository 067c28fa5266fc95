import { describe, expect, test } from 'vitest';
import { UserError } from '../../../../src/diagnostics.ts';
import { answerTo } from '../ask.ts';
import { id, reef } from '../reef.ts';

const dataset = reef();

describe('answers that generated statements found wrong, or not there', () => {
  test.each([
    ["ds.setField('notes', year > 2020 ? tags : area).values('notes')", [null, ['train'], ['val'], [], null]],
    ["ds.setField('captured_at', year > 2020 ? 'x' : extra.v).count('captured_at')", 0],
    [
      "ds.setField('extra', year > 2020 ? area : extra).values('extra')",
      [{ v: 3, w: { z: true } }, null, null, null, null],
    ],
    ["ds.groupBy('year', { flat: true }).toPatches('corals').values('sample_id')", [1, 1, 2, 2].map((n) => id('a', n))],
    ['ds.count(F.any([area == "bora", area == "moorea", year == 2021]))', 5],
    ['ds.where(F.any([area == "bora", area == "moorea", year == 2021])).count()', 4],
    ['ds.where(F.all([area == "bora", year > 1, reviewed])).count()', 2],
  ] as const)('%s', (statement, expected) => {
    const answer = answerTo(statement, dataset);
    expect(answer.kind === 'list' ? answer.values : answer.kind === 'scalar' ? answer.value : answer).toEqual(expected);
  });

  test('members of lists of any type are counted as what they are', () => {
    const answer = answerTo("ds.limit(1).countBy([[true, 'a', null, 2, [1]]])", dataset);
    expect(answer.kind === 'table' && answer.rows).toEqual(
      [['a', 1], [2, 1], [[1], 1], [true, 1], [null, 1]], // prettier-ignore
    );
  });
});

test.each([
  ['ds.groupBy([])', 'ds.groupBy([])', /needs a field/],
  ['ds.countBy([])', 'ds.countBy([])', /needs a field/],
  ['ds.count(expr=F())', 'F()', /needs the field/],
  ["ds.mapValues('id', { a: 'b' })", "ds.mapValues('id', { a: 'b' })", /id of a sample stays/],
  ["ds.groupBy('area', { matchExpr: F('$year') })", "'$year'", /a group of samples/],
  ["ds.groupBy('area', { sortExpr: tags.map(sample.year) })", 'sample', /a group of samples/],
  ["ds.groupBy('area', { matchExpr: F().any(x => F('year') > 1) })", 'year', /one by one/],
  ["ds.aggregate([listSchema('area')])", "listSchema('area')", /only a list/],
  [`ds.where(area.matches(/${'(a|b)'.repeat(20_000)}/))`, `/${'(a|b)'.repeat(20_000)}/`, /no regular expression/],
])('refused at its place: %.60s', (statement, place, words) => {
  const refused = (): unknown => answerTo(statement, dataset);
  expect(refused).toThrow(UserError);
  expect(refused).toThrow(words);
  try {
    refused();
  } catch (error) {
    const { start, end } = (error as UserError).span ?? { start: 0, end: 0 };
    expect(statement.slice(start, end)).toBe(place);
  }
});

test('what stands before another view keeps its order, also where it is two views itself', () => {
  const statement = "ds.matchTags('train').concat(ds.matchTags('train')).sortBy('year', true)";
  const ids = [2, 2, 1, 1].map((n) => id('a', n));
  expect(answerTo(`${statement}.ids()`, dataset)).toEqual({ kind: 'list', values: ids });
  const joined = answerTo(`${statement}.concat(ds.matchTags('val')).ids()`, dataset);
  expect(joined).toEqual({ kind: 'list', values: [...ids, id('a', 3)] });
});

test('fields that were changed and then left out do not hinder views from standing one after the other', () => {
  const statement =
    "ds.filterLabels('corals', label == 'x').setField('year', 1).selectFields('area').concat(ds.selectFields('area'))";
  expect(answerTo(`${statement}.count()`, dataset)).toEqual({ kind: 'scalar', value: 5 });
});

test('a view after itself, and that after itself, soon has too many parts', () => {
  const doubled = (depth: number): string =>
    depth === 0 ? 'ds' : `${doubled(depth - 1)}.concat(${doubled(depth - 1)})`;
  expect(answerTo(`${doubled(6)}.count()`, dataset)).toEqual({ kind: 'scalar', value: 5 * 2 ** 6 });
  expect(() => answerTo(`${doubled(8)}.count()`, dataset)).toThrow(/at most 200 views/);
});
