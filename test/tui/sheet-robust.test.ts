import { expect, test } from 'vitest';
import { FULL_SCREEN_KEYS, keysInChunks } from './random-keys.ts';
import { oddHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const odd = oddHome();

const KEYS = [...FULL_SCREEN_KEYS, '\x08', '\x1b[1;5C'];

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
    for (const chunk of keysInChunks(KEYS, seed, 2000)) shell.type(chunk);
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
