import { expect, test } from 'vitest';
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
