import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oddHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const odd = oddHome();

/** Keys of a sheet and of a text, and what terminals send unasked; `q` leads back often enough. */
const KEYS: readonly string[] = [
  ...Array.from('hjklhjklgG[]F I."-wuyY?|/qnNb 0aé'),
  '珊瑚',
  '👩‍👩‍👧‍👦',
  'שלום',
  '(a+)+$',
  '\r',
  '\r',
  '\x1b[A',
  '\x1b[B',
  '\x1b[C',
  '\x1b[D',
  '\x1b[H',
  '\x1b[F',
  '\x1b[5~',
  '\x1b[6~',
  '\x1b[3~',
  '\x7f',
  '\x02',
  '\x06',
  '\x08',
  '\x0e',
  '\x10',
  '\x15',
  '\x17',
  '\x1b[1;5C',
  '\x1b[200~pasted\ntext\x1b[201~',
  '\x1b[?62;4c',
  '\x1b]11;rgb:0000/0000/0000\x1b\\',
];

function keysInChunks(seed: number, count: number): readonly string[] {
  const [keys = [], cuts = []] =
    fc.sample(
      fc.tuple(
        fc.array(fc.constantFrom(...KEYS), { minLength: count, maxLength: count }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2 * count, maxLength: 2 * count }),
      ),
      { seed, numRuns: 1 },
    )[0] ?? [];
  const text = keys.join('');
  const chunks: string[] = [];
  let at = 0;
  for (const length of cuts) {
    if (at < text.length) chunks.push(text.slice(at, at + length));
    at += length;
  }
  return at < text.length ? [...chunks, text.slice(at)] : chunks;
}

/** Leaves whatever is open, level by level. */
async function leave(shell: Terminal): Promise<void> {
  shell.type('\x1b[201~');
  while (shell.onAlternateScreen) {
    const length = shell.raw.length;
    shell.type('\x03\x03\x03\x03');
    await shell.until('the next level', () => shell.raw.length > length || !shell.onAlternateScreen);
  }
  shell.type('\x03\x03');
  await shell.until('an empty prompt', () => shell.screen().some((line) => /^odd> ?$/u.test(line)));
}

test.each([
  [80, 24, 1],
  [40, 12, 2],
  [200, 60, 3],
])(
  'at %d x %d two thousand random keys in random chunks lead back to a prompt that works',
  async (columns, rows, seed) => {
    await using shell = await openShell(odd.copy(), { columns, rows, args: ['odd'], patience: 30_000 });
    shell.type('sheet ds\r');
    await shell.until('the sheet', () => shell.onAlternateScreen && shell.isDrawn);
    for (const chunk of keysInChunks(seed, 2000)) shell.type(chunk);
    await leave(shell);
    await run(shell, 'ds.count()');
    const lines = shell.lines();
    const at = lines.lastIndexOf('odd> ds.count()');
    expect(lines.slice(at, at + 2)).toEqual(['odd> ds.count()', '23']);
    expect(lines.filter((line) => /^odd> ?$/u.test(line))).toHaveLength(1);
    expect(shell.raw).not.toContain('\x1b[2J');
    expect(shell.raw).not.toContain('\x1b[3J');
  },
  240_000,
);

/** Modes that a full screen switches on, each with what switches it off again: the last of both is to be that. */
const MODES = [
  ['\x1b[?1049h', '\x1b[?1049l'],
  ['\x1b[?7l', '\x1b[?7h'],
  ['\x1b[?25l', '\x1b[?25h'],
  ['\x1b[?2004h', '\x1b[?2004l'],
] as const;

test.each([
  [
    'SIGTERM',
    (shell: Terminal) => {
      shell.kill('SIGTERM');
    },
  ],
  [
    'SIGHUP',
    (shell: Terminal) => {
      shell.kill('SIGHUP');
    },
  ],
  [
    'a crash',
    (shell: Terminal) => {
      shell.kill('SIGUSR2');
    },
  ],
  [
    'q and Ctrl-D',
    (shell: Terminal) => {
      shell.type('q\x04');
    },
  ],
])(
  'after %s in a sheet the terminal is as it was',
  async (_name, end) => {
    const crash = `data:text/javascript,process.on('SIGUSR2',()=>{throw%20new%20Error('planted')})`;
    await using shell = await openShell(odd.copy(), { args: ['odd'], env: { NODE_OPTIONS: `--import=${crash}` } });
    shell.type('sheet ds\r');
    await shell.until('the sheet', () => shell.onAlternateScreen && shell.isDrawn);
    end(shell);
    await shell.exited;
    expect(shell.onAlternateScreen).toBe(false);
    for (const [on, off] of MODES) {
      expect([on, shell.raw.lastIndexOf(off) > shell.raw.lastIndexOf(on)]).toEqual([on, true]);
    }
  },
  60_000,
);
