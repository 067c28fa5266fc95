import { describe, expect, test } from 'vitest';
import { compileSamplePage } from '../../../src/dataset/query/compile.ts';
import { answerTo, bound, idsOf, labelIdsOf, sqlOf } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

describe('how many samples and labels a view has', () => {
  test.each([
    ['ds', 5, { corals: 4, boxes: 1, quality: 1 }],
    ['ds.where(year == 2021)', 2, { corals: 2, boxes: 0, quality: 0 }],
    ["ds.filterLabels('corals', label == 'Porites')", 2, { corals: 2, boxes: 1, quality: 1 }],
    ["ds.where(year == 2021).filterLabels('corals', label == 'Porites')", 1, { corals: 1, boxes: 0, quality: 0 }],
    ["ds.filterLabels('corals', label == 'Porites', false).limit(1)", 1, { corals: 1, boxes: 1, quality: 1 }],
    ['ds.limit(0)', 0, { corals: 0, boxes: 0, quality: 0 }],
  ])('%s', (statement, samples, labels) => {
    expect(answerTo(statement, dataset)).toEqual({ kind: 'view', samples, labels });
  });

  test('of a whole dataset costs no look at the labels', () => {
    expect(sqlOf('ds', dataset).text).not.toMatch(/from label l/);
  });
});

describe('a page of samples', () => {
  const view = bound(
    "ds.filterLabels('corals', label == 'Porites', false).filterLabels('quality', false, false)",
    dataset,
  );
  if (view.kind !== 'view') throw new Error('no view');
  const page = compileSamplePage(view.plan, dataset.catalog, { ids: [1, 2, 3, 4], branch: 0 });

  test('has a row a sample, with the numbers of labels that the view leaves', () => {
    const rows = dataset.all(page.samples).map((row) => [row[0], row[1], row[2], row[3], row[7], ...row.slice(14)]);
    expect(rows).toEqual([
      [1, 'a00000000000000000000001', 'reef/q1.jpg', 100, 'bora', 1, 1, null],
      [2, 'a00000000000000000000002', 'reef/q2.jpg', 200, 'moorea', 1, 0, null],
      [3, 'a00000000000000000000003', 'reef/q3.jpg', 300, 'Bora', 0, null, null],
      [4, 'a00000000000000000000004', 'reef/q4.jpg', 400, 'bora', null, null, null],
    ]);
  });

  test('has the tags and labels in order', () => {
    expect(dataset.all(page.tags)).toEqual([
      [1, 'train'],
      [1, 'qc'],
      [2, 'train'],
      [3, 'val'],
    ]);
    expect(dataset.all(page.labels).map((row) => row.slice(1, 6))).toEqual([
      [1, 8, 'b00000000000000000000001', 'polyline', 'Porites'],
      [1, 9, 'b00000000000000000000003', 'detection', 'Porites'],
      [2, 8, 'b00000000000000000000005', 'polyline', 'Porites'],
    ]);
    expect(dataset.all(page.labelTags)).toEqual([[1, 'checked']]);
  });

  test('of a view that narrows nothing reads the labels once', () => {
    const whole = compileSamplePage({ dataset: 'reef', stages: [] }, dataset.catalog, { ids: [1], branch: 0 });
    expect(whole.labels.text).not.toContain('union');
    expect(dataset.all(whole.labels)).toHaveLength(4);
  });
});

test('a narrowed field with single labels is missing where its label went', () => {
  expect(labelIdsOf("ds.filterLabels('quality', confidence > 0.4, false)", 'quality', dataset)).toEqual([
    4,
    null,
    null,
    null,
    null,
  ]);
});

test('the schema counts missing, empty and present apart', () => {
  const answer = answerTo('ds.schema()', dataset);
  if (answer.kind !== 'table') throw new Error('no table');
  expect(
    answer.rows.filter(
      ([field]) => typeof field === 'string' && ['area', 'notes', 'corals', 'quality'].includes(field),
    ),
  ).toEqual([
    ['area', 'string', 1, 0, 4, null],
    ['notes', 'list of string', 2, 1, 2, null],
    ['corals', 'polylines', 2, 1, 2, 4],
    ['quality', 'classification', 4, 0, 1, 1],
  ]);
});

test('a shuffle differs by seed and not by what else is in the view', () => {
  const order = idsOf('ds.shuffle(3)', dataset);
  expect(idsOf('ds.where(year > 2000).shuffle(3)', dataset)).toEqual(order.filter((id) => id !== 5));
  expect(idsOf('ds.shuffle(4)', dataset)).not.toEqual(order);
});

test('the labels of a few samples are looked up from the samples', () => {
  const many = { ...dataset, catalog: { ...dataset.catalog, samples: 1000 } };
  const sql = sqlOf("ds.limit(2).countValues('corals.label')", many);
  expect(dataset.plan(sql).join('\n')).toContain('label_by_sample (sample_id=?)');
});

describe('indexes', () => {
  test.each([
    [
      "ds.where(corals.any(label == 'Porites')).count()",
      /USING COVERING INDEX label_by_class \(field_id=\? AND class=\?\)/,
    ],
    ["ds.filterLabels('corals', label == 'Porites').count('corals.polylines')", /USING COVERING INDEX label_by_class/],
    ["ds.matchTags('train').count()", /sample_tag_by_tag \(tag=\?\)/],
    ["ds.countValues('tags')", /COVERING INDEX sample_tag_by_tag/],
  ])('%s', (statement, index) => {
    expect(dataset.plan(sqlOf(statement, dataset)).join('\n')).toMatch(index);
  });
});
