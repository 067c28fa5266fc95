import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../src/dataset/query/answer.ts';
import { answerTo, sqlOf } from '../ask.ts';
import { reef } from '../reef.ts';

function shown(answer: Answer): unknown {
  if (answer.kind === 'scalar') return answer.value;
  if (answer.kind === 'list') return answer.values;
  return answer.kind === 'table' ? answer.rows : answer;
}

// Statement, SQL, parameters, rows.
const CASES: readonly (readonly [string, string, readonly unknown[], unknown])[] = [
  ['ds.count()', 'select count(*) from sample s', [], 5],
  ['len(ds.where(year == 2021))', 'select count(*) from sample s where s."year" = ?', [2021], 2],
  ["ds.count('year')", 'select count(s."year") from sample s', [], 4],
  ["ds.count('corals')", 'select count(*) from sample s where s."corals" is not null', [], 3],
  [
    "ds.count('corals.polylines')",
    'select coalesce((select sum(l.labels) from label_count l where l.field_id = ?), 0)',
    [8],
    4,
  ],
  [
    "ds.count('corals.label')",
    'select coalesce(sum(labels), 0) from label_count where field_id = ? and labels > 0 and class is not null',
    [8],
    3,
  ],
  ["ds.count('notes')", 'select count(e.value) from sample s join json_each(s."notes") e', [], 3],
  ["ds.count('quality')", 'select count(*) from sample s where s."quality" is not null', [], 1],
  [
    "ds.count(F('corals.polylines').filter(F('label') == 'Porites'))",
    'select (select count(*) from label l where l.field_id = ? and l.class = ?)',
    [8, 'Porites'],
    2,
  ],
  [
    "ds.limit(2).count('corals.polylines')",
    'with samples_1 as (select s.id from sample s order by s.id limit ?) select (select count(*) from label l where l.field_id = ? and +l.sample_id in (select s.id from samples_1 v cross join sample s on s.id = v.id))',
    [2, 8],
    4,
  ],
  [
    "ds.filterLabels('corals', label == 'Porites').count('corals.polylines')",
    'with labels_1 as not materialized (select l.* from label l where l.field_id = ? and l.class = ?) select (select count(*) from labels_1 l)',
    [8, 'Porites'],
    2,
  ],
  [
    "ds.where(year == 2021).filterLabels('corals', label == 'Porites').count('corals.polylines')",
    'with labels_1 as not materialized (select l.* from label l where l.field_id = ? and l.class = ?) select (select count(*) from labels_1 l where l.sample_id in (select s.id from sample s where s."year" = ? and s.id in (select l.sample_id from labels_1 l)))',
    [8, 'Porites', 2021],
    1,
  ],
  [
    "ds.countValues('area')",
    'select s."area" as value, count(*) as n from sample s group by 1 order by value is null, n desc, value',
    [],
    [
      ['bora', 2],
      ['Bora', 1],
      ['moorea', 1],
      [null, 1],
    ],
  ],
  [
    "ds.countValues('reviewed')",
    'select s."reviewed" as value, count(*) as n from sample s group by 1 order by value is null, n desc, value',
    [],
    [
      [true, 2],
      [false, 1],
      [null, 2],
    ],
  ],
  [
    "ds.countValues('tags')",
    'select t.tag as value, count(*) as n from sample_tag t group by 1 order by value is null, n desc, value',
    [],
    [
      ['train', 2],
      ['qc', 1],
      ['test', 1],
      ['val', 1],
    ],
  ],
  [
    "ds.countValues('notes')",
    'select e.value as value, count(*) as n from sample s join json_each(s."notes") e group by 1 order by value is null, n desc, value',
    [],
    [
      ['algae', 1],
      ['clear', 1],
      ['z', 1],
    ],
  ],
  [
    "ds.countValues('corals.label')",
    'select class as value, labels as n from label_count where field_id = ? and labels > 0 order by value is null, n desc, value',
    [8],
    [
      ['Porites', 2],
      ['Acropora', 1],
      [null, 1],
    ],
  ],
  [
    "ds.where(year == 2021).countValues('corals.label')",
    'select l.class as value, count(*) as n from label l where l.field_id = ? and l.sample_id in (select s.id from sample s where s."year" = ?) group by 1 order by value is null, n desc, value',
    [8, 2021],
    [
      ['Porites', 1],
      [null, 1],
    ],
  ],
  [
    "ds.countValues('corals.tags')",
    'select t.tag as value, count(*) as n from label l join label_tag t on t.label_id = l.id where l.field_id = ? group by 1 order by value is null, n desc, value',
    [8],
    [['checked', 1]],
  ],
  [
    "ds.countValues('corals.cover')",
    "select nullif(l.attributes -> ?, 'null') as value, count(*) as n from label l where l.field_id = ? group by 1 order by value is null, n desc, value",
    ['$."cover"', 8],
    [
      [5, 1],
      ['5', 1],
      [true, 1],
      [null, 1],
    ],
  ],
  [
    "ds.countValues('quality.label')",
    'select (select l.class from label l where l.sample_id = s.id and l.field_id = ? limit 1) as value, count(*) as n from sample s group by 1 order by value is null, n desc, value',
    [10],
    [
      ['sharp', 1],
      [null, 4],
    ],
  ],
  [
    'ds.countValues(year % 2)',
    'select (s."year" % ?) as value, count(*) as n from sample s group by 1 order by value is null, n desc, value',
    [2],
    [
      [1, 4],
      [null, 1],
    ],
  ],
];

describe('verbs that count', () => {
  const dataset = reef();

  test.each(CASES)('%s', (statement, text, params, expected) => {
    expect(sqlOf(statement, dataset)).toEqual({ text, params });
    expect(shown(answerTo(statement, dataset))).toEqual(expected);
  });
});
