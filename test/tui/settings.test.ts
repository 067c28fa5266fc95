import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { demoHome, openShell, run } from './shell.ts';
import type { Terminal } from './terminal.ts';

const demo = demoHome();

const F2 = '\x1bOQ';
const F4 = '\x1bOS';
const DOWN = '\x1b[B';
const ESC = '\x1b';

/** Resolves when a row of the screen is exactly this. */
function row(shell: Terminal, text: string): Promise<void> {
  return shell.until(JSON.stringify(text), () => shell.screen().includes(text));
}

test('F2 shows the settings, Enter changes the selected one at once and in the file, Esc closes', async () => {
  const home = demo.copy();
  writeFileSync(join(home, 'config.yaml'), '# mine\ntheme: dark # for the boat\n');
  await using shell = await openShell(home);
  shell.type(F2);
  await shell.untilText('> theme');
  expect(shell.screen().slice(2, 12)).toMatchInlineSnapshot(`
    [
      "demo> ",
      "> theme          dark   Colours of the text; auto follows the background of th…",
      "  colour         true   How many colours a terminal gets; a pipe gets none.",
      "  pictures       auto   How pictures are shown.",
      "  rows           40     Rows of a table that a terminal shows; the rest is cou…",
      "  screen-reader  off    Sentences in place of bars, pictures and menus.",
      "  editing        emacs  The keys that edit a line; F4 changes it for this shel…",
      "  history        5000   Lines of earlier shells that are known; with 0 none is…",
      "  suggestions    on     A line of the history goes on behind what is typed.",
      "1 of 10  auto, dark, light, mono, colour-blind  Enter changes  Esc closes",
    ]
  `);
  shell.type('\r\r');
  await shell.until('the third theme', () => shell.screen().some((line) => /^> theme +mono /u.test(line)));
  shell.type(`${DOWN}${DOWN}${DOWN}\r`);
  await shell.until('more rows', () => shell.screen().some((line) => /^> rows +100 /u.test(line)));
  shell.type(ESC);
  await shell.until('the prompt alone', () => !shell.screen().some((line) => line.startsWith('> ')));
  await run(shell, 'set rows');
  expect(shell.lines()).toContain('value         100');
  expect(readFileSync(join(home, 'config.yaml'), 'utf8')).toBe('# mine\ntheme: mono # for the boat\nrows: 100\n');
}, 60_000);

test('set changes the shell at once: no hue is left, and a remapped key does what it is told', async () => {
  await using shell = await openShell(demo.copy());
  await run(shell, 'set keys.prompt.history-search ctrl-x');
  await run(shell, 'set theme mono');
  const before = shell.raw.length;
  await run(shell, 'ds.limit(3).count()');
  shell.type('\x18lim');
  await shell.untilText('search history: lim');
  shell.type('\r');
  await shell.untilText('demo> ds.limit(3).count()');
  expect(shell.raw.slice(before)).not.toContain('38;5');
  expect(shell.raw.slice(0, before)).toContain('38;5');
}, 60_000);

test('a file with mistakes is told of, and the shell opens with what is right in it', async () => {
  const home = demo.copy();
  writeFileSync(join(home, 'config.yaml'), 'thme: dark\nediting: vi\n');
  await using shell = await openShell(home);
  await shell.untilText('[insert]');
  const said = shell.lines().join('\n');
  expect(said).toContain('config.yaml:1: no setting thme');
  expect(said).toContain('did you mean theme?');
}, 60_000);

