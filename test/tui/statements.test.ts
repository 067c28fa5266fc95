import { expect, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';

const demo = demoHome();

const PASTE = (text: string): string => `\x1b[200~${text}\x1b[201~`;

test('results stand under the statements that were typed, in their order', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'ds.count()');
  await run(shell, "ds.matchTags('nothing').count()");
  const lines = shell.lines();
  const from = lines.indexOf('demo> ds.count()');
  expect(lines.slice(from, from + 4)).toEqual([
    'demo> ds.count()',
    '12',
    expect.stringMatching(/^_1 {2}\d/u),
    "demo> ds.matchTags('nothing').count()",
  ]);
  expect(lines.at(-2)).toMatch(/^demo> ?$/u);
  expect(lines.at(-1)).toMatch(/^demo {2}12 samples {2}[\d,]+ labels {2}\d+ classes$/u);
}, 60_000);

test('statements sent in one go are run one after the other', async () => {
  await using shell = await openShell(demo.copy());
  shell.type('ds.limit(1).count()\rds.limit(2).count()\rds.limit(3).count()\r');
  await shell.until('three results', () => shell.lines().some((line) => line.startsWith('_3')));
  const shown = shell.lines().filter((line) => /^(demo> ds|\d+$)/u.test(line));
  expect(shown).toEqual([
    'demo> ds.limit(1).count()',
    '1',
    'demo> ds.limit(2).count()',
    '2',
    'demo> ds.limit(3).count()',
    '3',
  ]);
}, 60_000);

test('Enter goes on below while a bracket is open', async () => {
  await using shell = await openShell(demo.copy());
  shell.type('ds.where(year > 1900');
  await shell.untilText('year > 1900');
  shell.type('\r');
  await shell.untilText(' ...>');
  shell.type(').count()\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
  const lines = shell.lines();
  const from = lines.indexOf('demo> ds.where(year > 1900');
  expect(lines.slice(from, from + 2)).toEqual(['demo> ds.where(year > 1900', ' ...> ).count()']);
  expect(lines[from + 2]).toMatch(/^\d+$/u);
}, 60_000);

test('statements pasted together run one after the other at Enter, comments not at all', async () => {
  await using shell = await openShell(demo.copy());
  shell.type(PASTE('# how many\nv = ds.limit(2)\nv.count()\n'));
  await shell.untilText('v.count()');
  shell.type('\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_2')));
  const lines = shell.lines();
  const from = lines.indexOf('demo> v = ds.limit(2)');
  expect(lines.slice(from, from + 3)).toEqual(['demo> v = ds.limit(2)', 'demo> v.count()', '2']);
}, 60_000);

test('behind a pasted statement that fails none is run', async () => {
  const home = demo.copy();
  await using shell = await openShell(home);
  await run(shell, "v = ds.matchTags('train')");
  // What a file holds is known only when it is read.
  shell.type(PASTE('ds.limit(1).count()\nverify yolo /nowhere\nv.deleteSamples()\nds.count()\n'));
  await shell.untilText('v.deleteSamples()');
  shell.type('\r');
  await shell.until('what was not run', () =>
    shell.lines().includes('not run: v.deleteSamples() and 1 statement behind it'),
  );
  await run(shell, 'ds.count()');
  expect(shell.lines()).toContain('12');
}, 60_000);

test('a pasted notebook is looked at as a whole before any of it is run', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, "view = ds.matchTags('train')");
  shell.type(PASTE('dataset = fo.load_dataset("demo")\nview = dataset.match_tgas("val")\nview.delete_samples()\n'));
  await shell.untilText('view.delete_samples()');
  shell.type('\r');
  await shell.untilText('there is no verb match_tgas');
  await shell.untilText('not run');
  shell.type('\x03');
  await run(shell, 'ds.count()');
  expect(shell.lines()).toContain('12');
}, 60_000);

test('a paste never runs by itself, and loses the prompts of a copied transcript', async () => {
  await using shell = await openShell(demo.copy());
  shell.type(PASTE('demo> ds.limit(5)\n...> .count()\n'));
  await shell.untilText(' ...> .count()');
  shell.type('\x1b[D\x1b[C');
  expect(shell.screen().filter((line) => line.includes('>'))).toEqual(['demo> ds.limit(5)', ' ...> .count()']);
  expect(shell.lines().some((line) => line.startsWith('_1'))).toBe(false);
  shell.type('\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
  expect(shell.lines()).toContain('5');
}, 60_000);

test('an error points into the statement above it', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'ds.where(yaer >= 2021).count()');
  const lines = shell.lines();
  const from = lines.indexOf('demo> ds.where(yaer >= 2021).count()');
  expect(lines.slice(from + 1, from + 4)).toEqual([
    '               ^^^^',
    'unknown-field  the samples of demo have no field yaer',
    'hint: did you mean year?',
  ]);
}, 60_000);

test('Ctrl-C stops a query that would never end, and the next statement works', async () => {
  await using shell = await openShell(demo.copy());
  shell.type(String.raw`ds.where(filepath.matches(/^((\w+)+)+!/)).count()` + '\r');
  await shell.untilText('running 0:01  Ctrl-C stops');
  const pressed = performance.now();
  shell.type('\x03');
  await shell.untilText('cancelled after');
  await shell.until('the prompt', () => shell.screen().some((line) => /^demo> ?$/u.test(line)));
  expect(performance.now() - pressed).toBeLessThan(1000);
  await run(shell, 'ds.count()');
  expect(shell.lines()).toContain('12');
}, 60_000);
