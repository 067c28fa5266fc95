import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../../src/commands/index.ts';
import type { Catalog } from '../../../src/dataset/query/catalog.ts';
import { complete } from '../../../src/repl/completion/complete.ts';
import type { Knowledge } from '../../../src/repl/completion/completion.ts';
import { signatureAt } from '../../../src/repl/completion/signature.ts';

const CATALOG: Catalog = {
  dataset: 'demo',
  samples: 60,
  fields: [
    { kind: 'value', name: 'area', type: 'string', id: 1, column: 'area' },
    { kind: 'value', name: 'year', type: 'int', id: 2, column: 'year' },
    {
      kind: 'labels',
      name: 'gt',
      label: 'polyline',
      list: true,
      attributes: { health: 'string' },
      id: 3,
      column: 'gt',
    },
  ],
  tags: [
    { value: 'train', count: 42 },
    { value: 'val', count: 12 },
  ],
  classLists: {},
  classes: {
    gt: [
      { value: 'Porites', count: 110 },
      { value: 'Pavona', count: 60 },
      { value: "d'Urville", count: 1 },
      { value: null, count: 3 },
    ],
  },
};

const VALUES: Readonly<Record<string, Knowledge['values']>> = {
  area: () => [
    { value: 'Moorea', count: 40 },
    { value: 'Tahiti', count: 20 },
  ],
  year: () => [{ value: 2021, count: 30 }],
  'gt.health': () => [{ value: 'bleached', count: 9 }],
};

const KNOWN: Knowledge = {
  catalog: CATALOG,
  variables: ['train'],
  commands,
  formats: [{ name: 'coco', summary: 'COCO', uses: ['read-format'] }],
  datasets: ['demo', 'plots'],
  values: (path) => VALUES[path]?.(path) ?? [],
};

/** The statement, with `|` for the cursor, after the first completion was taken; the number counts those offered. */
function first(marked: string): readonly [string, number] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { replace, items } = complete(text, offset, KNOWN);
  const [item] = items;
  return [item === undefined ? '' : text.slice(0, replace.start) + item.text + text.slice(replace.end), items.length];
}

function labels(marked: string): readonly string[] {
  return complete(marked.replace('|', ''), marked.indexOf('|'), KNOWN).items.map(({ label }) => label);
}

test.each([
  ['ds.cou|', 'ds.count('],
  ['train.take(5).coun|', 'train.take(5).count('],
  ['ds.sche|', 'ds.schema('],
  ["open('pl|", "open('plots'"],
  ["ds.matchTags('v|", "ds.matchTags('val'"],
  ["ds.matchTags('v|')", "ds.matchTags('val')"],
  ['ds.matchTags(|', "ds.matchTags('train'"],
  ["ds.matchTags(['train', '|", "ds.matchTags(['train', 'train'"],
  ['ds.where(ye|', 'ds.where(year'],
  ['ds.where(ye| > 3)', 'ds.where(year > 3)'],
  ["ds.where(area == 'Ta|", "ds.where(area == 'Tahiti'"],
  ['ds.where(area == |', "ds.where(area == 'Moorea'"],
  ['ds.where(area != |', "ds.where(area != 'Moorea'"],
  ["ds.where(area in ['Moorea', 'T|", "ds.where(area in ['Moorea', 'Tahiti'"],
  ['ds.where(year >= 20|', 'ds.where(year >= 2021'],
  ["ds.where(F('ar|", "ds.where(F('area'"],
  ["ds.match(F('area') == 'M|", "ds.match(F('area') == 'Moorea'"],
  ["ds.where(gt.any(label == 'Pav|", "ds.where(gt.any(label == 'Pavona'"],
  ["ds.where(gt.any(label == 'd|", String.raw`ds.where(gt.any(label == 'd\'Urville'`],
  ["ds.filterLabels('g|", "ds.filterLabels('gt'"],
  ["ds.filterLabels('gt', lab|", "ds.filterLabels('gt', label"],
  ["ds.filterLabels('gt', health == '|", "ds.filterLabels('gt', health == 'bleached'"],
  ["ds.matchLabels({ labels: ['Po|", "ds.matchLabels({ labels: ['Porites'"],
  ["ds.matchLabels({ filter: label == 'Po|", "ds.matchLabels({ filter: label == 'Porites'"],
  ["ds.match_labels(filter=label == 'Po|", "ds.match_labels(filter=label == 'Porites'"],
  ["ds.match_labels(fields='|", "ds.match_labels(fields='gt'"],
  ['ds.matchLabels({ fil|', 'ds.matchLabels({ filter: '],
  ["ds.countValues('gt.la|", "ds.countValues('gt.label'"],
  ["ds.where(area.startsWith('|", "ds.where(area.startsWith('Moorea'"],
  ['ds.where(area.startsW|', 'ds.where(area.startsWith('],
  ['ds.where(metadata.w|', 'ds.where(metadata.width'],
  ['impo|', 'import '],
  ['import co|', 'import coco '],
  ['open pl|', 'open plots'],
  ['help matchT|', 'help matchTags'],
])('%s becomes %s', (marked, completed) => {
  expect(first(marked)[0]).toBe(completed);
});

test('the best fit comes first, what only contains the letters behind it', () => {
  expect(labels('ds.match|').slice(0, 2)).toEqual([
    'matchTags(tags, bool?, all?) -> view',
    'matchLabels(labels?, ids?, tags?, filter?, fields?, bool?) -> view',
  ]);
  expect(labels('ds.where(gt.any(label == "or|')).toEqual(['Porites']);
});

test('classes come with the number of their labels, the most frequent first, without the missing one', () => {
  const { items } = complete("ds.filterLabels('gt', label == '", 32, KNOWN);
  expect(items.map(({ label, count }) => [label, count])).toEqual([
    ['Porites', 110],
    ['Pavona', 60],
    ["d'Urville", 1],
  ]);
});

test('nothing follows a closed string or bracket but what is typed by hand', () => {
  expect(labels("ds.matchTags('train'|")).toEqual([]);
  expect(labels("open('demo'|")).toEqual([]);
  expect(labels('ds.limit(3)|')).toEqual([]);
});

test('only formats that the command can use are offered', () => {
  expect(labels('import |')).toContain('coco');
  expect(labels('export |')).not.toContain('coco');
});

test('verbs do not follow a value, nor fields a verb', () => {
  expect(labels('ds.count().|')).not.toContain('limit(n) -> view');
  expect(labels('ds.|')).not.toContain('area');
});

test('the call around the cursor is explained', () => {
  expect(signatureAt('ds.where(', 9)).toMatch(/^where\(filter\) -> view {2}\S/u);
  expect(signatureAt("ds.where(gt.any(label == 'a", 27)).toMatch(/^any\(filter\?\) /u);
  expect(signatureAt("ds.export('y", 12)).toMatch(/^export /u);
  expect(signatureAt('import co', 9)).toMatch(/^import /u);
  expect(signatureAt('ds.count()', 10)).toBeUndefined();
});

test('whatever is typed, completion replaces a part of the text up to the cursor or its word', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ds.where(gt"\'[{,:=!& 1#\\/|ié珊')) });
  fc.assert(
    fc.property(text, fc.nat(), (typed, at) => {
      const offset = at % (typed.length + 1);
      const { replace } = complete(typed, offset, KNOWN);
      expect(replace.start).toBeGreaterThanOrEqual(0);
      expect(replace.start).toBeLessThanOrEqual(offset);
      expect(replace.end).toBeGreaterThanOrEqual(offset);
    }),
  );
});
