import { copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { masks } from '../../../../src/dataset/formats/masks/masks.ts';
import { encodeIndexPng } from '../../../../src/dataset/media/encode-index-png.ts';
import { indexRaster, paintIndex } from '../../../../src/dataset/media/index-raster.ts';
import { findingsIn, linesOf } from '../findings-in.ts';
import { newFolder, put } from '../read-format.ts';
import { outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

let out = '';

/** An export of two pictures in train and one in val. */
beforeEach(async () => {
  const media = newFolder();
  out = newFolder();
  for (const [i, name] of ['a.jpg', 'b.jpg', 'c.jpg'].entries()) {
    await sharp({ create: { width: 64, height: 48, channels: 3, background: `#24${String(i)}` } }).toFile(
      join(media, name),
    );
  }
  const samples = [
    sampleOf('a.jpg', ['train'], [outline('A', [0, 0, 0.5, 0, 0.5, 0.5])]),
    sampleOf('b.jpg', ['train'], []),
    sampleOf('c.jpg', ['val'], [outline('B', [0, 0, 0.5, 0, 0.5, 0.5])]),
  ];
  await masks.write(writeOptions({ out, media }, samples, { media: 'copy' }), job());
});

const said = async (): Promise<string[]> => linesOf(await findingsIn(masks, out));

describe('verifying masks', () => {
  test('nothing is wrong with what was written', async () => {
    const findings = await findingsIn(masks, out);
    expect(findings).toEqual([
      {
        check: 'summary',
        severity: 'info',
        message: 'train: 2 pictures, 2 masks, 1 of them empty, without a pixel: B',
        where: 'train/masks',
      },
      {
        check: 'summary',
        severity: 'info',
        message: 'val: 1 picture, 1 mask, 0 of them empty, without a pixel: A',
        where: 'val/masks',
      },
      {
        check: 'summary',
        severity: 'info',
        message: 'test: 0 pictures, 0 masks, 0 of them empty, without a pixel: A, B',
        where: 'test/masks',
      },
    ]);
  });

  test('a picture without a mask, a mask without a picture', async () => {
    rmSync(join(out, 'train/masks/a.png'));
    rmSync(join(out, 'train/images/b.jpg'));
    expect(await said()).toEqual([
      'error pairing train/images/a.jpg: a picture without a mask',
      'error pairing train/masks/b.png: a mask without a picture',
    ]);
  });

  test('a value that is no class', async () => {
    const raster = indexRaster(64, 48, 255);
    paintIndex(raster, 2, [3, 4, 6]);
    writeFileSync(join(out, 'train/masks/a.png'), encodeIndexPng(raster, null));
    expect(await said()).toEqual([
      'error value train/masks/a.png: 3 pixels of 2, which is no class (first at column 4, row 3)',
    ]);
  });

  test('another size, and what is no mask and no picture', async () => {
    writeFileSync(join(out, 'train/masks/a.png'), encodeIndexPng(indexRaster(48, 64, 255), null));
    writeFileSync(join(out, 'train/masks/b.png'), 'text');
    writeFileSync(join(out, 'val/images/c.jpg'), 'text');
    symlinkSync('/nowhere', join(out, 'val/images/d.jpg'));
    symlinkSync('/nowhere', join(out, 'val/masks/d.png'));
    expect(await said()).toEqual([
      'error size train/masks/a.png: 48 x 64 pixels, but its picture has 64 x 48',
      'error mask train/masks/b.png: is no PNG',
      'error picture val/images/c.jpg: cannot be read as a picture',
      'error mask val/masks/d.png: a link to a file that is not there',
      'error picture val/images/d.jpg: a link to a file that is not there',
    ]);
  });

  test('a picture in two splits', async () => {
    for (const [folder, file] of [
      ['images', 'a.jpg'],
      ['masks', 'a.png'],
    ] as const) {
      symlinkSync(join(out, 'train', folder, file), join(out, 'val', folder, file));
    }
    expect(await said()).toEqual(['warning split val/masks/a: a is also in train/masks']);
  });

  test('no picture in val, which our own export says', async () => {
    rmSync(join(out, 'val/images/c.jpg'));
    rmSync(join(out, 'val/masks/c.png'));
    expect(await said()).toEqual(['warning folder val/masks: neither a picture nor a mask in val']);
    const samples = [sampleOf('a.jpg', ['train'], [outline('A', [0, 0, 0.5, 0, 0.5, 0.5])])];
    const options = writeOptions({ out: newFolder(), media: join(out, 'train/images') }, samples);
    const { notes } = await masks.write(options, job());
    expect(notes).toContain('training needs pictures in train and val: there are none in val, which verify reports');
  });

  test('a picture in two splits under two names', async () => {
    copyFileSync(join(out, 'train/images/a.jpg'), join(out, 'val/images/d.jpg'));
    copyFileSync(join(out, 'train/masks/a.png'), join(out, 'val/masks/d.png'));
    expect(await said()).toEqual(['warning split val/masks/d: the same picture as train/masks/a']);
  });

  test.each([
    ['{', 'error classes classes.json: is no JSON, or cannot be read'],
    ['{"classes": ["A", "B", "A"], "background": 255}', 'error classes classes.json: two classes are called A'],
  ])('classes.json: %s', async (text, line) => {
    put(out, 'classes.json', text);
    expect(await said()).toEqual([line]);
  });

  test('without classes.json and pictures', async () => {
    rmSync(join(out, 'classes.json'));
    for (const split of ['train', 'val', 'test']) rmSync(join(out, split, 'images'), { recursive: true });
    expect((await said())[0]).toBe(
      'warning classes classes.json: missing: nothing says what the values are, which are not checked',
    );
    expect(await said()).toHaveLength(4);
  });

  test('nothing there', async () => {
    await expect(findingsIn(masks, join(out, 'none'))).rejects.toMatchObject({ code: 'not-found' });
  });
});
