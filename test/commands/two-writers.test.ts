import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../dataset/library-fixture.ts';
import { place, runProduct, stateOf, wrongIn } from './killed-commands.ts';
import { prepared } from './prepared-commands.ts';

const SAVE = ['-d', 'reef', '-c', "ds.taxonomy('agnostic', { unmapped: 'coral' }).save()"];
const TAG = ['tag', 'seen', '-d', 'reef'];

test.each([['merge'], ['revert']] as const)(
  'a %s and two other changes at once are done one after the other, and undone one by one',
  async (kind) => {
    const folder = temporaryFolder();
    await using command = await prepared(kind, join(folder, 'template'), 100);
    const home = join(folder, 'home');
    place(command.template, home);
    const before = await stateOf(home, 'reef');
    const runs = await Promise.all([command.words, SAVE, TAG].map((words) => runProduct(words, { home })));
    expect(runs.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0, 0]);
    expect(await wrongIn(home)).toEqual([]);
    for (const words of Array.from({ length: 3 }, () => ['undo', '-d', 'reef'])) await runProduct(words, { home });
    expect(await stateOf(home, 'reef')).toBe(before);
  },
  120_000,
);

test('of two that restore under one name one does, and of two backups to one file one is there', async () => {
  const folder = temporaryFolder();
  await using command = await prepared('restore', join(folder, 'template'), 100);
  const home = join(folder, 'home');
  place(command.template, home);
  const restored = await Promise.all([command.words, command.words].map((words) => runProduct(words, { home })));
  expect(restored.map(({ code }) => code).toSorted()).toEqual([0, 1]);
  expect(restored.find(({ code }) => code !== 0)?.said).toContain('"code":"exists"');
  const backup = ['backup', 'out/other.zip', '-d', 'reef', '--overwrite'];
  const backed = await Promise.all([backup, backup].map((words) => runProduct(words, { home })));
  expect(backed.map(({ code, said }) => (code === 0 ? 0 : said))).toEqual([0, 0]);
  expect(existsSync(join(home, 'out', 'other.zip'))).toBe(true);
  expect((await runProduct(['restore', 'out/other.zip', '--name', 'third'], { home })).code).toBe(0);
  expect(await wrongIn(home)).toEqual([]);
}, 120_000);