test('vi: the status line has the mode, commands edit, and u takes back what was typed in one go', async () => {
  await using shell = await openShell(demo.copy());
  shell.type(F4);
  await shell.untilText('vi keys in this shell');
  shell.type('ds.where(yaer > 2020).count()');
  await shell.untilText('[insert]');
  shell.type(ESC);
  await shell.untilText('[normal]');
  shell.type('0fycwyear');
  await row(shell, 'demo> ds.where(year > 2020).count()');
  shell.type(`${ESC}u`);
  await row(shell, 'demo> ds.where(yaer > 2020).count()');
  shell.type('\x12');
  await row(shell, 'demo> ds.where(year > 2020).count()');
  shell.type('\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
  await shell.untilText('[insert]');
  expect(shell.lines()).toContain('demo> ds.where(year > 2020).count()');
}, 60_000);

/** An editor that does what a script says with the file. */
function editorThat(script: string): { readonly path: string; readonly seen: string } {
  const folder = mkdtempSync(join(tmpdir(), 'quadrat-editor-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'my editor');
  const seen = join(folder, 'seen');
  writeFileSync(path, `#!/bin/sh\n{ echo "$1"; stat -c %a "$1"; cat "$1"; } > '${seen}'\n${script}\n`);
  chmodSync(path, 0o700);
  return { path, seen };
}

test('Ctrl-G lends the terminal to an editor and takes the text back without running it', async () => {
  const { path, seen } = editorThat('echo editing; read answer; printf \'ds.limit(2)\\n  .count()\\n\\n\' > "$1"');
  await using shell = await openShell(demo.copy(), { env: { VISUAL: `'${path}'` } });
  shell.type('ds.limit(5)');
  await row(shell, 'demo> ds.limit(5)');
  shell.type('\x07');
  await row(shell, 'editing');
  shell.type('done\n');
  await row(shell, 'demo> ds.limit(2)');
  await row(shell, ' ...>   .count()');
  const [file = '', mode, text] = readFileSync(seen, 'utf8').split('\n');
  expect([mode, text, existsSync(file)]).toEqual(['600', 'ds.limit(5)', false]);
  expect(shell.lines().some((line) => line.startsWith('_1'))).toBe(false);
  shell.type('\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
}, 60_000);

test('an editor that fails leaves the text, and the keys are the shell’s again', async () => {
  const { path } = editorThat('exit 3');
  await using shell = await openShell(demo.copy(), { env: { EDITOR: `'${path}'` } });
  // The second press comes while the terminal is lent.
  shell.type('ds.limit(5)\x07\x07');
  await shell.untilText('ended with 3; the text is as it was');
  shell.type('.count()\r');
  await shell.until('the result', () => shell.lines().some((line) => line.startsWith('_1')));
  expect(shell.lines()).toContain('5');
}, 60_000);

test('a mistake is told while it is typed, but not while its word is being written', async () => {
  await using shell = await openShell(demo.copy());
  shell.type('ds.where(yaer');
  await row(shell, 'demo> ds.where(yaer');
  shell.type(' >= 2021).count()');
  await shell.untilText('unknown-field  the samples of demo have no field yaer; did you mean year?');
  expect(shell.raw).toContain('\x1b[4myaer');
  shell.type('\x15');
  await shell.until('it is gone', () => !shell.screen().some((line) => line.includes('unknown-field')));
}, 60_000);

test('Ctrl-R looks through the lines of this dataset, again through all', async () => {
  const home = demo.copy();
  const lines = [
    { line: 'ds.limit(3).count()', dataset: 'demo', at: '' },
    { line: 'ds.limit(4).count()', dataset: 'reef', at: '' },
  ];
  writeFileSync(join(home, 'history.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await using shell = await openShell(home);
  shell.type('\x12lim');
  await shell.untilText('1 line of demo');
  expect(shell.screen()).toContain('> ds.limit(3).count()');
  shell.type('\x12');
  await shell.untilText('2 lines of all datasets');
  expect(shell.screen()).toContain('> ds.limit(4).count()');
}, 60_000);

test('40 columns, 12 rows and no colour: the menu fits, the mistake is in words, the mode is told', async () => {
  const env = { NO_COLOR: '1', FORCE_COLOR: '' };
  await using shell = await openShell(demo.copy(), { columns: 40, rows: 12, env });
  shell.type(F2);
  await shell.untilText('> theme');
  expect(shell.screen().slice(2, 12)).toMatchInlineSnapshot(`
    [
      "> theme          auto   Colours of the…",
      "  colour         never  How many colou…",
      "  pictures       auto   How pictures a…",
      "  rows           40     Rows of a tabl…",
      "  screen-reader  off    Sentences in p…",
      "  editing        emacs  The keys that …",
      "  history        5000   Lines of earli…",
      "  suggestions    on     A line of the …",
      "1 of 10  Enter changes  Esc closes",
      "",
    ]
  `);
  shell.type(ESC);
  await shell.until('the prompt alone', () => !shell.screen().some((line) => line.startsWith('> ')));
  shell.type(`${F4}ds.foo()`);
  await shell.untilText('[insert]  unknown-verb');
  // eslint-disable-next-line no-control-regex -- colour sequences are what must not be there
  expect(shell.raw.match(/\x1b\[[\d;]*m/gu)).toBeNull();
}, 60_000);

test('for a screen reader the settings are numbered sentences', async () => {
  await using shell = await openShell(demo.copy(), { env: { INK_SCREEN_READER: 'true' } });
  shell.type(F2);
  await shell.untilText('1. theme is auto, selected.');
  await shell.untilText('5. screen-reader is on.');
  expect(shell.screen()).toContain('5. screen-reader is on. Sentences in place of bars, pictures and menus.');
}, 60_000);
