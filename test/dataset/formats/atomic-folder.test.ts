import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import { writeFolder, type WrittenFolder } from '../../../src/dataset/formats/atomic-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'atomic-folder-'));
const target = join(folder, 'out');
const job = { signal: new AbortController().signal, report: () => undefined };

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (text: string, overwrite = false, to = target): Promise<WrittenFolder<string>> =>
  writeFolder(to, { overwrite, job }, (inner) => {
    writeFileSync(join(inner, 'data.yaml'), text);
    return Promise.resolve(inner);
  });
const content = (): string => readFileSync(join(target, 'data.yaml'), 'utf8');

/** A folder as a run leaves it that was killed; its owner is a process that has ended. */
function leaveBehind(owner: object): string {
  const left = join(folder, '.out.quadrat-part-abc123');
  mkdirSync(join(left, 'content'), { recursive: true });
  writeFileSync(join(left, 'owner.json'), JSON.stringify(owner));
  return left;
}

const deadPid = (): number => Number(spawnSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).stdout);

describe('writeFolder', () => {
  test('the folder is there when it is whole, and nothing else', async () => {
    const { report, tree } = await write('one');
    expect(report).not.toContain(target);
    expect(content()).toBe('one');
    expect(tree).toMatchObject({ files: 1, bytes: 3 });
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('an empty folder is taken, one that is not is refused before anything is done', async () => {
    mkdirSync(target);
    await write('one');
    await expect(write('two')).rejects.toMatchObject({ code: 'exists' });
    expect(content()).toBe('one');
    await expect(write('x', false, join(target, 'data.yaml'))).rejects.toMatchObject({ code: 'exists' });
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('overwriting replaces all, but loses nothing that is not written anew', async () => {
    await write('one');
    await write('two', true);
    expect(content()).toBe('two');
    writeFileSync(join(target, 'thesis.tex'), '');
    await expect(write('three', true)).rejects.toThrow('holds thesis.tex, which would be lost');
    expect(content()).toBe('two');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('what fails leaves nothing, also of folders made above', async () => {
    const fail = (): Promise<never> => Promise.reject(new UserError('invalid', 'no'));
    await expect(writeFolder(join(folder, 'a/b/out'), { overwrite: false, job }, fail)).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a full disk is said', async () => {
    const full = (): Promise<never> => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
    await expect(writeFolder(target, { overwrite: false, job }, full)).rejects.toMatchObject({
      code: 'unwritable',
      message: `${target} cannot be written: the disk is full`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('what a killed run left is removed, what another run is at work on is not', async () => {
    const left = leaveBehind({ host: hostname(), pid: deadPid() });
    await write('one');
    expect(existsSync(left)).toBe(false);
    const working = leaveBehind({ host: hostname(), pid: process.ppid });
    await write('two', true);
    expect(existsSync(working)).toBe(true);
  });

  test('without an owner to ask, silence for a minute decides', async () => {
    const left = leaveBehind({ host: 'elsewhere', pid: 1 });
    await write('one');
    expect(existsSync(left)).toBe(true);
    const before = new Date(Date.now() - 120_000);
    utimesSync(join(left, 'owner.json'), before, before);
    await write('two', true);
    expect(existsSync(left)).toBe(false);
  });

  test('killed in the middle of a replacement, the old folder comes back', async () => {
    const left = leaveBehind({ host: hostname(), pid: deadPid() });
    mkdirSync(join(left, 'replaced'));
    writeFileSync(join(left, 'replaced', 'data.yaml'), 'old');
    await expect(write('new')).rejects.toMatchObject({ code: 'exists' });
    expect(content()).toBe('old');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test('a run that is killed leaves the target as it was, and the next one cleans up', async () => {
    const script = `
      import { writeFolder } from ${JSON.stringify(join(import.meta.dirname, '../../../src/dataset/formats/atomic-folder.ts'))};
      import { writeFileSync } from 'node:fs';
      const job = { signal: new AbortController().signal, report() {} };
      await writeFolder(${JSON.stringify(target)}, { overwrite: false, job }, async (inner) => {
        writeFileSync(inner + '/data.yaml', 'half');
        process.kill(process.pid, 'SIGKILL');
        await new Promise(() => {});
      });`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal).toBe('SIGKILL');
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.out\.quadrat-part-/)]);
    await write('one');
    expect(readdirSync(folder)).toEqual(['out']);
  });
});
