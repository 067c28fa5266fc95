import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();

const PASTE = (text: string): string => `\x1b[200~${text}\x1b[201~`;
const WRONG = 'ds.where(yaer >= 2021).count()';
const MESSAGE = 'unknown-field  the samples of demo have no field yaer';

/** Types a text and waits until its mistake is marked, so that Enter knows of it. */
async function typeMistake(shell: Terminal, text: string, code = 'unknown-field'): Promise<void> {
  shell.type(text);
  await shell.until('the mistake', () => shell.screen().some((line) => line.startsWith(`${code}  `)));
}

/** The live rows from the prompt on. */
function below(shell: Terminal): readonly string[] {
  const lines = shell.lines();
  return lines.slice(lines.findLastIndex((line) => line.startsWith('demo> ')));
}

test('a line with a mistake that is known is not run: Tab applies the fix, and then it is', async () => {
  const home = demo.copy();
  await using shell = await openShell(home);
  await typeMistake(shell, WRONG);
  shell.type('\r');
  await shell.untilText('not run');
  expect(below(shell)).toEqual([
    `demo> ${WRONG}`,
    '               ^^^^',
    MESSAGE,
    'hint: did you mean year?',
    'not run  Tab applies the fix  Enter runs it all the same',
  ]);
  expect(shell.cursor.x).toBe('demo> ds.where(yaer'.length);
  shell.type('\t');
  await shell.untilText('demo> ds.where(year >= 2021).count()');
  await shell.until('nothing but the prompt', () => !shell.screen().some((line) => line.includes('not run')));
  shell.type('\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1 ')));
  shell.type('\x04');
  expect(await shell.exited).toBe(0);
  expect(readFileSync(join(home, 'history.jsonl'), 'utf8')).not.toContain('yaer');
  const [script = ''] = readdirSync(join(home, 'sessions'));
  expect(readFileSync(join(home, 'sessions', script), 'utf8')).not.toContain('yaer');
}, 60_000);

test('Enter again runs the line as it stands, also after the cursor has moved', async () => {
  await using shell = await openShell(demo.copy());
  await typeMistake(shell, WRONG);
  shell.type('\r');
  await shell.untilText('not run');
  shell.type('\x1b[D\x05');
  await shell.until('the cursor at the end', ({ cursor }) => cursor.x === `demo> ${WRONG}`.length);
  expect(shell.screen().some((line) => line.startsWith('not run'))).toBe(true);
  shell.type('\r');
  await shell.until('the error above an empty prompt', () => /^demo> ?$/u.test(below(shell)[0] ?? ''));
  const lines = shell.lines();
  const from = lines.indexOf(`demo> ${WRONG}`);
  expect(lines.slice(from, from + 4)).toEqual([
    `demo> ${WRONG}`,
    '               ^^^^',
    MESSAGE,
    'hint: did you mean year?',
  ]);
}, 60_000);

test('whoever changes the line, or does not want checks, is not held up', async () => {
  await using shell = await openShell(demo.copy());
  await typeMistake(shell, WRONG);
  shell.type('\r');
  await shell.untilText('not run');
  shell.type('x');
  await shell.until('no refusal', () => !shell.screen().some((line) => line.startsWith('not run')));
  shell.type('\x03');
  await run(shell, 'set checks off');
  await run(shell, 'ds.limit(1).count()');
  shell.type(WRONG);
  await shell.untilText(WRONG);
  shell.type('\r');
  await shell.until('the error', () => shell.lines().includes(MESSAGE));
  expect(shell.lines().some((line) => line.startsWith('not run'))).toBe(false);
}, 60_000);

test('of several statements in a paste none is run while one is mistaken', async () => {
  await using shell = await openShell(demo.copy(), { columns: 40, rows: 12 });
  await typeMistake(shell, PASTE('w = ds.limit(2)\nw.cont()\n'), 'unknown-verb');
  shell.type('\r');
  await shell.untilText('not run');
  expect(below(shell)).toEqual([
    'demo> w = ds.limit(2)',
    ' ...> w.cont()',
    'w.cont()',
    '  ^^^^',
    'unknown-verb  there is no verb cont',
    'hint: did you mean count?',
    'not run  Tab fixes it  Enter runs it',
  ]);
  shell.type('\t\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_2')));
  expect(shell.lines()).toContain('2');
}, 60_000);

test('a screen reader hears the same in lines', async () => {
  await using shell = await openShell(demo.copy(), {
    env: { INK_SCREEN_READER: 'true', NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  await typeMistake(shell, WRONG);
  shell.type('\r');
  await shell.untilText('not run');
  expect(shell.screen()).toContain(MESSAGE);
  expect(shell.screen()).toContain('not run  Tab applies the fix  Enter runs it all the same');
  shell.type('\r');
  await shell.until('the error above an empty prompt', () => /^demo> ?$/u.test(below(shell)[0] ?? ''));
}, 60_000);

test('a refusal has no suggestion above it, and a line that failed is none, in the next shell either', async () => {
  const home = demo.copy();
  const plain = { NO_COLOR: '1', FORCE_COLOR: '0' };
  writeFileSync(join(home, 'history.jsonl'), '{"line":"ds.where(yaer >= 2).count()","at":""}\n');
  {
    await using shell = await openShell(home, { env: plain });
    await run(shell, 'set theme dark');
    await run(shell, 'set theme purple');
    shell.type('set theme p');
    await shell.until('no suggestion', () => below(shell)[0] === 'demo> set theme p');
    await typeMistake(shell, '\x15ds.where(yaer >= 2)');
    expect(below(shell)[0]).toBe('demo> ds.where(yaer >= 2)[.count()]');
    shell.type('\x01\r');
    await shell.untilText('not run');
    shell.type('\x05');
    await shell.until('the cursor at the end', ({ cursor }) => cursor.x === 'demo> ds.where(yaer >= 2)'.length);
    expect(below(shell)[0]).toBe('demo> ds.where(yaer >= 2)');
    shell.type('\x03\x04');
    expect(await shell.exited).toBe(0);
  }
  await using shell = await openShell(home, { env: plain });
  shell.type('set theme');
  await shell.untilText('demo> set theme[ dark]');
  shell.type('\x1b[A');
  await shell.untilText('demo> set theme purple');
}, 60_000);
