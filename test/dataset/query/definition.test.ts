import { expect, test } from 'vitest';
import { taxonomyFrom } from '../../../src/dataset/model/read-taxonomy.ts';
import { definitionOf } from '../../../src/dataset/query/definition.ts';
import { parseStatement } from '../../../src/dataset/query/parse.ts';

const VARIABLES = new Map([
  ['v', "ds.matchTags('train')"],
  ['area', 'ds.limit(1)'],
]);

test.each([
  ['ds', 'ds'],
  ['dataset.match_tags("a")', 'ds.match_tags("a")'],
  ['v.limit(3)', "ds.matchTags('train').limit(3)"],
  ['x = v[2:5]', "ds.matchTags('train')[2:5]"],
  ["open('other').limit(1)", 'ds.limit(1)'],
  [
    "v.concat(v.limit(1)).where(area == 'v')",
    "ds.matchTags('train').concat(ds.matchTags('train').limit(1)).where(area == 'v')",
  ],
  ['ds.concat(samples=v)', "ds.concat(samples=ds.matchTags('train'))"],
  ['ds.where(year >= $from && area == $site)', 'ds.where(year >= 2021 && area == "O\'Hara")'],
  ['ds.where(captured_at < $day)', 'ds.where(captured_at < date("2021-05-01T00:00:00.000Z"))'],
  ['ds.where(year > $nothing)', 'ds.where(year > $nothing)'],
])('%s is %s', (text, definition) => {
  const params = { from: 2021, site: "O'Hara", day: new Date('2021-05-01') };
  const { expression } = parseStatement(text);
  expect(definitionOf(text, expression, { variable: (name) => VARIABLES.get(name), params })).toBe(definition);
});

test.each([
  ["ds.taxonomy('mine.yaml').limit(1)", 'ds.taxonomy(MINE).limit(1)'],
  [
    "v.taxonomy(taxonomy='mine.yaml', unmapped='drop')",
    "ds.matchTags('train').taxonomy(taxonomy=MINE, unmapped='drop')",
  ],
  ["ds.taxonomy({ taxonomy: 'mine.yaml' })", 'ds.taxonomy({ taxonomy: MINE })'],
  ['ds.taxonomy($map)', 'ds.taxonomy(MINE)'],
  ["ds.taxonomy('extended')", "ds.taxonomy('extended')"],
  ["ds.taxonomy({ a: 'mine.yaml' })", "ds.taxonomy({ a: 'mine.yaml' })"],
  ["ds.concat(v.taxonomy('mine.yaml'))", "ds.concat(ds.matchTags('train').taxonomy(MINE))"],
  ["ds.where(area == 'mine.yaml')", "ds.where(area == 'mine.yaml')"],
])('a taxonomy from a file is written out: %s', (text, definition) => {
  const mine = taxonomyFrom({ map: { a: 'b', ['__proto__']: null } }, { name: 'mine', at: () => 'mine' });
  const written = '{"name":"mine","classes":["b"],"map":{"a":"b","__proto__":null},"unmapped":"error"}';
  const { expression } = parseStatement(text);
  const meanings = {
    variable: (name: string) => VARIABLES.get(name),
    taxonomy: (name: string) => (name === 'mine.yaml' ? mine : undefined),
    params: { map: 'mine.yaml' },
  };
  expect(definitionOf(text, expression, meanings)).toBe(definition.replace('MINE', written));
});
