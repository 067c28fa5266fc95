import { expect, test } from 'vitest';
import type { RenderOptions } from '../../src/render/render-options.ts';
import type { Start } from '../../src/repl/start.ts';
import { KEYMAP } from '../../src/repl/input/keymap.ts';
import { bannerText } from '../../src/repl/banner.ts';

const look = (columns: number): RenderOptions => ({ columns, colour: 0, unicode: true, theme: 'dark', maxRows: 40 });

const QUIET: Start = {
  dataset: 'criobe',
  glance: { samples: 300, labels: 4523, classes: 18, undone: null },
  facts: [],
  past: undefined,
};

const EVENTFUL: Start = {
  ...QUIET,
  facts: [
    { text: 'the disk is nearly full: 12 MB', next: 'doctor' },
    { text: 'cut off: pull criobe_finegrained_annotated', next: 'run it again' },
    { text: "undone: ds.matchTags('train').tag('x')", next: 'redo' },
    { text: 'as in the last session: v, w', next: '' },
  ],
};

test.each([
  [
    'quiet, wide',
    QUIET,
    80,
    [
      'quadrat 0.1.0  criobe  300 samples  4,523 labels  18 classes',
      '? help   Tab completes   F1 explains   Ctrl-D leaves',
    ],
  ],
  [
    'quiet, narrow',
    QUIET,
    40,
    ['quadrat 0.1.0  criobe', '300 samples  4,523 labels  18 classes', '? help  Tab completes'],
  ],
  [
    'eventful, wide',
    EVENTFUL,
    80,
    [
      'quadrat 0.1.0  criobe  300 samples  4,523 labels  18 classes',
      'the disk is nearly full: 12 MB  → doctor',
      'cut off: pull criobe_finegrained_annotated  → run it again',
      "undone: ds.matchTags('train').tag('x')  → redo",
    ],
  ],
  [
    'eventful, narrow',
    EVENTFUL,
    40,
    [
      'quadrat 0.1.0  criobe',
      '300 samples  4,523 labels  18 classes',
      'the disk is nearly full: 12 MB  → doctor',
      'cut off: pull criobe_fi…  → run it again',
    ],
  ],
  ['no dataset', { ...QUIET, dataset: undefined, glance: undefined }, 40, ['quadrat 0.1.0', '? help  Tab completes']],
  [
    'a long statement, wide',
    {
      ...QUIET,
      facts: [
        {
          text: 'session of 6 min ago, killed; last import demo --name mid --samples 60000 --no-media',
          outcome: 'cut off',
          next: '',
        },
        {
          text: 'pull criobe_finegrained_annotated --into reef',
          outcome: 'done after the terminal was gone',
          next: '',
        },
      ],
    },
    60,
    [
      'quadrat 0.1.0  criobe  300 samples  4,523 labels  18 classes',
      'session of 6 min ago, killed; last import demo --n…: cut off',
      'pull criobe_finegrained_a…: done after the terminal was gone',
      '? help   Tab completes   F1 explains   Ctrl-D leaves',
    ],
  ],
  [
    'a long outcome, narrow',
    {
      ...QUIET,
      facts: [{ text: 'pull criobe_finegrained', outcome: 'done after the terminal was gone', next: '' }],
    },
    38,
    [
      'quadrat 0.1.0  criobe',
      '300 samples  4,523 labels  18 classes',
      'pull cr…: done after the terminal was…',
      '? help  Tab completes',
    ],
  ],
])('%s', (_what, start, columns, expected) => {
  const lines = bannerText('0.1.0', start, look(columns), KEYMAP).trimEnd().split('\n');
  expect(lines).toEqual(expected);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
});
