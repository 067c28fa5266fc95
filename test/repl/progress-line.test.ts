import { expect, test } from 'vitest';
import type { Progress } from '../../src/dataset/model/job.ts';
import { createProgressLine } from '../../src/repl/progress-line.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;

function recorded(live: boolean): {
  readonly show: (at: number, done: number) => string;
  readonly clear: () => string;
} {
  let [text, clock] = ['', 0];
  const write = (more: string): void => {
    text += more;
  };
  const line = createProgressLine({ write, look: LOOK, live, rows: 24, now: () => clock });
  const taken = (): string => {
    const all = text;
    text = '';
    return all;
  };
  const progress = (done: number): Progress => ({
    what: 'reef',
    ...{ done, total: 20, unit: 'pictures' },
    parts: [
      { name: 'first', done: Math.min(done, 10), total: 10, labels: 30, state: done < 10 ? 'running' : 'done' },
      {
        name: 'second',
        done: Math.max(0, done - 10),
        total: 10,
        labels: null,
        state: done < 10 ? 'waiting' : 'running',
      },
    ],
  });
  return {
    show: (at, done) => {
      clock = at;
      line.show(progress(done));
      return taken();
    },
    clear: () => {
      line.clear();
      return taken();
    },
  };
}

test('nothing in the first second, then the table; of it only lines that differ are sent again', () => {
  const { show, clear } = recorded(true);
  expect(show(0, 1)).toBe('');
  const first = show(1000, 2);
  expect(first).toContain('reef    pictures  labels  state');
  expect(first.split('\n')).toHaveLength(4);
  expect(show(1200, 3)).toBe('');
  const second = show(1600, 3);
  expect(second.startsWith('\x1b[3A\n\r\x1b[Kfirst       3/10')).toBe(true);
  expect(second).not.toContain('second');
  expect(clear()).toBe('\x1b[3A\r\x1b[J');
  expect(clear()).toBe('');
});

test('elsewhere a line every five seconds', () => {
  const { show } = recorded(false);
  show(0, 1);
  expect(show(1000, 2)).toMatch(/^reef {2}2 of 20 pictures {2}10 % .*\n$/);
  expect(show(5500, 4)).toBe('');
  expect(show(6000, 4)).toMatch(/^reef {2}4 of 20 pictures.*\n$/);
});
