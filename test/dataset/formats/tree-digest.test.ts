import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { treeDigest } from '../../../src/dataset/formats/tree-digest.ts';

const root = mkdtempSync(join(tmpdir(), 'tree-digest-'));
const job = { signal: new AbortController().signal, report: () => undefined };

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'a/images'), { recursive: true });
  writeFileSync(join(root, 'a/images/é.jpg'), 'picture');
  writeFileSync(join(root, 'a/Z.txt'), '');
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const digest = async (folder: string, place?: string): Promise<string> =>
  (await treeDigest(join(root, folder), job, place)).digest;

describe('treeDigest', () => {
  test('paths in binary order, each with the digest of its content', async () => {
    const sha = (text: string): Buffer => createHash('sha256').update(text).digest();
    const whole = Buffer.concat([Buffer.from('Z.txt\0'), sha(''), Buffer.from('images/é.jpg\0'), sha('picture')]);
    expect(await treeDigest(join(root, 'a'), job)).toEqual({
      files: 2,
      bytes: 7,
      digest: `sha256:${createHash('sha256').update(whole).digest('hex')}`,
    });
  });

  test('links count as what they show', async () => {
    mkdirSync(join(root, 'b/images'), { recursive: true });
    linkSync(join(root, 'a/images/é.jpg'), join(root, 'b/images/é.jpg'));
    symlinkSync(join(root, 'a/Z.txt'), join(root, 'b/Z.txt'));
    expect(await digest('b')).toBe(await digest('a'));
  });

  test('a byte, a name or a file more changes it', async () => {
    const before = await digest('a');
    writeFileSync(join(root, 'a/Z.txt'), '0');
    const changed = await digest('a');
    rmSync(join(root, 'a/Z.txt'));
    writeFileSync(join(root, 'a/Y.txt'), '0');
    expect(new Set([before, changed, await digest('a')]).size).toBe(3);
  });

  test('where the tree lies makes no difference where it is told', async () => {
    for (const name of ['c', 'd']) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'data.yaml'), `path: /data/${name}\n`);
    }
    expect(await digest('c')).not.toBe(await digest('d'));
    expect(await digest('c', '/data/c')).toBe(await digest('d', '/data/d'));
  });

  test.each([0, 1, (1 << 19) - 1, 1 << 19, (1 << 19) + 1, 3_000_000])('files of any size: %d bytes', async (bytes) => {
    const content = Buffer.alloc(bytes, 'quadrat');
    rmSync(join(root, 'a'), { recursive: true });
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a/x'), content);
    const files: unknown[] = [];
    await treeDigest(join(root, 'a'), job, undefined, (file) => files.push(file));
    expect(files).toEqual([{ path: 'x', bytes, sha256: createHash('sha256').update(content).digest('hex') }]);
  });

  test('it stops when asked to', async () => {
    const stopped = { ...job, signal: AbortSignal.abort() };
    await expect(treeDigest(root, stopped)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
