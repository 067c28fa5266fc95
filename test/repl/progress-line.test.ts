import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Progress } from '../../src/dataset/model/job.ts';
import { createProgressLine } from '../../src/repl/progress-line.ts';
import { rewrapOf } from '../../src/repl/rewrap.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;

function recorded(live: boolean): {
  readonly show: (at: number, done: number) => string;
  readonly clear: () => string;
} {
  let [text, clock] = ['', 0];
  const write = (more: string): void => {
    text += more;
  };
  const line = createProgressLine({
    write,
    look: () => LOOK,
    live,
    rows: () => 24,
    rewrap: 'breaks',
    now: () => clock,
  });
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
  expect(clear()).toBe(`\r\x1b[K${'\x1b[1A\x1b[K'.repeat(3)}`);
  expect(clear()).toBe('');
});

test('elsewhere a line every five seconds', () => {
  const { show } = recorded(false);
  show(0, 1);
  expect(show(1000, 2)).toMatch(/^reef {2}2 of 20 pictures {2}10 % .*\n$/);
  expect(show(5500, 4)).toBe('');
  expect(show(6000, 4)).toMatch(/^reef {2}4 of 20 pictures.*\n$/);
});

/** Progress with parts, as it stands when so many of them are over. */
function pieces(over: number, count: number): Progress {
  const parts = Array.from({ length: count }, (_, i) => ({
    name: `PIECE ${String(i)} ${'x'.repeat(40)}`,
    ...{ done: i < over ? 10 : 0, total: 10, labels: null, state: i < over ? ('done' as const) : ('waiting' as const) },
  }));
  return { what: `PIECE ${'y'.repeat(30)}`, done: over, total: count, unit: 'pictures', parts };
}

/** A terminal of a size in which so many rows were printed before, and progress in it. */
async function terminal(
  columns: number,
  printed: number,
): Promise<{
  readonly step: (what: () => void) => Promise<void>;
  readonly line: ReturnType<typeof createProgressLine>;
  readonly resize: (columns: number, rows: number) => void;
  readonly lines: () => readonly string[];
  readonly sent: () => string;
}> {
  const screen = new xterm.Terminal({
    cols: columns,
    rows: 24,
    scrollback: 200,
    allowProposedApi: true,
    logLevel: 'off',
  });
  let [clock, sent, queue] = [0, '', Promise.resolve()];
  const write = (text: string): void => {
    sent += text;
    queue = queue.then(
      () =>
        new Promise((done) => {
          screen.write(text.replaceAll('\n', '\r\n'), done);
        }),
    );
  };
  const line = createProgressLine({
    ...{ write, live: true, rewrap: 'as xterm.js', now: () => clock },
    look: () => ({ ...LOOK, columns: screen.cols }),
    rows: () => screen.rows,
  });
  write(Array.from({ length: printed }, (_, i) => `line ${String(i)}\n`).join(''));
  await queue;
  return {
    line,
    step: async (what) => {
      clock += 1000;
      what();
      await queue;
    },
    resize: (cols, rows) => {
      screen.resize(cols, rows);
    },
    lines: () => {
      const { active } = screen.buffer;
      return Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '');
    },
    sent: () => sent,
  };
}

const WIDTH = fc.integer({ min: 30, max: 160 });
const PRINTED = fc.integer({ min: 0, max: 40 });

/** What is on a terminal of 24 rows afterwards: one that had the first width, and then the others, with so many parts over. */
async function resized(printed: number, steps: readonly (readonly [width: number, over: number])[]) {
  const { line, step, resize, lines, sent } = await terminal(steps[0]?.[0] ?? 80, printed);
  await step(() => {
    line.show(pieces(0, 4));
  });
  for (const [columns, over] of steps) {
    resize(columns, 24);
    await step(() => {
      line.show(pieces(over, 4));
    });
  }
  await step(() => {
    line.clear();
  });
  return { lines: lines(), sent: sent() };
}

test('whatever the width becomes meanwhile, what was printed before stays and no piece of the progress does', async () => {
  await fc.assert(
    fc.asyncProperty(PRINTED, WIDTH, WIDTH, fc.integer({ min: 0, max: 4 }), async (printed, before, after, over) => {
      const { lines } = await resized(printed, [
        [before, 0],
        [after, over],
      ]);
      expect(lines.filter((text) => text.includes('PIECE') || text.includes('xx') || text.includes('yy'))).toEqual([]);
      expect(lines.filter((text) => text.startsWith('line '))).toHaveLength(printed);
    }),
    { numRuns: 100 },
  );
});

// xterm.js may then keep a row of the progress: where it moves the cursor is not certain any more.
test('however often the width changes, what was printed before stays', async () => {
  const steps = fc.array(fc.tuple(WIDTH, fc.integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(PRINTED, steps, async (printed, widths) => {
      const { lines, sent } = await resized(printed, widths);
      expect(lines.filter((text) => text.startsWith('line '))).toHaveLength(printed);
      expect(sent).not.toContain('\x1b[J');
    }),
    { numRuns: 60 },
  );
});

test.each([
  [{ TMUX: '/tmp/tmux-0/default,1,0' }, 'breaks'],
  [{ TERM: 'tmux-256color' }, 'breaks'],
  [{ TERM: 'xterm-kitty' }, 'breaks'],
  [{ TERM: 'xterm-256color', VTE_VERSION: '7200' }, 'breaks'],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, 'as xterm.js'],
  [{ TERM: 'xterm-256color' }, 'cuts'],
  [{}, 'cuts'],
])('rows of a terminal that says %j: %s', (env, how) => {
  expect(rewrapOf(env)).toBe(how);
});
