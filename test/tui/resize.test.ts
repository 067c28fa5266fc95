import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();

const LINE =
  "ds.where(year >= 2019 && year <= 2024 && area == 'Moorea Tiahura 1-2').where(quadrat_id != 'x').matchTags('train').countValues('tags')";
const SIZES = [
  [121, 24],
  [80, 24],
  [79, 20],
  [40, 12],
  [160, 30],
  [67, 14],
  [33, 30],
  [160, 30],
] as const;

/** What is on the screen and above it, without white space: the terminal breaks rows where it likes. */
function text(shell: Terminal): string {
  return shell.lines().join('').replaceAll(/\s/gu, '');
}

/** The lines above the prompt. */
function printed(shell: Terminal): readonly string[] {
  const lines = shell.lines();
  return lines.slice(
    0,
    lines.findLastIndex((line) => line.startsWith('demo>')),
  );
}

/** Resizes, and waits until the shell has drawn for that, and `shown` is there once. */
async function resizeTo(shell: Terminal, [columns, rows]: readonly [number, number], shown: string): Promise<void> {
  const from = shell.raw.length;
  const isSmaller = columns < shell.columns;
  shell.resize(columns, rows);
  await shell.until(`${shown} once, at ${String(columns)} columns`, () => {
    const erased = isSmaller ? shell.raw.indexOf('\x1b[J', from) : from;
    const isDrawn = shell.isSettled && erased >= 0 && shell.raw.includes('\x1b[?2026l', erased);
    return isDrawn && text(shell).split(shown.replaceAll(' ', '')).length === 2;
  });
}

test.each([
  ['at the end', '', SIZES],
  // xterm.js does not tell of rows below the cursor that it drops.
  ['at the beginning', '\x01', SIZES.map(([columns]) => [columns, 30] as const)],
  ['in the middle', '\x1b[D'.repeat(70), SIZES.map(([columns]) => [columns, 30] as const)],
])(
  'a narrower terminal keeps one prompt, with the cursor %s, and what is printed',
  async (_, move, sizes) => {
    await using shell = await openShell(demo.copy(), { columns: 160, rows: 30 });
    await run(shell, "ds.countValues('area')");
    shell.type(LINE + move);
    await shell.until('the line and its cursor', () => shell.screen().some((line) => line.endsWith(LINE)));
    await shell.until('what the line comes to', () => text(shell).includes('rows'));
    const before = printed(shell);
    for (const size of sizes) {
      await resizeTo(shell, size, LINE);
      expect(text(shell).startsWith(before.join('').replaceAll(/\s/gu, ''))).toBe(true);
      expect(text(shell).split('demo>')).toHaveLength(3);
    }
    expect(shell.lines().slice(0, -2)).toEqual(before);
    shell.type('\x03');
    await run(shell, 'ds.count()');
    expect(shell.lines().slice(before.length, before.length + 2)).toEqual(['demo> ds.count()', '12']);
  },
  60_000,
);

const TALL = [
  [100, 40],
  [80, 40],
  [61, 40],
  [160, 40],
  [50, 40],
] as const;

test.each([
  ['several lines', `\x1b[200~${LINE}\n  .limit(3)\n${LINE}\x1b[201~`, ' ...>   .limit(3)'],
  ['a menu', 'ds.\t', '1 of 97'],
])(
  '%s leave nothing behind',
  async (_, typed, shown) => {
    await using shell = await openShell(demo.copy(), { columns: 160, rows: 40 });
    await run(shell, "ds.countValues('area')");
    const before = printed(shell);
    shell.type(typed);
    await shell.untilText(shown);
    for (const size of TALL) {
      await resizeTo(shell, size, shown);
      expect(text(shell).split('demo>').length).toBeLessThanOrEqual(3);
      expect(text(shell).startsWith(before.join('').replaceAll(/\s/gu, ''))).toBe(true);
    }
  },
  60_000,
);

test('work with progress has one line of it, however the terminal changes', async () => {
  await using shell = await openShell(demo.copy(), { columns: 160, rows: 30 });
  await run(shell, "ds.countValues('area')");
  const before = printed(shell);
  shell.type('import demo --name large --samples 60000 --no-media\r');
  await shell.untilText('growing');
  for (const size of [...SIZES, ...SIZES, ...SIZES]) await resizeTo(shell, size, 'growing');
  expect(shell.lines().slice(0, before.length)).toEqual(before);
  shell.type('\x03');
  await shell.until('the prompt', () => /^demo> ?$/u.test(shell.lines().at(-2) ?? ''));
  expect(shell.lines().filter((line) => line.includes('growing'))).toEqual([]);
  expect(shell.lines().slice(before.length, -2)).toEqual([
    'demo> import demo --name large --samples 60000 --no-media',
    expect.stringMatching(/^cancelled after/u),
  ]);
}, 60_000);

test('a frame at the top of the screen is never erased by what tmux takes for a clearing, which keeps a copy', async () => {
  await using shell = await openShell(demo.copy(), { columns: 100, rows: 30 });
  shell.type('ds.count()\x0c');
  await shell.until('a clear screen', () => shell.isDrawn && shell.screen()[0] === 'demo> ds.count()');
  shell.resize(12, 30);
  await shell.until('broken rows', () => shell.isDrawn && shell.screen()[1] === 'unt()');
  shell.type('\r');
  await shell.until('the answer', () => shell.isDrawn && shell.lines().includes('12'));
  const erasures = shell.raw.split('\x1b[J').slice(0, -1);
  expect(erasures.length).toBeGreaterThan(1);
  expect(erasures.filter((before) => !before.endsWith('\x1b[K\x1b[C'))).toEqual([]);
}, 30_000);
