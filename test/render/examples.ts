import type { Label, Polyline } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { changesBetween, type KeyedAnswer } from '../../src/dataset/query/answer-changes.ts';
import type { Output } from '../../src/output.ts';
import { DIFF, NO_LABELS } from './diff-example.ts';
import { PLOT_EXAMPLES } from './plot-examples.ts';

/** A square outline with its top left corner at x, y, as fractions of the picture. */
export function square(label: string | null, x: number, y: number, size = 0.2): Polyline {
  const xy = [x, y, x + size, y, x + size, y + size, x, y + size];
  return {
    kind: 'polyline',
    id: '5f00000000000000000000c1',
    label,
    confidence: null,
    tags: [],
    attributes: {},
    units: 'normalised',
    rings: [{ xy, hole: false }],
    closed: true,
    filled: true,
  };
}

const LABELS: readonly Label[] = [
  square('Acropora', 0.05, 0.05),
  square('Acropora', 0.1, 0.02),
  square('Acropora', 0.7, 0.7),
  square('Porites', 0.4, 0.4),
  square(null, 0.1, 0.7),
];

/** A sample as an importer makes it. */
export const SAMPLE: Sample = {
  id: '66b0000000000000000000a1',
  filepath: 'media/MooreaE2B_2020_05.jpg',
  width: 4000,
  height: 3000,
  tags: ['train', 'reviewed'],
  fields: {
    area: 'Moorea Entre 2 Baies',
    year: 2020,
    depth: 11.5,
    surveyed: new Date('2020-05-14T00:00:00Z'),
    note: null,
    divers: [],
  },
  labels: { gt_polylines: LABELS, predictions: [], review: null },
};

const OTHERS: readonly Sample[] = [
  {
    ...SAMPLE,
    id: '66b0000000000000000000a2',
    filepath: '/data/AUSTRALES_AUS_RAI1###20M###20190504_UTP_QUADRAT_AUSRAI1_20M_10.jpg',
    tags: [],
    width: null,
    height: null,
    fields: { area: 'Raïatea – Ōpoa', year: 2019, depth: 20 },
    labels: { gt_polylines: [], predictions: null },
  },
  {
    ...SAMPLE,
    id: '66b0000000000000000000a3',
    filepath: '珊瑚礁\u001b[2J_😀.jpg',
    tags: ['val\n'],
    fields: { area: '珊瑚礁', year: null, depth: null },
    labels: { gt_polylines: null },
  },
];

const CLASS_ROWS: readonly (readonly [string | null, number])[] = [
  ['Acropora', 1204],
  ['Pocillopora', 612],
  ['Porites', 301],
  ['Montipora à très petits polypes, encroûtante, sur substrat dur', 64],
  ['珊瑚', 12],
  ['', 8],
  ['\u202etxt.\u0007', 2],
  [null, 1],
];

function counts(rows: readonly (readonly [string | null, number])[]): KeyedAnswer {
  return {
    keys: [{ name: 'gt_polylines.label', type: 'string' }],
    values: [{ name: 'count', type: 'int', role: 'count' }],
    rows: rows.map(([label, count]) => ({ key: [label], values: [count] })),
  };
}

const NOW = counts([
  ['Porites', 1203],
  ['Astr\u00e9opora', 7],
  ['\u73ca\u745a\u001b[2J', 5],
  [null, 1],
]);
const BEFORE = counts([
  ['Porites', 1200],
  ['Astr\u00e9opora', 9],
  [null, 1],
  ['Pavona / Leptoseris / Pachyseris / Coscinaraea and all others that look like them', 1],
]);

