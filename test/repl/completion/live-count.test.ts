import { expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import type { Answer } from '../../../src/dataset/query/answer.ts';
import type { Plan } from '../../../src/dataset/query/plan.ts';
import { countableTexts } from '../../../src/repl/completion/countable-texts.ts';
import { createLiveCount, type LiveCount, type ViewCount } from '../../../src/repl/completion/live-count.ts';

test.each([
  ['ds.where(year > 2).take(3)', ['ds.where(year > 2).take(3)', 'ds.where(year > 2)', 'ds']],
  ['ds.where(year > 2).cou', ['ds.where(year > 2).cou', 'ds.where(year > 2)', 'ds']],
  ["ds.where(gt.any(label == 'a'", ["ds.where(gt.any(label == 'a'))", 'ds']],
  ["ds.take(3).where(area == 'Moo", ['ds.take(3)', 'ds']],
  [
    "v = ds.take(3).matchLabels({ labels: ['a', 'b'",
    ["v = ds.take(3).matchLabels({ labels: ['a', 'b']})", 'v = ds.take(3)', 'v = ds'],
  ],
  ['ds.where(depth > 1.5)', ['ds.where(depth > 1.5)', 'ds']],
  ['  ', []],
])('what of %s may be counted, the longest first', (text, texts) => {
  expect(countableTexts(text).map(({ complete }) => complete)).toEqual(texts);
});

/** A count whose clock and answers are moved by hand. Texts that end in `)` bind, each to a plan of its own. */
class Bench {
  readonly told: ViewCount[] = [];
  readonly asked: { readonly plan: Plan; readonly signal: AbortSignal; readonly answer: (samples: number) => void }[] =
    [];
  readonly live: LiveCount;
  #due: (() => void) | undefined;

  constructor() {
    this.live = createLiveCount({
      bind: (text) => {
        if (!text.endsWith(')')) return Promise.reject(new UserError('syntax', 'no view'));
        const plan: Plan = {
          dataset: text,
          stages: [{ kind: 'slice', skip: 0, limit: text.length, fromEnd: false }],
        };
        return Promise.resolve({ kind: 'view', plan, mentions: [] });
      },
      answer: (plan, signal) =>
        new Promise<Answer>((resolve) => {
          const answer = (samples: number): void => {
            resolve({ kind: 'view', samples, labels: { gt: 10, other: 1 } });
          };
          this.asked.push({ plan, signal, answer });
        }),
      later: (work) => {
        this.#due = work;
        return () => (this.#due = undefined);
      },
      told: (count) => this.told.push(count),
    });
  }

  /** Types a text, and lets the pause pass that follows it. */
  async type(text: string): Promise<void> {
    this.live.typed(text);
    await this.pause();
  }

  async pause(): Promise<void> {
    this.#due?.();
    await settled();
  }

  get isDue(): boolean {
    return this.#due !== undefined;
  }
}

/** Lets everything happen that waits for nothing outside. */
async function settled(): Promise<void> {
  await new Promise(setImmediate);
}

test('a view is counted after a pause, an unfinished line up to where it is one', async () => {
  const bench = new Bench();
  bench.live.typed('ds.a()');
  expect([bench.isDue, bench.asked.length]).toEqual([true, 0]);
  await bench.pause();
  bench.asked[0]?.answer(3);
  await settled();
  expect(bench.told).toEqual([{ of: 'ds.a()', isPrefix: false, samples: 3, labels: 11 }]);
  await bench.type('ds.a().whe');
  expect(bench.asked).toHaveLength(1);
  expect(bench.told.at(-1)).toEqual({ of: 'ds.a()', isPrefix: true, samples: 3, labels: 11 });
});

test('a count that comes too late is not told, and is cancelled when the next one starts', async () => {
  const bench = new Bench();
  await bench.type('ds.a()');
  bench.live.typed('ds.ab()');
  expect(bench.asked[0]?.signal.aborted).toBe(false);
  await bench.pause();
  expect(bench.asked[0]?.signal.aborted).toBe(true);
  bench.asked[0]?.answer(1);
  bench.asked[1]?.answer(2);
  await settled();
  expect(bench.told.map(({ of, samples }) => [of, samples])).toEqual([['ds.ab()', 2]]);
});

test('what was counted is not counted again, until it may have changed', async () => {
  const bench = new Bench();
  await bench.type('ds.a()');
  bench.asked[0]?.answer(1);
  await settled();
  await bench.type('ds.a');
  await bench.type('ds.a()');
  expect([bench.asked.length, bench.told.length]).toEqual([1, 2]);
  bench.live.forget();
  await bench.type('ds.a()');
  expect(bench.asked).toHaveLength(2);
});

test('a count is cancelled where what is typed now has no view', async () => {
  const bench = new Bench();
  await bench.type('ds.a()');
  await bench.type('nothing');
  expect(bench.asked.map(({ signal }) => signal.aborted)).toEqual([true]);
  await bench.type('ds.a()');
  expect(bench.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test('what cannot be counted is silent', async () => {
  const bench = new Bench();
  await bench.type('nothing');
  await bench.type("'");
  expect([bench.asked, bench.told]).toEqual([[], []]);
});
