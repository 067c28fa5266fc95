import { describe, expect, test } from 'vitest';
import { compileSampleIds } from '../../../../src/dataset/query/compile.ts';
import { bound, idsOf } from '../ask.ts';
import { reef } from '../reef.ts';

// Statement, SQL, parameters, rows.
const CASES: readonly (readonly [string, string, readonly unknown[], unknown])[] = [
  [
    "ds.where(year >= 2021 && area != 'bora')",
    'select s.id from sample s where s."year" >= ? and (s."area" = ?) is not true order by s.id',
    [2021, 'bora'],
    [2, 3],
  ],
  [
    "ds.match((F('year') >= 2021) & ~(F('area') == 'bora'))",
    'select s.id from sample s where s."year" >= ? and (s."area" = ?) is not true order by s.id',
    [2021, 'bora'],
    [2, 3],
  ],
  [
    'ds.where(year == 2019).where(reviewed)',
    'select s.id from sample s where s."year" = ? and s."reviewed" order by s.id',
    [2019],
    [1],
  ],
  [
    "ds.matchTags('train')",
    'select s.id from sample s where s.id in (select t.sample_id from sample_tag t where t.tag = ?) order by s.id',
    ['train'],
    [1, 2],
  ],
  [
    "ds.matchTags(['train', 'val'])",
    'select s.id from sample s where (s.id in (select t.sample_id from sample_tag t where t.tag = ?) or s.id in (select t.sample_id from sample_tag t where t.tag = ?)) order by s.id',
    ['train', 'val'],
    [1, 2, 3],
  ],
  [
    "ds.match_tags(['train', 'qc'], all=True)",
    'select s.id from sample s where s.id in (select t.sample_id from sample_tag t where t.tag = ?) and s.id in (select t.sample_id from sample_tag t where t.tag = ?) order by s.id',
    ['train', 'qc'],
    [1],
  ],
  [
    "ds.matchTags('train', false)",
    'select s.id from sample s where (s.id in (select t.sample_id from sample_tag t where t.tag = ?)) is not true order by s.id',
    ['train'],
    [3, 4, 5],
  ],
  ['ds.matchTags([])', 'select s.id from sample s where ? order by s.id', [0], []],
  ["ds.exists('corals')", 'select s.id from sample s where s."corals" is not null order by s.id', [], [1, 2, 3]],
  ["ds.exists('year', false)", 'select s.id from sample s where s."year" is null order by s.id', [], [5]],
  [
    'ds.exists(metadata)',
    "select s.id from sample s where case when coalesce(s.width, s.height) is not null then json_object('width', s.width, 'height', s.height) end is not null order by s.id",
    [],
    [1, 2, 3, 4],
  ],
  [
    "ds.filterLabels('corals', label == 'Porites')",
    'with labels_1 as not materialized (select l.* from label l where l.field_id = ? and l.class = ?) select s.id from sample s where s.id in (select l.sample_id from labels_1 l) order by s.id',
    [8, 'Porites'],
    [1, 2],
  ],
  [
    "ds.filterLabels('corals', sample.year > 2020, { onlyMatches: false })",
    'with labels_1 as not materialized (select l.* from label l join sample s on s.id = l.sample_id where l.field_id = ? and s."year" > ?) select s.id from sample s order by s.id',
    [8, 2020],
    [1, 2, 3, 4, 5],
  ],
  [
    "ds.filterLabels('corals', label == 'Porites').where(corals.count() == 1)",
    'with labels_1 as not materialized (select l.* from label l where l.field_id = ? and l.class = ?) select s.id from sample s where s.id in (select l.sample_id from labels_1 l) and (select count(*) from labels_1 l where l.sample_id = s.id) = ? order by s.id',
    [8, 'Porites', 1],
    [1, 2],
  ],
  [
    "ds.filterLabels('corals', true).filterLabels('corals', health == 'pale')",
    'with labels_1 as not materialized (select l.* from label l where l.field_id = ? and ?), labels_2 as not materialized (select l.* from labels_1 l where json_extract(l.attributes, ?) = ?) select s.id from sample s where s.id in (select l.sample_id from labels_1 l) and s.id in (select l.sample_id from labels_2 l) order by s.id',
    [8, 1, '$."health"', 'pale'],
    [1],
  ],
  [
    "ds.filterLabels('quality', confidence > 0.9, false).exists('quality', false)",
    'with labels_1 as not materialized (select l.* from label l where l.field_id = ? and l.confidence > ?) select s.id from sample s where not exists (select 1 from labels_1 l where l.sample_id = s.id) order by s.id',
    [10, 0.9],
    [1, 2, 3, 4, 5],
  ],
  [
    "ds.matchLabels({ labels: 'Porites', fields: 'corals' })",
    'select s.id from sample s where s.id in (select l.sample_id from label l where l.field_id = ? and l.class in (?)) order by s.id',
    [8, 'Porites'],
    [1, 2],
  ],
  [
    "ds.matchLabels({ tags: ['checked', 'x'], filter: label == 'Porites', bool: false, fields: 'corals' })",
    'select s.id from sample s where (s.id in (select l.sample_id from label l where l.field_id = ? and (exists (select 1 from label_tag t where t.label_id = l.id and t.tag = ?) or exists (select 1 from label_tag t where t.label_id = l.id and t.tag = ?)) and l.class = ?)) is not true order by s.id',
    [8, 'checked', 'x', 'Porites'],
    [2, 3, 4, 5],
  ],
  [
    "ds.matchLabels({ ids: 'b00000000000000000000005' })",
    'select s.id from sample s where ((s.id in (select l.sample_id from label l where l.field_id = ? and l.oid in (?)) or s.id in (select l.sample_id from label l where l.field_id = ? and l.oid in (?))) or s.id in (select l.sample_id from label l where l.field_id = ? and l.oid in (?))) order by s.id',
    [8, 'b00000000000000000000005', 9, 'b00000000000000000000005', 10, 'b00000000000000000000005'],
    [2],
  ],
  ['ds.matchLabels()', 'select s.id from sample s where ? order by s.id', [0], []],
];

describe('verbs that keep samples and labels', () => {
  const dataset = reef();

  test.each(CASES)('%s', (statement, text, params, expected) => {
    const query = bound(statement, dataset);
    if (query.kind !== 'view' && query.kind !== 'aggregate') throw new Error('no view');
    expect(compileSampleIds(query.plan, dataset.catalog)).toEqual({ text, params });
    expect(idsOf(statement, dataset)).toEqual(expected);
  });
});
