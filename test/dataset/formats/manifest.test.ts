import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeFolder } from '../../../src/dataset/formats/atomic-folder.ts';
import { checkManifest, manifestIn, writeManifest } from '../../../src/dataset/formats/manifest.ts';
import { newFolder, put } from './read-format.ts';
import { job, nothingReferred as referred } from './write-options.ts';

let out = '';

async function said(): Promise<string[]> {
  const lines: string[] = [];
  for await (const { severity, message, where } of checkManifest(out, job()))
    lines.push(`${severity} ${where} ${message}`);
  return lines.sort();
}

const write = (overwrite = false): Promise<unknown> =>
  writeFolder(out, { overwrite, job: job(), referred, manifest: { format: 'yolo' } }, (folder) => {
    put(folder, 'labels/a.txt', 'abc');
    put(folder, 'labels/b.txt', '');
    put(folder, 'data.yaml', `path: ${out}\n`);
    return Promise.resolve();
  });

beforeEach(async () => {
  out = join(newFolder(), 'out');
  await write();
});

describe('the list of files of an export', () => {
  test('files with size and hash, and nothing is wrong with what was written', async () => {
    expect(JSON.parse(readFileSync(join(out, 'quadrat-manifest.json'), 'utf8'))).toEqual({
      format: 'yolo',
      files: [
        { path: 'data.yaml', bytes: 7 + out.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
        { path: 'labels/a.txt', bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
        { path: 'labels/b.txt', bytes: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
      ],
    });
    expect(await said()).toEqual([]);
  });

  test('files that are gone, changed or new', async () => {
    rmSync(join(out, 'labels/b.txt'));
    writeFileSync(join(out, 'labels/a.txt'), 'abd');
    appendFileSync(join(out, 'data.yaml'), 'nc: 3\n');
    put(out, 'labels/c.txt', '');
    expect(await said()).toEqual([
      'error data.yaml is not what was written',
      'error labels/a.txt is not what was written',
      'error labels/b.txt was written and is gone',
      'warning labels/c.txt was not written with the others',
    ]);
  });

  test('a pipe in place of a file is not read', async () => {
    rmSync(join(out, 'labels/b.txt'));
    execFileSync('sh', ['-c', `mkfifo '${join(out, 'labels/b.txt')}'`]);
    expect(await said()).toEqual(['error labels/b.txt is not what was written']);
  });

  test('a list of thousands of files is whole', async () => {
    const files = Array.from({ length: 3000 }, (_, i) => ({
      path: `${String(i)}.txt`,
      bytes: i,
      sha256: 'a'.repeat(64),
    }));
    writeManifest(out, { format: 'yolo', taxonomy: 'reef' }, files, files.slice(0, 2));
    expect(await manifestIn(out)).toEqual({ format: 'yolo', taxonomy: 'reef', files, before: files.slice(0, 2) });
  });

  test('it is written anew with the others', async () => {
    await write(true);
    expect(await said()).toEqual([]);
  });

  test.each([
    ['{', 'is no JSON'],
    ['[]', 'has an entry without path, bytes and sha256'],
    ['{"files": [{"path": "a"}]}', 'has an entry without path, bytes and sha256'],
  ])('a list that is none: %s', async (text, message) => {
    put(out, 'quadrat-manifest.json', text);
    expect(await said()).toEqual([`error quadrat-manifest.json ${message}`]);
  });

  test('without a list there is nothing to compare', async () => {
    rmSync(join(out, 'quadrat-manifest.json'));
    expect(await said()).toEqual([]);
  });
});
