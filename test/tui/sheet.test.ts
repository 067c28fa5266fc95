import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();
const ESCAPE = '\x1b';

/** Opens a sheet by a statement and waits for its keys. */
async function openSheet(shell: Terminal, statement: string): Promise<void> {
  shell.type(`${statement}\r`);
  await shell.until(
    'the sheet',
    () => shell.onAlternateScreen && shell.screen().some((line) => line.startsWith('? keys')),
  );
}

/** Bytes that a key costs until the screen is as wanted. */
async function cost(shell: Terminal, key: string, holds: () => boolean): Promise<number> {
  const before = shell.raw.length;
  shell.type(key);
  await shell.until(`what ${JSON.stringify(key)} does`, holds);
  return Buffer.byteLength(shell.raw.slice(before));
}

/** The line that a full screen leaves, with the prompt below it. */
async function closed(shell: Terminal): Promise<string> {
  const seen = (): number => shell.lines().findLastIndex((line) => line.startsWith('seen: '));
  await shell.until(
    'the prompt',
    () =>
      !shell.onAlternateScreen &&
      seen() >= 0 &&
      shell
        .lines()
        .slice(seen())
        .some((line) => /^demo>/u.test(line)),
  );
  return shell.lines()[seen()] ?? '';
}

test.each([
  [40, 12, {}],
  [80, 24, {}],
  [200, 60, { NO_COLOR: '1', FORCE_COLOR: '0' }],
])(
  'at %d by %d a sheet fills the screen, and what was there before comes back',
  async (columns, rows, env) => {
    await using shell = await openShell(demo.copy(), { columns, rows, env });
    await run(shell, 'ds.count()');
    const before = shell.lines();
    await openSheet(shell, 'sheet ds');
    await expect(
      shell
        .screen()
        .map((line) => `${line}\n`)
        .join(''),
    ).toMatchFileSnapshot(join('golden', `sheet-${String(columns)}x${String(rows)}.txt`));
    const down = await cost(shell, 'j', () => shell.screen()[0]?.includes('2 of 12') === true);
    expect(down).toBeLessThan(2000);
    shell.type('q');
    await closed(shell);
    const lines = shell.lines();
    expect(lines.slice(0, before.length - 2)).toEqual(before.slice(0, -2));
    expect(lines).toContain('seen: ds, 12 samples');
    expect(shell.raw).not.toContain(`${ESCAPE}[3J`);
    expect(shell.raw).not.toContain(`${ESCAPE}[2J`);
  },
  60_000,
);

test('a filter that is wrong says why, one that is right and a selection end as a view in the prompt', async () => {
  await using shell = await openShell(demo.copy());
  await openSheet(shell, 'sheet ds');
  shell.type('/yaer > 2020\r');
  await shell.untilText('did you mean year?');
  shell.type('\x15year > 2020\r');
  await shell.untilText('2: ds.where(year > 2020)');
  shell.type(' ');
  await shell.untilText('1 selected');
  shell.type('\r');
  expect(await closed(shell)).toBe('seen: ds, 12 samples > ds.where(year > 2020), 4 samples');
  await shell.until('the view in the prompt', () =>
    /demo> ds\.where\(year > 2020\)\.select\('[\da-f]{24}'\)/u.test(shell.screen().join('')),
  );
  shell.type('\r');
  await shell.until('the view', () => shell.lines().some((line) => line.startsWith('1 sample,')));
  expect(shell.lines()).toContain('demo> sheet ds');
}, 60_000);

test('F counts the column, Enter goes back with what a value stands for', async () => {
  await using shell = await openShell(demo.copy());
  await openSheet(shell, 'ds.sheet()');
  shell.type('llllF');
  await shell.untilText('ds.countValues(year)');
  shell.type('\r');
  expect(await closed(shell)).toMatch(/^seen: ds, 12 samples > ds\.countValues\(year\), \d rows$/u);
  await shell.until('the condition', () =>
    shell.screen().some((line) => /demo> ds\.where\(year == \d{4}\)/u.test(line)),
  );
}, 60_000);

test('a narrower terminal is drawn anew, and a signal leaves the alternate screen', async () => {
  await using shell = await openShell(demo.copy());
  await openSheet(shell, 'sheet ds');
  shell.resize(50, 14);
  await shell.until('the narrower sheet', () => shell.screen()[13]?.startsWith('? keys') === true);
  // The emulator keeps what lay beyond the new edge.
  expect(shell.screen()[0]?.slice(0, 50)).toMatch(/^ds {3,}1 of 12 samples$/u);
  shell.kill('SIGTERM');
  await shell.exited;
  expect(shell.onAlternateScreen).toBe(false);
  expect(shell.raw.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(shell.raw.lastIndexOf(`${ESCAPE}[?25l`));
}, 60_000);

test('Ctrl-O reads the last text page by page, with a search', async () => {
  await using shell = await openShell(demo.copy(), { rows: 14 });
  await run(shell, 'help');
  shell.type('\x0f');
  await shell.until('the pager', () => shell.onAlternateScreen && shell.screen()[13]?.includes('/ search') === true);
  shell.type('/TOPIC\r');
  await shell.until('the line', () => shell.screen().some((line) => line.startsWith('help TOPIC')));
  shell.type('q');
  expect(await closed(shell)).toMatch(/^seen: \d+ lines$/u);
}, 60_000);

test('copy hands the last result to the terminal and keeps it in a file', async () => {
  const home = demo.copy();
  await using shell = await openShell(home);
  await run(shell, "ds.countValues('tags')");
  await run(shell, 'copy');
  const sent = /\x1b\]52;c;([A-Za-z0-9+/=]*)\x07/u.exec(shell.raw)?.[1] ?? ''; // eslint-disable-line no-control-regex -- OSC 52
  const text = Buffer.from(sent, 'base64').toString();
  expect(text).toMatch(/^tags\tcount\n(\w+\t\d+\n)+$/u);
  expect(readFileSync(join(home, 'copied.tsv'), 'utf8')).toBe(text);
}, 60_000);
