import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();

/** Prompts without a statement: the live one, and any copy that was left behind. */
function bare(terminal: Terminal): readonly string[] {
  return terminal.lines().filter((line) => /^demo> ?$/u.test(line));
}

test('nothing is erased but the live region, and no copy of it stays behind', async () => {
  await using shell = await openShell(demo.copy(), { rows: 12, columns: 80 });
  await run(shell, "ds.countValues('gt_polylines.label')");
  shell.type('ds.\t');
  await shell.untilText('Enter takes it');
  shell.type('\t\t\t\t\t\t\t\t\t\t\t\t');
  await shell.untilText('13 of ');
  shell.type('\x1b');
  await shell.until('the menu closed', () => !shell.screen().some((line) => line.includes('Enter takes it')));
  shell.type('\x15');
  await run(shell, 'ds.count()');
  expect(shell.raw).not.toContain('\x1b[2J');
  expect(shell.raw).not.toContain('\x1b[3J');
  expect(bare(shell)).toHaveLength(1);
  expect(shell.lines().filter((line) => line.includes('Enter takes it'))).toEqual([]);
  expect(shell.lines()[0]).toMatch(/^quadrat \d/u);
}, 60_000);

test('a narrower terminal: the prompt is drawn anew, results are the terminal’s to wrap', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'ds.count()');
  shell.type("ds.where(area == 'Moorea Tiahura 1-2').count()");
  await shell.untilText('.count()');
  shell.resize(40, 24);
  await shell.until('two rows of prompt', () => shell.screen().includes("demo> ds.where(area == 'Moorea Tiahura "));
  shell.type('\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_2')));
  await run(shell, 'ds.limit(2).count()');
  expect(bare(shell)).toHaveLength(1);
  expect(shell.screen().filter((line) => line.startsWith('demo> ds.where'))).toHaveLength(1);
}, 60_000);

test('the cursor stands behind wide characters, and the echo keeps them', async () => {
  await using shell = await openShell(demo.copy());
  shell.type("ds.matchTags('珊瑚礁')");
  await shell.untilText('珊瑚礁');
  await shell.until('the cursor at the end', ({ cursor }) => cursor.x === "demo> ds.matchTags('------')".length);
  shell.type('.count()\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
  expect(shell.lines()).toContain("demo> ds.matchTags('珊瑚礁').count()");
}, 60_000);

test('without colour there is no colour anywhere, and a suggestion stands in brackets', async () => {
  await using shell = await openShell(demo.copy(), { env: { NO_COLOR: '1', FORCE_COLOR: '0' } });
  await run(shell, 'ds.limit(3).count()');
  await run(shell, 'ds.where(yaer > 2)');
  shell.type('ds.l');
  await shell.untilText('demo> ds.l[imit(3).count()]');
  shell.type('\t');
  await shell.untilText('Enter takes it');
  shell.type('\x1b');
  await shell.until('the menu closed', () => !shell.screen().some((line) => line.includes('Enter takes it')));
  shell.type('\x15\x04');
  expect(await shell.exited).toBe(0);
  // eslint-disable-next-line no-control-regex -- colour sequences are what must not be there
  expect(shell.raw.match(/\x1b\[[\d;]*m/gu)).toBeNull();
}, 60_000);

test('Ctrl-L goes on at the top and keeps what was said in the scrollback', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'ds.count()');
  shell.type('\x0c');
  await shell.until('the prompt at the top', () => /^demo> ?$/u.test(shell.screen()[0] ?? ''));
  expect(shell.lines()).toContain('12');
  await run(shell, 'ds.limit(2).count()');
  expect(shell.screen().slice(0, 2)).toEqual(['demo> ds.limit(2).count()', '2']);
}, 60_000);
