import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeFolder } from '../../../src/dataset/formats/atomic-folder.ts';
import { checkManifest, manifestIn, writeManifest } from '../../../src/dataset/formats/manifest.ts';
import { planExport } from '../../../src/dataset/formats/plan-export.ts';
import { treeDigest, type TreeFile } from '../../../src/dataset/formats/tree-digest.ts';
import { updateFolder } from '../../../src/dataset/formats/update-folder.ts';
import { newFolder, put } from './read-format.ts';
import { job, nothingReferred as referred } from './write-options.ts';

type Files = Readonly<Record<string, string>>;

let out = '';

beforeEach(() => {
  out = join(newFolder(), 'out');
});

const filled =
  (files: Files) =>
  (folder: string): Promise<void> => {
    for (const [path, text] of Object.entries(files)) put(folder, path, text);
    return Promise.resolve();
  };

const update = async (files: Files): Promise<readonly string[]> =>
  (await updateFolder(out, { manifest: { format: 'yolo' }, job: job(), referred }, filled(files))).changes;

const fresh = (files: Files, to = out): Promise<unknown> =>
  writeFolder(to, { overwrite: true, job: job(), referred, manifest: { format: 'yolo' } }, filled(files));

const content = (path: string): string => readFileSync(join(out, path), 'utf8');

async function findings(): Promise<string[]> {
  const said: string[] = [];
  for await (const { where, message } of checkManifest(out, job())) said.push(`${where} ${message}`);
  return said;
}

describe('an export that is brought up to date', () => {
  test('what differs is written, what is gone is removed, the rest is not touched', async () => {
    await fresh({ 'labels/a.txt': '1', 'labels/b.txt': '2', 'old/c.txt': '3' });
    const { ino, mtimeMs } = statSync(join(out, 'labels/a.txt'));
    expect(await update({ 'labels/a.txt': '1', 'labels/b.txt': 'two', 'new/d.txt': '4' })).toEqual([
      'files: 1 added, 1 changed, 1 removed, 1 unchanged',
    ]);
    expect(readdirSync(out, { recursive: true }).sort()).toEqual([
      'labels',
      'labels/a.txt',
      'labels/b.txt',
      'new',
      'new/d.txt',
      'quadrat-manifest.json',
    ]);
    expect(content('labels/b.txt')).toBe('two');
    expect(statSync(join(out, 'labels/a.txt'))).toMatchObject({ ino, mtimeMs });
    expect(await findings()).toEqual([]);
    expect(readdirSync(dirname(out))).toEqual(['out']);
  });

  test('nothing there, or an empty folder: all is added', async () => {
    expect(await update({ 'a.txt': '1' })).toEqual(['files: 1 added, 0 changed, 0 removed, 0 unchanged']);
    expect(await update({ 'a.txt': '1' })).toEqual(['files: 0 added, 0 changed, 0 removed, 1 unchanged']);
    rmSync(out, { recursive: true });
    mkdirSync(out);
    await update({ 'a.txt': '1' });
    expect(content('a.txt')).toBe('1');
  });

  test('files of others stay and are named', async () => {
    await fresh({ 'a.txt': '1', 'old/b.txt': '2' });
    put(out, 'old/notes.md', 'mine');
    expect(await update({ 'a.txt': '1' })).toEqual([
      'files: 0 added, 0 changed, 1 removed, 1 unchanged',
      'left as they are, as no export wrote them: old/notes.md',
    ]);
    expect(content('old/notes.md')).toBe('mine');
  });

  test.each<[string, (folder: string) => unknown, Files]>([
    [
      'one of ours was changed and would be replaced',
      (to) => put(to, 'a.txt', 'mine'),
      { 'a.txt': 'new', 'b.txt': '2' },
    ],
    ['one of ours was changed and would be removed', (to) => put(to, 'a.txt', 'mine'), { 'b.txt': '2' }],
    ['one of theirs has the name of a new one', (to) => put(to, 'c.txt', 'mine'), { 'a.txt': '1', 'c.txt': '3' }],
    ['one of theirs is where a folder would be', (to) => put(to, 'd', 'mine'), { 'a.txt': '1', 'd/e.txt': '3' }],
    [
      'a link is where a folder would be',
      (to) => {
        symlinkSync(newFolder(), join(to, 'd'));
      },
      { 'a.txt': '1', 'd/e.txt': '3' },
    ],
  ])('nothing is done where %s', async (_, meddle, files) => {
    await fresh({ 'a.txt': '1', 'b.txt': '2' });
    void meddle(out);
    const before = readdirSync(out).map((name) => [name, statSync(join(out, name)).ino]);
    await expect(update(files)).rejects.toMatchObject({ code: 'exists' });
    expect(readdirSync(out).map((name) => [name, statSync(join(out, name)).ino])).toEqual(before);
    expect(readdirSync(dirname(out))).toEqual(['out']);
  });

  test('what others changed to just what would be written is unchanged', async () => {
    await fresh({ 'a.txt': '1' });
    put(out, 'a.txt', 'new');
    expect(await update({ 'a.txt': 'new' })).toEqual(['files: 0 added, 0 changed, 0 removed, 1 unchanged']);
  });

  test('no export, one of another format, and a list that is none are refused', async () => {
    put(out, 'a.txt', '1');
    await expect(update({ 'a.txt': '1' })).rejects.toThrow('holds files that no export wrote: it has no');
    writeManifest(out, { format: 'coco' }, []);
    await expect(update({ 'a.txt': '1' })).rejects.toThrow('is an export of coco, not of yolo');
    writeFileSync(join(out, 'quadrat-manifest.json'), '{"format": "yolo", "files": [{"path": "../a"}]}');
    await expect(update({ 'a.txt': '1' })).rejects.toThrow('has an entry without path, bytes and sha256');
    expect(content('a.txt')).toBe('1');
  });

  test('a list that names files outside of the folder touches none of them', async () => {
    await fresh({ 'a.txt': '1' });
    put(dirname(out), 'secret.txt', 'x');
    const sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
    writeManifest(out, { format: 'yolo' }, [{ path: '../secret.txt', bytes: 1, sha256 }]);
    await expect(update({ 'a.txt': '2' })).rejects.toMatchObject({ code: 'exists' });
    expect(existsSync(join(dirname(out), 'secret.txt'))).toBe(true);
  });

  test('a picture that a dataset is made of is neither removed nor replaced, and may stay as it is', async () => {
    await fresh({ 'images/a.jpg': '1', 'images/b.jpg': '2' });
    const used = (path: string) => () => Promise.resolve(new Map([[path, 'reef']]));
    const changed = (path: string, files: Files): Promise<unknown> =>
      updateFolder(out, { manifest: { format: 'yolo' }, job: job(), referred: used(path) }, filled(files));
    const refusal = {
      code: 'exists',
      message: `the dataset reef is made of pictures in ${out}: images/b.jpg`,
    };
    await expect(changed('images/b.jpg', { 'images/a.jpg': '1' })).rejects.toMatchObject(refusal);
    await expect(changed('images/b.jpg', { 'images/b.jpg': 'two' })).rejects.toMatchObject(refusal);
    expect([content('images/a.jpg'), content('images/b.jpg')]).toEqual(['1', '2']);
    await changed('images/a.jpg', { 'images/a.jpg': '1' });
    expect(readdirSync(join(out, 'images'))).toEqual(['a.jpg']);
  });

  test('a plan says what would be done and does nothing', async () => {
    await fresh({ 'a.txt': '1', 'b.txt': '2' });
    const existing = { how: 'update', format: 'yolo' } as const;
    const options = { isFile: false, job: job(), existing, referred };
    const { changes } = await planExport(out, options, filled({ 'a.txt': 'x' }));
    expect(changes).toEqual(['files: 0 added, 1 changed, 1 removed, 0 unchanged']);
    expect(content('a.txt')).toBe('1');
  });
});

