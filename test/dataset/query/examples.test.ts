import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../../src/dataset/query/catalog.ts';
import {
  BLANKS,
  blanksIn,
  type ExampleWords,
  fieldsOfType,
  fillExample,
  wordsOfCatalog,
} from '../../../src/dataset/query/examples.ts';
import { parseStatement } from '../../../src/dataset/query/parse.ts';

const WORDS: ExampleWords = {
  labels: 'gt',
  class: "d'Urville",
  text: 'site name',
  value: 'A',
  number: 'depth',
  middle: 3.5,
};

test.each([
  ["ds.count('{labels}.label')", "ds.count('gt.label')"],
  ['ds.where({labels}.any(label == {class}))', "ds.where(gt.any(label == 'd\\'Urville'))"],
  ["ds.matchLabels({ labels: ['{class}'] })", "ds.matchLabels({ labels: ['d\\'Urville'] })"],
  ['ds.where({text} == {value})', "ds.where(F('site name') == 'A')"],
  ["ds.sortBy('{text}')", "ds.sortBy('site name')"],
  ['ds.where({number} >= {middle})', 'ds.where(depth >= 3.5)'],
  ['ds.head()', 'ds.head()'],
])('%s becomes %s', (example, filled) => {
  expect(fillExample(example, WORDS)).toBe(filled);
});

test('an example for which there is nothing is none', () => {
  expect(fillExample("ds.matchTags('{tag}')", WORDS)).toBeUndefined();
});

test('a word that a language keeps for itself is a field all the same', () => {
  expect(fillExample('ds.where({number} > 1)', { number: 'class' })).toBe("ds.where(F('class') > 1)");
});

test('blanks are known', () => {
  expect(blanksIn('ds.where({labels}.any(label == {class}), { bool: true })')).toEqual(['labels', 'class']);
  expect(() => blanksIn('ds.where({nosuch})')).toThrow(/nosuch/);
});

test('whatever the words are, the example parses and holds them', () => {
  const word = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(word, word, (field, value) => {
      const words = { ...Object.fromEntries(BLANKS.map((blank) => [blank, value])), labels: field, text: field };
      const line = fillExample("ds.f({labels}, {class}, '{text}', '{tag}')", words) ?? '';
      const { expression } = parseStatement(line);
      const said = expression.kind === 'call' ? expression.args.map(({ value: argument }) => textOf(argument)) : [];
      expect(said).toEqual([field, value, field, value]);
    }),
  );
});

/** The name or text that an argument is: `a`, `F('a')` or `'a'`. */
function textOf(expr: ReturnType<typeof parseStatement>['expression']): unknown {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'call') return expr.args.map(({ value }) => textOf(value))[0];
  return expr.kind === 'literal' ? expr.value : undefined;
}

const CATALOG: Catalog = {
  dataset: 'reef',
  samples: 3,
  fields: [
    { id: 1, column: 'site_id', kind: 'value', name: 'site_id', type: 'string' },
    { id: 2, column: 'site', kind: 'value', name: 'site', type: 'string' },
    { id: 3, column: 'a.b', kind: 'value', name: 'a.b', type: 'string' },
    { id: 4, column: 'depth', kind: 'value', name: 'depth', type: 'float' },
    { id: 5, column: 'scene', kind: 'labels', name: 'scene', label: 'classification', list: false, attributes: {} },
    { id: 6, column: 'few', kind: 'labels', name: 'few', label: 'polyline', list: true, attributes: {} },
    { id: 7, column: 'gt', kind: 'labels', name: 'gt', label: 'polyline', list: true, attributes: {} },
  ],
  tags: [{ value: 'train', count: 2 }],
  classes: {
    scene: [{ value: 'slope', count: 900 }],
    few: [{ value: 'Fungia', count: 1 }],
    gt: [
      { value: 'Porites', count: 7 },
      { value: 'Pavona', count: 2 },
      { value: null, count: 1 },
    ],
  },
  classLists: {},
};

describe('what a catalog has to fill blanks with', () => {
  test('the list of labels with the most of them, its most frequent classes, its tags', () => {
    expect(wordsOfCatalog(CATALOG)).toEqual({
      labels: 'gt',
      class: 'Porites',
      otherClass: 'Pavona',
      tag: 'train',
      otherTag: undefined,
    });
  });

  test('fields that look like names of records come last, those that would read as paths not at all', () => {
    expect(fieldsOfType(CATALOG, ['string'])).toEqual(['site', 'site_id']);
    expect(fieldsOfType(CATALOG, ['int', 'float'])).toEqual(['depth']);
  });

  test('nothing', () => {
    const empty: Catalog = { ...CATALOG, fields: [], tags: [], classes: {} };
    expect(new Set(Object.values(wordsOfCatalog(empty)))).toEqual(new Set([undefined]));
  });
});
