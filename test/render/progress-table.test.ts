import { expect, test } from 'vitest';
import type { Progress } from '../../src/dataset/model/job.ts';
import { progressTable } from '../../src/render/progress-table.ts';
import type { RenderOptions } from '../../src/render/render-options.ts';

const LOOK: RenderOptions = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 };

const PULL: Progress = {
  what: 'criobe_finegrained_annotated',
  ...{ done: 188, total: 270, unit: 'pictures' },
  parts: [
    { name: 'train_batch_01', done: 100, total: 100, labels: 1511, state: 'done' },
    { name: 'broken\u001b[2J', done: 3, total: 20, labels: null, state: 'failed' },
    { name: 'train_batch_02', done: 85, total: 120, labels: 1204, state: 'running' },
    { name: 'val_batch_01', done: 0, total: 30, labels: null, state: 'waiting' },
  ],
};

test('a line a part, below what the work is called', () => {
  expect(progressTable(PULL, 12, LOOK)).toEqual([
    'criobe_finegrained_annotated  pictures  labels  state',
    'train_batch_01                 100/100   1,511  done',
    'broken\\x1b[2J                     3/20       –  failed',
    'train_batch_02                  85/120   1,204  running',
    'val_batch_01                      0/30       –  waiting',
  ]);
});

test('at 40 columns without labels, no line wider', () => {
  const lines = progressTable(PULL, 12, { ...LOOK, columns: 40 });
  expect(lines[0]).toBe('criobe_fin…_annotated  pictures  state');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
});

test.each([
  [4, ['broken\\x1b[2J', 'train_batch_02', '+2 others: 1 done, 1 waiting']],
  [3, ['broken\\x1b[2J', '+3 others: 1 done, 1 running, 1 waiting']],
  [2, []],
])('in %i lines those round the one at hand', (height, starts) => {
  const lines = progressTable(PULL, height, LOOK);
  expect(lines.length).toBe(starts.length === 0 ? 0 : height);
  starts.forEach((start, i) => {
    expect(lines[i + 1]?.startsWith(start)).toBe(true);
  });
});

test('no table where work has no parts, and none for a screen reader', () => {
  expect(progressTable({ what: 'import', done: 1, total: 2, unit: 'samples' }, 12, LOOK)).toEqual([]);
  expect(progressTable(PULL, 12, { ...LOOK, screenReader: true })).toEqual([]);
});
