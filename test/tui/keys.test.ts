import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CLI, demoHome, openShell, run } from './shell.ts';
import { Terminal } from './terminal.ts';

const demo = demoHome();

const UP = '\x1b[A';
const RIGHT = '\x1b[C';

test('lines of an earlier shell come back: by Up, as a suggestion and by searching', async () => {
  const home = demo.copy();
  {
    await using first = await openShell(home);
    await run(first, 'ds.limit(3).count()');
    await run(first, ' ds.limit(4).count()');
    await run(first, "ds.countValues('area')");
    first.type('\x04');
    expect(await first.exited).toBe(0);
  }
  await using second = await openShell(home);
  second.type(`ds.l${UP}`);
  await second.untilText('demo> ds.limit(3).count()');
  second.type('\x15ds.cou');
  await second.untilText("demo> ds.countValues('area')");
  second.type(RIGHT);
  await second.until(
    'the cursor behind the suggestion',
    ({ cursor }) => cursor.x === "demo> ds.countValues('area')".length,
  );
  second.type('\x15\x12lim');
  await second.untilText('> ds.limit(3).count()');
  second.type('\r');
  await second.untilText('demo> ds.limit(3).count()');
  expect(readFileSync(join(home, 'history.jsonl'), 'utf8')).not.toContain('limit(4)');
}, 90_000);

test('Tab offers the classes of a field with their counts, typing narrows, Enter takes', async () => {
  await using shell = await openShell(demo.copy());
  shell.type("ds.filterLabels('gt_polylines', label == '\t");
  await shell.untilText('Enter takes it');
  expect(shell.screen().filter((line) => /^[> ] \w+ +\d+ {2}labels$/u.test(line)).length).toBeGreaterThan(3);
  shell.type('Porit');
  await shell.until('the only one left', () => shell.screen().some((line) => /^> Porites +\d+ {2}labels$/u.test(line)));
  shell.type('\r');
  await shell.untilText("label == 'Porites'");
  shell.type(').count()\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
}, 60_000);

test('Tab offers verbs with what they do, and Esc closes the menu', async () => {
  await using shell = await openShell(demo.copy());
  shell.type('ds.matchT\t');
  await shell.untilText('demo> ds.matchTags(');
  shell.type('\t');
  await shell.untilText("> 'train'");
  shell.type('\x1b');
  await shell.until('the menu closed', () => !shell.screen().some((line) => line.startsWith("> 'train'")));
  expect(shell.screen().some((line) => line.startsWith('matchTags(tags, bool?, all?) -> view'))).toBe(true);
}, 60_000);

test('F1 with nothing typed reads the keys over a screen that is too small for them, and prints them on a large one', async () => {
  await using small = await openShell(demo.copy(), { columns: 80, rows: 24 });
  const before = small.lines();
  small.type('\x1bOPq');
  await small.until('the text, closed', () => small.raw.includes('\x1b[?1049l'));
  await small.until('the prompt', () => !small.onAlternateScreen && small.isSettled && small.lines().length > 2);
  expect(small.lines()).toEqual(before);
  small.type('\x1bOP');
  await small.untilText('keys of the prompt');
  expect(small.screen()[1]).toMatch(/^Enter /u);
  small.type('q');
  await small.until('the prompt', () => !small.onAlternateScreen && small.lines().length === before.length);
  await using large = await openShell(demo.copy(), { columns: 200, rows: 60 });
  large.type('\x1bOP');
  await large.until('the keys', () => large.lines().some((line) => line.startsWith('Ctrl-R ')));
  expect(large.onAlternateScreen).toBe(false);
  expect(large.lines().length).toBeGreaterThan(30);
}, 60_000);

test('F1 explains the word at the cursor and leaves the prompt as it is', async () => {
  await using shell = await openShell(demo.copy());
  shell.type('ds.countValues(');
  await shell.untilText('demo> ds.countValues(');
  shell.type('\x1bOP');
  await shell.untilText('examples');
  await shell.until('the prompt below', () => shell.screen().some((line) => line.startsWith('demo> ds.countValues(')));
  expect(shell.lines()).toContain('demo> help countValues');
}, 60_000);

test('F1 in a value tells of the value, in an option of the option', async () => {
  await using shell = await openShell(demo.copy());
  shell.type("ds.filterLabels('gt_polylines', label == 'Porites");
  await shell.untilText("label == 'Porites");
  shell.type('\x1bOP');
  await shell.untilText('Porites: a class in gt_polylines');
  expect(shell.lines()).toContain('demo> help Porites');
  shell.type('\x15export yolo out --media');
  await shell.untilText('demo> export yolo out --media');
  shell.type('\x1bOP');
  await shell.untilText('export --media link|copy|none  What happens to pictures');
}, 60_000);

test('Ctrl-D leaves, and the terminal is as it was before', async () => {
  const script = '"$0" "$@"; echo "status $?"; stty -a';
  await using shell = new Terminal(['/bin/sh', '-c', script, process.execPath, CLI], {
    env: { QUADRAT_HOME: demo.copy() },
    patience: 10_000,
  });
  await shell.untilText('12 samples');
  shell.type('x\x04\x01\x04\x04');
  await shell.exited;
  const text = shell.lines().join('\n');
  expect(text).toContain('status 0');
  expect(text).toMatch(/[^-]icanon/u);
  expect(text).toMatch(/[^-]echo /u);
  expect(shell.raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(shell.raw.lastIndexOf('\x1b[?2004h'));
  expect(shell.raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(shell.raw.lastIndexOf('\x1b[?25l'));
}, 60_000);

test('a signal that ends the shell gives the terminal back too', async () => {
  await using shell = await openShell(demo.copy());
  shell.kill('SIGTERM');
  await shell.exited;
  expect(shell.raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(shell.raw.lastIndexOf('\x1b[?2004h'));
  expect(shell.raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(shell.raw.lastIndexOf('\x1b[?25l'));
}, 60_000);
