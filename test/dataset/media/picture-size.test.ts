import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import { readPictureHeader, shownSize } from '../../../src/dataset/media/picture-size.ts';

const folder = mkdtempSync(join(tmpdir(), 'picture-size-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const picture = (): Sharp => sharp({ create: { width: 64, height: 48, channels: 3, background: '#345' } });
const file = (name: string): string => join(folder, name);

describe('readPictureHeader', () => {
  test.each([
    ['jpeg', 'a.jpg', (to: string) => picture().jpeg().toFile(to)],
    ['jpeg', 'b.jpg', (to: string) => picture().jpeg({ progressive: true }).withIccProfile('p3').toFile(to)],
    ['png', 'a.png', (to: string) => picture().png().toFile(to)],
    ['webp', 'a.webp', (to: string) => picture().webp().toFile(to)],
  ])('%s %s', async (format, name, write) => {
    await write(file(name));
    expect(await readPictureHeader(file(name))).toEqual({
      format,
      width: 64,
      height: 48,
      orientation: 1,
      isWhole: true,
    });
  });

  test.each(['jpeg', 'png'] as const)('%s that is to be turned', async (format) => {
    const name = file(`turned.${format}`);
    await picture().withMetadata({ orientation: 6 }).toFormat(format).toFile(name);
    const header = await readPictureHeader(name);
    expect(header).toMatchObject({ width: 64, height: 48, orientation: 6 });
    expect(shownSize(header)).toEqual({ width: 48, height: 64 });
  });

  test('BMP', async () => {
    const head = Buffer.alloc(54);
    head.write('BM');
    head.writeInt32LE(30, 18);
    head.writeInt32LE(-20, 22);
    writeFileSync(file('a.bmp'), head);
    expect(await readPictureHeader(file('a.bmp'))).toMatchObject({ format: 'bmp', width: 30, height: 20 });
  });

  test('a JPEG that was cut has a size, but is not whole; cut before its size it is refused', async () => {
    const whole = await picture().jpeg().toBuffer();
    writeFileSync(file('cut.jpg'), whole.subarray(0, -10));
    expect(await readPictureHeader(file('cut.jpg'))).toMatchObject({ width: 64, height: 48, isWhole: false });
    writeFileSync(file('stub.jpg'), whole.subarray(0, 30));
    await expect(readPictureHeader(file('stub.jpg'))).rejects.toMatchObject({ code: 'unreadable' });
  });

  test.each([
    ['text', 'not a picture at all', 'unreadable'],
    ['nothing', '', 'unreadable'],
  ])('%s', async (name, text, code) => {
    writeFileSync(file(name), text);
    await expect(readPictureHeader(file(name))).rejects.toMatchObject({ code });
  });

  test('no file, and no file but a folder', async () => {
    await expect(readPictureHeader(file('absent'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(readPictureHeader(folder)).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('damaged headers give a header or a user error, nothing else', async () => {
    await picture().withMetadata({ orientation: 6 }).jpeg().toFile(file('seed.jpg'));
    await picture().withMetadata({ orientation: 6 }).png().toFile(file('seed.png'));
    const seeds = ['seed.jpg', 'seed.png'].map((name) => readFileSync(file(name)));
    const damage = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), damage, fc.nat(1000), async (seed, places, length) => {
        const bytes = Buffer.from(seed.subarray(0, Math.max(length, 16)));
        for (const [at, value] of places) if (at > 8 && at < bytes.length) bytes[at] = value;
        writeFileSync(file('damaged'), bytes);
        const outcome = await readPictureHeader(file('damaged')).catch((error: unknown) => error);
        expect(outcome instanceof UserError || typeof outcome === 'object').toBe(true);
        expect(outcome instanceof Error && !(outcome instanceof UserError)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
