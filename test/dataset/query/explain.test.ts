import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/dataset/query/explain.ts';
import { sqlText } from '../../../src/dataset/query/explain/sql-text.ts';
import { bound } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

function explained(statement: string): ReturnType<typeof explain> {
  const query = bound(statement, dataset);
  if (query.kind !== 'view' && query.kind !== 'aggregate') throw new Error(`${statement} asks nothing`);
  return explain(query, dataset.catalog);
}

describe('the steps of a query', () => {
  test.each([
    ['ds', ['all samples of reef', 'count samples and labels']],
    [
      "ds.matchTags('train').where(!(year > 2020) || area in ['bora']).countValues('area')",
      [
        'all samples of reef',
        "keep samples where tags.contains('train')",
        "keep samples where !(year > 2020) || (area in ['bora'])",
        'answer count values',
      ],
    ],
    [
      "ds.filterLabels('corals', label == 'Porites').limitLabels('corals', 2).sortBy('year', true).skip(2).limit(1).first()",
      [
        'all samples of reef',
        "keep labels of corals where label == 'Porites', and samples that have any left",
        'keep the first 2 labels of corals in each sample',
        'sort by year descending',
        'leave out the first 2 samples',
        'keep the first 1 samples',
        'keep the first 1 samples',
        'fetch samples',
      ],
    ],
    [
      "ds.mapLabels('corals', { Porites: 'P' }).setField('year', year + 1).groupBy('area', { flat: true }).toPatches('corals')",
      [
        'all samples of reef',
        "set label of the labels of corals to label.mapValues({ 'Porites': 'P' })",
        'set year to year + 1',
        'group samples by area',
        'make a sample of each label of corals',
        'count samples and labels',
      ],
    ],
  ])('%s', (statement, steps) => {
    expect(explained(statement).steps).toEqual(steps);
  });
});

test('relations and clauses stand on lines of their own', () => {
  expect(explained("ds.filterLabels('corals', label == 'Porites').count('corals.label')").text.split('\n')).toEqual([
    'with labels_1 as not materialized (',
    '    select l.*',
    '    from label l',
    "    where l.field_id = 8 and l.class = 'Porites')",
    'select count(l.class)',
    'from labels_1 l',
  ]);
});

test('a statement to read answers as the one that runs', () => {
  for (const statement of ["ds.where(area == 'O''Hara?' || year > 2020).count()", "ds.take(2).values('area')"]) {
    const { sql, text } = explained(statement.replace("''", "\\'"));
    expect(dataset.all({ text, params: [] })).toEqual(dataset.all(sql));
  }
});

test('values keep their quotes and question marks', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), (text, number) => {
      const printed = sqlText({ text: "select ? as a, '?' as b, ? as c", params: [text, number] });
      const clean = text.includes('\0');
      if (!clean) expect(dataset.all({ text: printed, params: [] })).toEqual([[text, '?', number]]);
      expect(printed).toContain("'?'");
    }),
  );
});
