import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeJpeg } from '../../../src/dataset/media/write-jpeg.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quadrat-jpeg-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const picture = { width: 32, height: 16, rgb: new Uint8ClampedArray(32 * 16 * 3).fill(200) };

test('writes pixels that read back', async () => {
  const file = join(folder, 'a.jpg');
  await writeJpeg(file, picture);
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([32, 16, 3]);
  expect(Math.abs((data[0] ?? 0) - 200)).toBeLessThan(3);
});

test('leaves a file that is there alone', async () => {
  const file = join(folder, 'a.jpg');
  writeFileSync(file, 'mine');
  await expect(writeJpeg(file, picture)).rejects.toMatchObject({ name: 'UserError', code: 'exists' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('says where it cannot write', async () => {
  const file = join(folder, 'nowhere', 'a.jpg');
  await expect(writeJpeg(file, picture)).rejects.toMatchObject({
    code: 'unwritable',
    message: expect.stringContaining(file) as string,
  });
});
