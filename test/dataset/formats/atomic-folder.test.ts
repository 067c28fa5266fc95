import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import { writeFolder, type WrittenFolder } from '../../../src/dataset/formats/atomic-folder.ts';
import { planExport } from '../../../src/dataset/formats/plan-export.ts';
import { put } from './read-format.ts';
import { nothingReferred as referred } from './write-options.ts';

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

const manifest = { format: 'yolo' };

const write = (text: string, overwrite = false, to = target): Promise<WrittenFolder<string>> =>
  writeFolder(to, { overwrite, job, manifest, referred }, (inner) => {
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

  test('what fails leaves nothing, also of folders made above', async () => {
    const fail = (): Promise<never> => Promise.reject(new UserError('invalid', 'no'));
    await expect(
      writeFolder(join(folder, 'a/b/out'), { overwrite: false, job, manifest, referred }, fail),
    ).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a full disk is said', async () => {
    const full = (): Promise<never> => Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }));
    await expect(writeFolder(target, { overwrite: false, job, manifest, referred }, full)).rejects.toMatchObject({
      code: 'unwritable',
      message: `${target} cannot be written: the disk is full`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('what a killed run left is removed, what another run is at work on is not, and nothing is written there', async () => {
    const left = leaveBehind({ host: hostname(), pid: deadPid() });
    await write('one');
    expect(existsSync(left)).toBe(false);
    const working = leaveBehind({ host: hostname(), pid: process.ppid });
    await expect(write('two', true)).rejects.toMatchObject({
      code: 'busy',
      message: `${target} is being written by another run`,
    });
    expect(existsSync(working)).toBe(true);
    expect(content()).toBe('one');
  });

  test('without an owner to ask, silence for a minute decides', async () => {
    const left = leaveBehind({ host: 'elsewhere', pid: 1 });
    await expect(write('one')).rejects.toMatchObject({ code: 'busy' });
    const before = new Date(Date.now() - 120_000);
    utimesSync(join(left, 'owner.json'), before, before);
    await write('two');
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
      const referred = async () => new Map();
      const manifest = { format: 'yolo' };
      await writeFolder(${JSON.stringify(target)}, { overwrite: false, job, manifest, referred }, async (inner) => {
        writeFileSync(inner + '/data.yaml', 'half');
        process.kill(process.pid, 'SIGKILL');
        await new Promise(() => {});
      });`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal).toBe('SIGKILL');
    expect(readdirSync(folder)).toEqual(['.out.quadrat-part-1']);
    await write('one');
    expect(readdirSync(folder)).toEqual(['out']);
  });
});

type Files = Readonly<Record<string, string>>;
const filled =
  (files: Files) =>
  (folder: string): Promise<void> => {
    for (const [path, text] of Object.entries(files)) put(folder, path, text);
    return Promise.resolve();
  };
const old: Files = { 'images/a.jpg': 'A', 'images/b.jpg': 'B', 'data.yaml': 'old' };
const next: Files = { 'images/a.jpg': 'A', 'data.yaml': 'new' };
const made = (files: Files, options: Partial<Parameters<typeof writeFolder>[1]> = {}): Promise<unknown> =>
  writeFolder(target, { overwrite: true, job, manifest, referred, ...options }, filled(files));
const planned = (files: Files, used = referred): Promise<unknown> => {
  const existing = { how: 'overwrite', format: 'yolo' } as const;
  return planExport(target, { isFile: false, job, existing, referred: used }, filled(files));
};
const tree = (): Record<string, number> =>
  Object.fromEntries(
    readdirSync(target, { recursive: true, encoding: 'utf8' }).map((path) => [path, lstatSync(join(target, path)).ino]),
  );

describe('an export that is replaced', () => {
  test('is gone with all its files', async () => {
    await made(old);
    expect(await planned(next)).toMatchObject({ changes: ['replaces the export that is there: 3 files'] });
    await made(next);
    expect(Object.keys(tree()).sort()).toEqual(['data.yaml', 'images', 'images/a.jpg', 'quadrat-manifest.json']);
    expect(content()).toBe('new');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  test.each<[string, () => unknown, string]>([
    ['a file of somebody at the top', () => put(target, 'thesis.tex', ''), 'no export wrote: thesis.tex'],
    ['one below', () => put(target, 'images/own.jpg', 'mine'), 'no export wrote: images/own.jpg'],
    [
      'many',
      () => {
        for (const name of 'zyxwv') put(target, `deep/er/${name}`, '');
      },
      'no export wrote: deep/er/v, deep/er/w, deep/er/x and 2 more',
    ],
    ['one with the name of a new one', () => put(target, 'labels/a.txt', 'mine'), 'no export wrote: labels/a.txt'],
    [
      'an empty folder',
      () => {
        mkdirSync(join(target, 'notes'));
      },
      'no export wrote: notes/',
    ],
    [
      'a link to a folder',
      () => {
        symlinkSync(join(target, 'images'), join(target, 'all'));
      },
      'no export wrote: all',
    ],
    [
      'one of ours that was changed',
      () => put(target, 'images/b.jpg', 'edited'),
      'not as they were exported: images/b.jpg',
    ],
    [
      'one of ours that is a folder now',
      () => {
        rmSync(join(target, 'images/b.jpg'));
        put(target, 'images/b.jpg/own.jpg', 'mine');
      },
      'no export wrote: images/b.jpg/own.jpg',
    ],
    [
      'no list',
      () => {
        rmSync(join(target, 'quadrat-manifest.json'));
      },
      'it has no quadrat-manifest.json (it holds data.yaml, images/a.jpg, images/b.jpg)',
    ],
    ['a list that is none', () => put(target, 'quadrat-manifest.json', '[]'), 'has an entry without path'],
    [
      'a list of another format',
      () => put(target, 'quadrat-manifest.json', '{"format": "coco", "files": []}'),
      'is an export of coco, not of yolo',
    ],
  ])('stays whole where it holds %s, and a plan says the same', async (_, meddle, said) => {
    await made(old);
    void meddle();
    const before = tree();
    await expect(planned({ ...next, 'labels/a.txt': '' })).rejects.toMatchObject({ code: 'exists' });
    await expect(made({ ...next, 'labels/a.txt': '' })).rejects.toThrow(said);
    expect(tree()).toEqual(before);
    expect(readdirSync(folder)).toEqual(['out']);
  });
});

describe('what is replaced', () => {
  test('keeps pictures that a dataset is made of; those that stay as they are do not matter', async () => {
    await made(old);
    const used = (path: string) => () => Promise.resolve(new Map([[path, 'reef']]));
    const before = tree();
    const said = `the dataset reef is made of pictures in ${target}: images/b.jpg`;
    await expect(made(next, { referred: used('images/b.jpg') })).rejects.toThrow(said);
    await expect(planned(next, used('images/b.jpg'))).rejects.toThrow(said);
    await expect(made({ ...old, 'images/b.jpg': 'other' }, { referred: used('images/b.jpg') })).rejects.toThrow(said);
    expect(tree()).toEqual(before);
    await made(next, { referred: used('images/a.jpg') });
    expect(readdirSync(join(target, 'images'))).toEqual(['a.jpg']);
  });

  test('is not replaced by links to itself', async () => {
    await made(old);
    const linked = (inner: string): Promise<void> => {
      mkdirSync(join(inner, 'images'));
      symlinkSync(join(target, 'images/a.jpg'), join(inner, 'images/a.jpg'));
      return Promise.resolve();
    };
    await expect(writeFolder(target, { overwrite: true, job, manifest, referred }, linked)).rejects.toThrow(
      'can only be linked to themselves: images/a.jpg',
    );
    expect(readFileSync(join(target, 'images/a.jpg'), 'utf8')).toBe('A');
  });

  test('is put back where somebody has changed it at the last moment', async () => {
    await made(old);
    // Asked when all has been looked at.
    const late = (): Promise<ReadonlyMap<string, string>> => {
      put(target, 'images/late.jpg', 'mine');
      return referred();
    };
    await expect(made(next, { referred: late })).rejects.toMatchObject({ code: 'busy' });
    expect(readFileSync(join(target, 'images/late.jpg'), 'utf8')).toBe('mine');
    expect(content()).toBe('old');
    expect(readdirSync(folder)).toEqual(['out']);
  });
});

test('of several at once one is written and the others are refused', async () => {
  for (let round = 0; round < 20; round++) {
    const texts = ['a', 'b', 'c'];
    const results = await Promise.allSettled(
      texts.map((text) => write(text, false, join(folder, `deep${String(round)}/out`))),
    );
    const done = results.flatMap(({ status }, i) => (status === 'fulfilled' ? [texts[i]] : []));
    const codes = results.flatMap((one) => (one.status === 'rejected' ? [(one.reason as UserError).code] : []));
    expect(done).toHaveLength(1);
    expect(codes.every((code) => code === 'busy' || code === 'exists')).toBe(true);
    expect(readFileSync(join(folder, `deep${String(round)}/out/data.yaml`), 'utf8')).toBe(done[0]);
    expect(readdirSync(join(folder, `deep${String(round)}`))).toEqual(['out']);
  }
});
