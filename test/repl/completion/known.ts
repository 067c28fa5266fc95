import { commands } from '../../../src/commands/index.ts';
import type { Catalog, ValueCount } from '../../../src/dataset/query/catalog.ts';
import { parseStatement } from '../../../src/dataset/query/parse.ts';
import type { Knowledge } from '../../../src/repl/completion/completion.ts';
import type { FolderEntry } from '../../../src/repl/engine.ts';

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

const PLOTS: Catalog = {
  ...CATALOG,
  dataset: 'plots',
  fields: [{ kind: 'value', name: 'depth', type: 'float', id: 1, column: 'depth' }],
  classes: {},
};

const CATALOGS: Readonly<Record<string, Catalog>> = { demo: CATALOG, plots: PLOTS };

type Values = Readonly<Record<string, readonly ValueCount[]>>;

const VALUES: Values = {
  area: [
    { value: 'Moorea Tiahura', count: 40 },
    { value: 'Tahiti', count: 20 },
    { value: 'Récif', count: 2 },
  ],
  year: [{ value: 2021, count: 30 }],
  'gt.health': [{ value: 'bleached', count: 9 }],
  'gt.tags': [{ value: 'checked', count: 5 }],
  'gt.closed': [{ value: true, count: 170 }],
};

const IN_VIEWS: Readonly<Record<string, Values>> = {
  "ds.matchTags('val')": { area: [{ value: 'Tahiti', count: 7 }], 'gt.label': [{ value: 'Pavona', count: 3 }] },
};

const FOLDERS: Readonly<Record<string, readonly FolderEntry[]>> = {
  '': [
    { name: 'notes.txt', isFolder: false },
    { name: 'out', isFolder: true },
    { name: '.git', isFolder: true },
    { name: 'my data', isFolder: true },
  ],
  'out/': [{ name: 'new model', isFolder: true }],
  'my data/': [{ name: 'a b.json', isFolder: false }],
};

/** A small dataset with labels in `gt`, another without, some values, variables and folders. */
export const KNOWN: Knowledge = {
  current: 'demo',
  catalog: (name) => CATALOGS[name],
  variables: new Map([
    ['train', { kind: 'view', plan: { dataset: 'demo', stages: [] }, text: 'ds' }],
    ['other', { kind: 'view', plan: { dataset: 'plots', stages: [] }, text: 'ds' }],
    ['n', { kind: 'value', answer: { kind: 'scalar', value: 3 } }],
  ]),
  params: { split: 'val' },
  commands,
  formats: [
    { name: 'coco', summary: 'COCO', uses: ['read-format', 'write-format'] },
    { name: 'yolo', summary: 'YOLO', uses: ['write-format'] },
  ],
  datasets: ['demo', 'plots'],
  trash: ['lagoon', 'old reef'],
  states: (dataset) =>
    dataset === 'demo'
      ? [
          { name: 'before-merge', detail: 'as sent', isSnapshot: true },
          { name: '~1', detail: 'before tag checked', isSnapshot: false },
        ]
      : [],
  savedViews: () => ['shallow'],
  taxonomies: ['finegrained', 'extended', 'mine'],
  parse: parseStatement,
  values: ({ path, view }) => {
    const values = view === undefined ? VALUES[path] : IN_VIEWS[view]?.[path];
    return values && { values, isPart: path === 'gt.health' };
  },
  folder: (path) => FOLDERS[path] ?? [],
  samples: () => ['images/reef_001.jpg', 'images/reef_002.jpg'],
};
