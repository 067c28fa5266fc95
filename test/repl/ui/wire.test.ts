import { PassThrough } from 'node:stream';
import { render } from 'ink';
import { createElement } from 'react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Progress, ProgressPart } from '../../../src/dataset/model/job.ts';
import type { Answer } from '../../../src/dataset/query/answer.ts';
import { changesBetween, type KeyedAnswer, keyedAnswer } from '../../../src/dataset/query/answer-changes.ts';
import type { Watched } from '../../../src/output.ts';
import type { RenderOptions } from '../../../src/render/render-options.ts';
import { Screen } from '../../../src/repl/ui/screen.tsx';
import { initialState, reduceShell, type ShellEvent } from '../../../src/repl/ui/shell-state.ts';
import { createStore } from '../../../src/repl/ui/store.ts';

/** Bytes a second that live tables may send over a slow line, drawn twice a second. */
const BUDGET = 512;
const LOOK: RenderOptions = { columns: 80, colour: 2, unicode: true, theme: 'dark', maxRows: 40 };
const TICKS = 40;

// Ink holds every live frame back where it believes to run in CI.
const ci = process.env['CI'];
beforeAll(() => {
  process.env['CI'] = 'false';
});
afterAll(() => {
  if (ci === undefined) delete process.env['CI'];
  else process.env['CI'] = ci;
});

/** Bytes that the screen sends for what happens in each tick, a second, the first picture left out. */
async function bytesASecond(start: readonly ShellEvent[], tick: (at: number) => ShellEvent): Promise<number> {
  const store = createStore(reduceShell, initialState('reef', 'dark'));
  const stdout = Object.assign(new PassThrough(), { columns: 80, rows: 24, isTTY: true });
  let bytes = 0;
  stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const screen = render(createElement(Screen, { store, look: () => LOOK, onLender: () => undefined }), {
    stdout: stdout as unknown as NodeJS.WriteStream,
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    interactive: true,
  });
  for (const event of [...start, tick(0)]) store.dispatch(event);
  await screen.waitUntilRenderFlush();
  bytes = 0;
  for (let at = 1; at <= TICKS; at++) {
    store.dispatch(tick(at));
    await screen.waitUntilRenderFlush();
  }
  const sent = bytes;
  screen.unmount();
  await screen.waitUntilExit();
  expect(sent).toBeGreaterThan(TICKS * 4);
  return (2 * sent) / TICKS;
}

/** A pull of eight tasks of 50 pictures after so many half seconds, some seven pictures a second. */
function pulled(at: number): Progress {
  const done = Math.min(400, Math.round(at * 3.5));
  const parts = Array.from({ length: 8 }, (_, i): ProgressPart => {
    const here = Math.max(0, Math.min(50, done - 50 * i));
    const state = here === 50 ? 'done' : here > 0 ? 'running' : 'waiting';
    return { name: `train_batch_0${String(i + 1)}`, done: here, total: 50, labels: here * 13, state };
  });
  return { what: 'reef_finegrained', done, total: 400, unit: 'pictures', bytes: done * 1_130_000, parts };
}

test('a pull in front with its table of tasks', async () => {
  const rate = await bytesASecond([{ type: 'started', echo: 'x\n' }], (at) => {
    const elapsed = 500 * at;
    return {
      type: 'progressed',
      running: { elapsed, phaseElapsed: elapsed, progress: pulled(at), stopping: false, endsAfter: undefined },
    };
  });
  expect(rate).toBeLessThan(BUDGET);
});

test('a pull behind the prompt', async () => {
  const rate = await bytesASecond([], (at) => {
    const elapsed = 5000 + 500 * at;
    const progress = pulled(at);
    const job = {
      number: 1,
      statement: 'pull reef',
      state: 'running',
      progress,
      elapsed,
      phaseElapsed: elapsed,
    } as const;
    return { type: 'jobs-told', jobs: [job] };
  });
  expect(rate).toBeLessThan(BUDGET / 2);
});

const CLASSES = ['Porites', 'Pocillopora', 'Acropora', 'Montipora', 'Pavona', 'Fungia', 'Millepora', 'Astreopora'];

function keyed(answer: Answer): KeyedAnswer {
  const found = keyedAnswer(answer);
  if (found === undefined) throw new Error('there is nothing to follow');
  return found;
}

/** Counts of classes while labels come in: every time two of them grow. */
function classCounts(at: number): Answer {
  const rows = CLASSES.map((name, i) => [name, 900 - 100 * i + 3 * Math.floor((at + i) / 4)] as const);
  const columns = [
    { name: 'label', type: 'string' },
    { name: 'count', type: 'int', role: 'count' },
  ] as const;
  return { kind: 'table', columns, rows, total: rows.length };
}

function watched(number: number, expression: string, answer: (at: number) => Answer, at: number): Watched {
  const now = answer(at);
  const rows = changesBetween(at === 0 ? undefined : keyed(answer(at - 1)), keyed(now));
  return { number, expression, dataset: 'reef', answer: now, keyed: keyed(now), rows, changes: at, problem: undefined };
}

test('two watches of which both change twice a second', async () => {
  const count = (at: number): Answer => ({ kind: 'scalar', value: 1000 + 7 * at });
  const rate = await bytesASecond([], (at) => ({
    type: 'watches-told',
    watches: [
      watched(1, "ds.matchTags('train').countValues('gt_polylines.label')", classCounts, at),
      watched(2, "ds.count('gt_polylines.label')", count, at),
    ],
  }));
  expect(rate).toBeLessThan(BUDGET);
});
