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
  [
    "ds.distinct('area')",
    'select value from (select distinct s."area" as value from sample s) where value is not null order by value',
    [],
    ['Bora', 'bora', 'moorea'],
  ],
  [
    "ds.distinct('corals.label')",
    'select value from (select class as value from label_count where field_id = ? and labels > 0) where value is not null order by value',
    [8],
    ['Acropora', 'Porites'],
  ],
  [
    "ds.distinct('corals.health')",
    'select value from (select distinct json_extract(l.attributes, ?) as value from label l where l.field_id = ?) where value is not null order by value',
    ['$."health"', 8],
    ['good', 'pale'],
  ],
  [
    "ds.distinct('extra.v')",
    `select value from (select distinct nullif(s."extra" -> ?, 'null') as value from sample s) where value is not null order by value`,
    ['$."v"'],
    [[1, 2], 3, 'three'],
  ],
  ["ds.bounds('year')", 'select min(s."year"), max(s."year") from sample s', [], [2019, 2023]],
  [
    "ds.bounds('captured_at')",
    'select min(s."captured_at"), max(s."captured_at") from sample s',
    [],
    [new Date('2019-05-01T10:30:00.000Z'), new Date('2021-12-31T23:59:59.000Z')],
  ],
  ["ds.min('depth')", 'select min(s."depth") from sample s', [], -1],
  [
    "ds.max('corals.health')",
    'select max(json_extract(l.attributes, ?)) from label l where l.field_id = ?',
    ['$."health"', 8],
    'pale',
  ],
  ["ds.sum('depth')", 'select case when count(s."depth") = 0 then 0 else sum(s."depth") end from sample s', [], 12],
  [
    "ds.sum('extra.v')",
    `select case when count(case when typeof(json_extract(s."extra", ?)) in ('integer', 'real') then json_extract(s."extra", ?) end) = 0 then 0 else sum(case when typeof(json_extract(s."extra", ?)) in ('integer', 'real') then json_extract(s."extra", ?) end) end from sample s`,
    ['$."v"', '$."v"', '$."v"', '$."v"'],
    3,
  ],
  [
    "ds.where(false).sum('depth')",
    'select case when count(s."depth") = 0 then 0 else sum(s."depth") end from sample s where ?',
    [0],
    0,
  ],
  ['ds.mean(corals.count())', 'select avg(coalesce(s."corals", 0)) from sample s', [], 0.8],
  ["ds.where(false).mean('depth')", 'select avg(s."depth") from sample s where ?', [0], null],
  ["ds.values('year')", 'select s."year" from sample s order by s.id', [], [2019, 2021, 2021, 2023, null]],
  [
    "ds.values('captured_at')",
    'select s."captured_at" from sample s order by s.id',
    [],
    [new Date('2019-05-01T10:30:00.000Z'), new Date('2021-12-31T23:59:59.000Z'), null, null, null],
  ],
  [
    "ds.values('corals.label')",
    'select case when s."corals" is not null then (select json_group_array(l.class order by l.position) from label l where l.sample_id = s.id and l.field_id = ?) end from sample s order by s.id',
    [8],
    [['Porites', 'Acropora'], ['Porites', null], [], null, null],
  ],
  [
    "ds.values('corals.label', { unwind: true })",
    'select case when s."corals" is not null then (select json_group_array(l.class order by l.position) from label l where l.sample_id = s.id and l.field_id = ?) end from sample s order by s.id',
    [8],
    ['Porites', 'Acropora', 'Porites', null],
  ],
  [
    "ds.values('corals.tags')",
    'select case when s."corals" is not null then (select json_group_array(json((select json_group_array(t.tag order by t.position) from label_tag t where t.label_id = l.id)) order by l.position) from label l where l.sample_id = s.id and l.field_id = ?) end from sample s order by s.id',
    [8],
    [[['checked'], []], [[], []], [], null, null],
  ],
  [
    "ds.values('corals.cover')",
    `select case when s."corals" is not null then (select json_group_array(json(nullif(l.attributes -> ?, 'null')) order by l.position) from label l where l.sample_id = s.id and l.field_id = ?) end from sample s order by s.id`,
    ['$."cover"', 8],
    [[5, '5'], [null, true], [], null, null],
  ],
  [
    "ds.values('quality.label')",
    'select (select l.class from label l where l.sample_id = s.id and l.field_id = ? limit 1) from sample s order by s.id',
    [10],
    ['sharp', null, null, null, null],
  ],
  [
    "ds.values('tags')",
    'select (select json_group_array(t.tag order by t.position) from sample_tag t where t.sample_id = s.id) from sample s order by s.id',
    [],
    [['train', 'qc'], ['train'], ['val'], [], ['test']],
  ],
  [
    "ds.values('extra.v')",
    `select nullif(s."extra" -> ?, 'null') from sample s order by s.id`,
    ['$."v"'],
    [3, 'three', [1, 2], null, null],
  ],
  ["ds.values('metadata.width')", 'select s.width from sample s order by s.id', [], [100, 200, 300, 400, null]],
  [
    'ds.limit(1).ids()',
    'with samples_1 as (select s.id from sample s order by s.id limit ?) select s.oid from samples_1 v cross join sample s on s.id = v.id order by s.id',
    [1],
    ['a00000000000000000000001'],
  ],
  [
    "ds.histogramValues('year', 2)",
    'with found as materialized (select 1.0 * s."year" as value from sample s), numbers as materialized (select value from found where abs(value) <= 1.7976931348623157e308), edges as (select min(value) as low, (max(value) + ? - min(value)) / ? as step from numbers), guess as (select value, low, step, cast((value - low) / step as integer) as bin from numbers, edges) select e.low, e.step, c.place, c.n, (select count(*) from found) from edges e left join (select bin + (value >= low + (bin + 1) * step) - (value < low + bin * step) as place, count(*) as n from guess group by place) c order by c.place',
    [0.000001, 2],
    [
      [2019, 2021.0000005000002, 3],
      [2021.0000005000002, 2023.000001, 1],
    ],
  ],
  [
    "ds.histogramValues('depth', { bins: 2, range: [0, 4] })",
    'with found as materialized (select 1.0 * s."depth" as value from sample s), numbers as materialized (select value from found where value >= ? and value < ?), edges as (select ? as low, ? as step), guess as (select value, low, step, cast((value - low) / step as integer) as bin from numbers, edges) select e.low, e.step, c.place, c.n, (select count(*) from found) from edges e left join (select bin + (value >= low + (bin + 1) * step) - (value < low + bin * step) as place, count(*) as n from guess group by place) c order by c.place',
    [0, 4, 0, 2],
    [
      [0, 2, 0],
      [2, 4, 2],
    ],
  ],
  [
    "ds.where(false).histogramValues('depth')",
    'with found as materialized (select 1.0 * s."depth" as value from sample s where ?), numbers as materialized (select value from found where abs(value) <= 1.7976931348623157e308), edges as (select min(value) as low, (max(value) + ? - min(value)) / ? as step from numbers), guess as (select value, low, step, cast((value - low) / step as integer) as bin from numbers, edges) select e.low, e.step, c.place, c.n, (select count(*) from found) from edges e left join (select bin + (value >= low + (bin + 1) * step) - (value < low + bin * step) as place, count(*) as n from guess group by place) c order by c.place',
    [0, 0.000001, 10],
    [],
  ],
];

describe('verbs that collect and fold values', () => {
  const dataset = reef();

  test.each(CASES)('%s', (statement, text, params, expected) => {
    expect(sqlOf(statement, dataset)).toEqual({ text, params });
    expect(shown(answerTo(statement, dataset))).toEqual(expected);
  });
});