/** One or more outputs of every kind, with accents, wide characters, missing values and control bytes. */
export const EXAMPLES: Readonly<Record<string, Output>> = {
  ...PLOT_EXAMPLES,
  view: { kind: 'view', samples: 142, labels: { gt_polylines: 2204 } },
  'view-of-two-fields': { kind: 'view', samples: 1, labels: { gt_polylines: 2204, predictions: 1 } },
  'scalar-count': { kind: 'scalar', value: 2204123 },
  'scalar-missing': { kind: 'scalar', value: null },
  list: { kind: 'list', values: ['train', 'val', '', null, 2021, [1, null, 'x'], 'a\u001b]0;x\u0007b'] },
  counts: {
    kind: 'table',
    columns: [
      { name: 'value', type: 'string' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows: CLASS_ROWS,
    total: CLASS_ROWS.length,
    of: { what: 'labels', total: 2204 },
  },
  'wide-table': {
    kind: 'table',
    columns: ['area', 'year', 'cvat_task_id', 'mean', 'first_survey', 'complete', 'cvat_project_name', 'note'].map(
      (name, i) => ({
        name,
        type: (['string', 'int', 'int', 'float', 'date', 'bool', 'string', 'string'] as const)[i] ?? 'string',
      }),
    ),
    rows: [
      ['Moorea Entre 2 Baies', 2020, 104512, 14.25, new Date('2020-05-14'), true, 'criobe_finegrained_annotated', null],
      ['Moorea Tiahura 1-2', 2021, 9, NaN, new Date('2021-11-02T10:30:00Z'), false, 'criobe', 'to be looked at again'],
      ['Raïatea', null, null, 0.5, null, null, null, ''],
    ],
    total: 1233,
  },
  histogram: {
    kind: 'table',
    columns: [
      { name: 'lower', type: 'float' },
      { name: 'upper', type: 'float' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows: [
      [0, 8.25, 9],
      [8.25, 16.5, 62],
      [16.5, 24.75, 0],
      [24.75, 33, 1],
      [null, null, 3],
    ],
    total: 5,
    of: { what: 'samples', total: 142 },
  },
  sample: { kind: 'sample', sample: SAMPLE },
  samples: { kind: 'samples', samples: [SAMPLE, ...OTHERS] },
  files: {
    kind: 'files',
    root: 'out/yolo',
    files: 285,
    bytes: 1_912_345,
    digest: 'sha256:e1f0c0ffee',
    skipped: [{ reason: 'never annotated', count: 2, examples: ['reef_004.jpg', 'reef_031.jpg'] }],
    notes: ['142 images linked, 1.9 GB saved', 'the split val is empty'],
  },
  change: {
    kind: 'change',
    dataset: 'demo',
    samples: 60,
    labels: 812,
    what: { added: 60, 'labels polyline': 812 },
    skipped: [
      { reason: 'annotation of an unknown image', count: 1200, examples: ['annotations[17]', 'annotations[18]'] },
      { reason: 'ring with fewer than 3 points', count: 1, examples: ['annotations[40]'] },
    ],
    notes: [],
    undo: 'import of 60 samples',
  },
  findings: {
    kind: 'findings',
    checked: '142 images, 2,204 labels',
    findings: [
      { check: 'coordinates', severity: 'error', message: 'x 1.2 lies outside 0..1', where: 'labels/train/a.txt:3' },
      ...Array.from({ length: 20 }, (_, i) => ({
        check: 'pairs',
        severity: 'warning' as const,
        message:
          'picture without a label file: it would be taken for background by a trainer that does not know better',
        where: `images/train/reef_${String(i).padStart(3, '0')}.jpg`,
      })),
      { check: 'classes', severity: 'info', message: 'Turbinaria has no labels', where: 'data.yaml' },
      { check: 'geometry', severity: 'error', message: 'ring crosses itself', sample: 'reef_002', label: '#4' },
    ],
  },
  diff: { kind: 'diff', show: 'summary', diff: DIFF },
  'diff-table': { kind: 'diff', show: 'table', diff: DIFF },
  'diff-none': {
    kind: 'diff',
    show: 'summary',
    diff: {
      ...DIFF,
      samples: { total: [142, 142], added: 0, removed: 0, changed: 0, rounded: 0 },
      about: [],
      ...{ labels: NO_LABELS, fields: [], classes: [], relabelled: [], tasks: [], entries: [], total: 0 },
    },
  },
  'diff-rounded': {
    kind: 'diff',
    show: 'summary',
    diff: {
      ...DIFF,
      samples: { total: [142, 142], added: 0, removed: 0, changed: 0, rounded: 140 },
      labels: { ...NO_LABELS, rounded: 5_600 },
      classes: [{ ...NO_LABELS, field: 'gt_polylines', class: 'Pavona', rounded: 5_600 }],
      tasks: [{ ...NO_LABELS, task: 'MOOREA_2020', samples: 0, rounded: 5_600 }],
      ...{ about: [], fields: [], relabelled: [], entries: [], total: 5_600 },
    },
  },
  'findings-none': { kind: 'findings', checked: '142 images', findings: [] },
  verdict: {
    kind: 'verdict',
    verdicts: [
      { step: 1, statement: "v = ds.matchTags('train').where(year >= 2021)", verdict: 'same', diff: [] },
      {
        step: 2,
        statement: "v.countValues('area')",
        verdict: 'different',
        diff: [
          '-Moorea Entre 2 Baies    92   64.8',
          '+Moorea Entre 2 Baies   104   67.5',
          ' Moorea Tiahura 1-2     50',
        ],
      },
      { step: 3, statement: 'ds.where(\n  yaer > 1)', verdict: 'new-error', diff: [] },
      { step: 4, statement: 'ds.count()', verdict: 'unrecorded', diff: [] },
      { step: 12, statement: 'export yolo out', verdict: 'skipped', diff: [] },
    ],
  },
  watch: {
    kind: 'watch',
    watched: {
      number: 3,
      expression: "ds.matchTags('train').countValues('gt_polylines.label')",
      dataset: 'reef',
      answer: { kind: 'scalar', value: null },
      keyed: NOW,
      rows: changesBetween(BEFORE, NOW),
      changes: 2,
      problem: 'there is no field gt\u0007',
    },
  },
  jobs: {
    kind: 'jobs',
    jobs: [
      {
        number: 7,
        statement: 'pull r\u00e9cif_finegrained --subsets train,val\u001b[2J &',
        state: 'ending',
        progress: { what: 'r\u00e9cif_finegrained', done: 188, total: 270, unit: 'pictures', bytes: 212_000_000 },
        elapsed: 42_000,
        phaseElapsed: 30_000,
      },
      {
        number: 12,
        statement: 'ds.count()',
        state: 'running',
        progress: undefined,
        elapsed: 3000,
        phaseElapsed: 3000,
      },
    ],
  },
  picture: { kind: 'picture', picture: { file: null, sample: SAMPLE } },
  'full-screen': {
    kind: 'full-screen',
    as: 'sheet',
    printed: { kind: 'table', columns: [{ name: 'area', type: 'string' }], rows: [['Moorea']], total: 3 },
    view: null,
  },
  document: {
    kind: 'document',
    format: 'csv',
    bytes: 1204,
    digest: `sha256:${'0'.repeat(64)}`,
    skipped: [{ reason: 'samples of no kind\u001b[31m', count: 2, examples: ['a\u001b.jpg'] }],
    notes: ['60 rows, 13 columns', 'that is the last result; --rows samples writes samples\u001b[31m'],
  },
  copied: {
    kind: 'copied',
    text: 'area\nMoorea\n',
    format: 'tsv',
    rows: 1,
    bytes: 12,
    file: '/home/a\u001b[31m/copied.tsv',
  },
  text: { kind: 'text', text: 'count(path?)\n\tCount samples.\u001b[31m' },
  help: {
    kind: 'help',
    text: 'count(field?)\n  How many samples there are; of a field, how many values it has.',
    heading: 'examples on reef\u001b[31m',
    examples: [
      { statement: 'ds.count()', answer: { kind: 'scalar', value: 12 } },
      { statement: "ds.distinct('site')", answer: { kind: 'list', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
      { statement: 'ds.first()', answer: { kind: 'sample', sample: SAMPLE } },
      { statement: "ds.count('slow')", answer: null },
    ],
    note: 'cut short: an answer took longer than a second',
  },
};