const files = fc.dictionary(
  fc.constantFrom('data.yaml', 'a.txt', 'labels/a.txt', 'labels/b.txt', 'labels/train/a.txt', 'images/x.png'),
  fc.constantFrom('', '1', '2'),
);

describe('any export after any other', () => {
  test('the tree is that of a fresh export, also after updates that were killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.array(fc.tuple(files, fc.nat(8)), { maxLength: 3 }),
        files,
        async (first, killed, last) => {
          out = join(newFolder(), 'out');
          await fresh(first);
          for (const [next, steps] of killed) await brokenOff(next, steps);
          await update(last);
          const other = join(newFolder(), 'out');
          await fresh(last, other);
          expect(await treeDigest(out, job(), out)).toEqual(await treeDigest(other, job(), other));
          expect(await findings()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** The folder as an update leaves it that is killed after so many files. */
async function brokenOff(next: Files, steps: number): Promise<void> {
  const there = await manifestIn(out);
  if (there === null || typeof there === 'string') throw new Error('no list');
  const scratch = newFolder();
  await filled(next)(scratch);
  const list: TreeFile[] = [];
  await treeDigest(scratch, job(), scratch, (file) => list.push(file));
  writeManifest(out, { format: 'yolo' }, list, [...there.files, ...there.before]);
  const gone = [...there.files, ...there.before].map(({ path }) => path).filter((path) => !(path in next));
  const work: (() => void)[] = [
    ...Object.entries(next).map(([path, text]) => () => {
      put(out, path, text);
    }),
    ...gone.map((path) => () => {
      rmSync(join(out, path), { force: true });
    }),
  ];
  for (const step of work.slice(0, steps)) step();
}
