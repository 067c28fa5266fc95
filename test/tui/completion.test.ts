import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Terminal } from './terminal.ts';
import { demoHome, openShell } from './shell.ts';

const demo = demoHome();

/** The line under the prompt. */
function status(shell: Terminal): string {
  return shell.screen().findLast((line) => line !== '') ?? '';
}

test('under the prompt stands what the view being typed holds, and in the menu what a choice would keep', async () => {
  await using shell = await openShell(demo.copy(), { columns: 120 });
  shell.type('ds.take(5)');
  await shell.until('the count', () => /^5 samples, \d+ labels$/u.test(status(shell)));
  shell.type('.where(');
  await shell.until('the count so far', () => /^5 samples, \d+ labels so far {2}where\(/u.test(status(shell)));
  shell.type("area == '\t");
  await shell.until('the effect', () => /keeps \d samples?, \d+ labels? /u.test(status(shell)));
  const counts = shell.screen().flatMap((line) => /^[> ] \S.* {2}(\d) {2}samples$/u.exec(line)?.[1] ?? []);
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(5);
  expect(/keeps (\d) /u.exec(status(shell))?.[1]).toBe(counts[0]);
}, 60_000);

test('Tab lists a folder, quotes what needs it, and shows hidden files only behind a dot', async () => {
  const home = demo.copy();
  const cwd = join(home, 'work');
  mkdirSync(join(cwd, 'reef 1'), { recursive: true });
  mkdirSync(join(cwd, 'reef 2'));
  writeFileSync(join(cwd, 'reef 2', 'labels.json'), '{}');
  writeFileSync(join(cwd, '.hidden'), '');
  await using shell = await openShell(home, { cwd });
  shell.type('verify yolo \t');
  await shell.untilText('> reef 1/');
  expect(shell.screen().some((line) => line.includes('.hidden'))).toBe(false);
  shell.type('\t\r');
  await shell.untilText("demo> verify yolo 'reef 2/");
  shell.type('\t');
  await shell.untilText("demo> verify yolo 'reef 2/labels.json'");
  shell.type('\x15verify yolo .\t');
  await shell.untilText('demo> verify yolo .hidden');
}, 60_000);
