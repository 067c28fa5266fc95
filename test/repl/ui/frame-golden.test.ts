import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JobInfo } from '../../../src/output.ts';
import type { RenderOptions } from '../../../src/render/render-options.ts';
import { drawFrame } from '../../../src/repl/ui/frame.ts';
import { initialState, reduceShell, type ShellEvent } from '../../../src/repl/ui/shell-state.ts';

/** What runs and how far it is: a real one never stands still for a golden screen. */
const PULL: readonly ShellEvent[] = [
  { type: 'started', echo: 'pull reef\n' },
  {
    type: 'progressed',
    running: {
      elapsed: 41_000,
      phaseElapsed: 41_000,
      stopping: false,
      endsAfter: undefined,
      progress: {
        ...{ what: 'reef', done: 188, total: 270, unit: 'pictures', bytes: 212e6 },
        parts: [
          { name: 'train_batch_01', done: 100, total: 100, labels: 1511, state: 'done' },
          { name: 'train_batch_02_珊瑚', done: 88, total: 120, labels: 1204, state: 'running' },
          { name: 'val_batch_01', done: 0, total: 50, labels: null, state: 'waiting' },
        ],
      },
    },
  },
];

const job = (number: number, statement: string, done: number): JobInfo => ({
  ...{ number, statement, state: 'running', elapsed: 10_000, phaseElapsed: 10_000 },
  progress: { what: 'reef', done, total: 100, unit: 'pictures' },
});

const JOBS: ShellEvent = {
  type: 'jobs-told',
  jobs: [job(7, 'pull reef &', 42), job(9, "v.export('yolo', 'out')&", 90)],
};

const LOOKS: Readonly<Record<string, Partial<RenderOptions>>> = {
  dark: { theme: 'dark' },
  light: { theme: 'light' },
  mono: { inks: 'mono' },
  'no colour': { colour: 0 },
};

test.each([
  [40, 12],
  [80, 24],
  [200, 60],
])('work in front and behind at %d by %d', async (columns, rows) => {
  const shown = Object.entries(LOOKS).flatMap(([name, look]) =>
    [PULL, [JOBS]].flatMap((events) => {
      const state = events.reduce(reduceShell, initialState('reef', look.theme ?? 'dark'));
      const options: RenderOptions = { columns, colour: 2, unicode: true, theme: 'dark', maxRows: 40, ...look };
      return [`== ${name}`, ...drawFrame(state, { columns, rows }, options).rows, ''];
    }),
  );
  const text = shown.map((row) => `${row.replaceAll('\x1b', '␛')}\n`).join('');
  await expect(text).toMatchFileSnapshot(join('golden', `work-${String(columns)}x${String(rows)}.txt`));
});
