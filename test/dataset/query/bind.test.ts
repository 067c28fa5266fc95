import { describe, expect, test } from 'vitest';
import { wholeDataset } from '../../../src/dataset/query/plan.ts';
import { bound } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

test('a plan is plain data', () => {
  const query = bound("ds.filterLabels('corals', label == 'Porites').sortBy('year').limit(2)", dataset);
  expect(JSON.parse(JSON.stringify(query))).toEqual(query);
});

test('a variable is a view to go on from', () => {
  const variable = (name: string) => (name === 'v' ? wholeDataset('reef') : undefined);
  expect(bound('v.limit(2)', dataset, { variable })).toEqual(bound('ds.limit(2)', dataset));
});

test('a variable that holds a result is that result', () => {
  const answer = { kind: 'scalar', value: 3 } as const;
  expect(bound('_4', dataset, { variable: () => answer })).toEqual({ kind: 'value', answer });
});

test("open('name') is another dataset", () => {
  expect(bound("open('reef').count()", dataset, { current: null })).toEqual(bound('ds.count()', dataset));
});

test('parameters are values', () => {
  const params = { year: 2021, day: new Date('2021-05-01T00:00:00Z'), tag: 'train' };
  expect(bound('ds.where(year == $year)', dataset, { params })).toMatchObject({
    plan: bound('ds.where(year == 2021)', dataset).kind === 'view' ? { dataset: 'reef' } : {},
  });
  expect(bound('ds.where(captured_at > $day).matchTags($tag)', dataset, { params })).toMatchObject({ kind: 'view' });
});

describe('commands at the end of a chain', () => {
  test('take values, and options by name', () => {
    const params = { out: 'there', day: new Date(0) };
    const statement =
      "ds.limit(1).export('yolo', $out, [1, -2], split_by='area', { taxonomy: 'x', deep: { a: None } })";
    expect(bound(statement, dataset, { params })).toMatchObject({
      kind: 'command',
      command: 'export',
      args: ['yolo', 'there', [1, -2]],
      options: { split_by: 'area', taxonomy: 'x', deep: { a: null } },
    });
    expect(bound('ds.export($day)', dataset, { params })).toMatchObject({ args: [new Date(0)] });
  });

  test('work on the samples that first() and head() show', () => {
    const { stages } = { stages: [{ kind: 'slice', skip: 0, limit: 1, fromEnd: false }] };
    expect(bound('ds.first().preview()', dataset)).toMatchObject({
      kind: 'command',
      plan: { dataset: 'reef', stages },
    });
  });
});

describe('values that are compared with fields are mentioned', () => {
  test.each([
    ["ds.where(area == 'bara')", [['area', 'bara', "'bara'"]]],
    [
      "ds.where(area in ['bora', 'x'])",
      [
        ['area', 'bora', "'bora'"],
        ['area', 'x', "'x'"],
      ],
    ],
    [
      "ds.matchTags(['a', 'b'])",
      [
        ['tags', 'a', "'a'"],
        ['tags', 'b', "'b'"],
      ],
    ],
    ["ds.filterLabels('corals', label == 'Por')", [['corals.label', 'Por', "'Por'"]]],
    ["ds.where(corals.any('Por' != label)).count()", [['corals.label', 'Por', "'Por'"]]],
    ['ds.where(metadata.width == 3)', [['metadata.width', 3, '3']]],
    ["ds.where(extra.w.z == 'x')", [['extra.w.z', 'x', "'x'"]]],
    ["ds.where(corals.any(tags.contains('t')))", [['corals.tags', 't', "'t'"]]],
    ["ds.where(corals.label.contains('Por'))", [['corals.label', 'Por', "'Por'"]]],
    [
      "ds.where(area.isIn(['x', 'y']))",
      [
        ['area', 'x', "'x'"],
        ['area', 'y', "'y'"],
      ],
    ],
    ["ds.selectBy('area', ['x'])", [['area', 'x', "'x'"]]],
    ["ds.taxonomy({ Por: 'coral' }, { unmapped: 'keep' })", [['corals.label', 'Por', 'Por']]],
    ["ds.where(area + 'x' == 'y')", []],
    ["ds.mapLabels('corals', { Por: 'new' }).filterLabels('corals', label == 'new')", [['corals.label', 'Por', 'Por']]],
    ["ds.setField('area', area.upper()).where(area == 'BORA')", []],
    ["ds.mapValues('tags', { a: 'b' }).matchTags('b')", [['tags', 'a', 'a']]],
    ["ds.where(area == 'x').setField('area', area.upper())", [['area', 'x', "'x'"]]],
  ])('%s', (statement, expected) => {
    const query = bound(statement, dataset);
    const mentions = query.kind === 'value' ? [] : query.mentions.filter((each) => 'path' in each);
    expect(mentions.map(({ path, value, span }) => [path, value, statement.slice(span.start, span.end)])).toEqual(
      expected,
    );
  });
});
