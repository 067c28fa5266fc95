import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { COPY, linkPicture } from '../../../src/dataset/media/link-picture.ts';

const folder = mkdtempSync(join(tmpdir(), 'link-picture-'));
const OTHER_DISK = '/dev/shm';
const hasOtherDisk = existsSync(OTHER_DISK) && statSync(OTHER_DISK).dev !== statSync(folder).dev;
const source = join(folder, 'source ### é.jpg');
const target = join(folder, 'target.jpg');

beforeEach(() => {
  rmSync(target, { force: true });
  writeFileSync(source, 'picture');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('linkPicture', () => {
  test('a hard link where that works', async () => {
    expect(await linkPicture(source, target)).toBe('hard-link');
    expect(statSync(target).ino).toBe(statSync(source).ino);
  });

  test('through a symbolic link to the file itself', async () => {
    const way = join(folder, 'way.jpg');
    symlinkSync('source ### é.jpg', way);
    expect(await linkPicture(way, target)).toBe('hard-link');
    expect(lstatSync(target).isFile()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('picture');
  });

  test.skipIf(!hasOtherDisk)('on another disk a symbolic link to the absolute path', async () => {
    const elsewhere = mkdtempSync(join(OTHER_DISK, 'link-picture-'));
    try {
      expect(await linkPicture(source, join(elsewhere, 'a.jpg'))).toBe('symbolic-link');
      expect(readlinkSync(join(elsewhere, 'a.jpg'))).toBe(source);
      expect(await linkPicture(source, join(elsewhere, 'b.jpg'), ['hard-link', 'copy'])).toBe('copy');
      expect(lstatSync(join(elsewhere, 'b.jpg')).isFile()).toBe(true);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  test('a copy is a file of its own', async () => {
    expect(await linkPicture(source, target, COPY)).toBe('copy');
    writeFileSync(target, 'changed');
    expect(readFileSync(source, 'utf8')).toBe('picture');
  });

  test('what is wrong is said, and nothing is overwritten', async () => {
    await expect(linkPicture(join(folder, 'absent.jpg'), target)).rejects.toMatchObject({ code: 'not-found' });
    await expect(linkPicture(folder, target)).rejects.toMatchObject({ code: 'unreadable' });
    expect(existsSync(target)).toBe(false);
    writeFileSync(target, 'mine');
    await expect(linkPicture(source, target)).rejects.toMatchObject({ code: 'exists' });
    await expect(linkPicture(source, target, COPY)).rejects.toMatchObject({ code: 'exists' });
    expect(readFileSync(target, 'utf8')).toBe('mine');
  });

  test('a target that cannot be written is named', async () => {
    await expect(linkPicture(source, join(source, 'a.jpg'))).rejects.toThrow('a.jpg');
  });
});
