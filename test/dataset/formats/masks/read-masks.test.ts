import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { masks } from '../../../../src/dataset/formats/masks/masks.ts';
import { encodeIndexPng } from '../../../../src/dataset/media/encode-index-png.ts';
import { indexRaster, paintIndex } from '../../../../src/dataset/media/index-raster.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { newFolder, put, readAll } from '../read-format.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';
import { rowsOf } from './index-pixels.ts';

/** A mask from rows of digits and letters, base 36; a point is 255. */
function mask(...rows: readonly string[]): Buffer {
  const raster = indexRaster(rows[0]?.length ?? 0, rows.length, 255);
  rows.forEach((row, y) => {
    Array.from(row).forEach((mark, x) => {
      if (mark !== '.') paintIndex(raster, Number.parseInt(mark, 36), [y, x, x]);
    });
  });
  return encodeIndexPng(raster, null);
}

const CLASSES = JSON.stringify({ classes: ['Porites', 'Acropora'], background: 255 });

describe('reading masks', () => {
  test('areas are outlines with their holes', async () => {
    const folder = newFolder();
    put(folder, 'classes.json', CLASSES);
    put(folder, 'train/masks/a.png', mask('1111.', '1.1.0', '1111.'));
    put(folder, 'train/masks/empty.png', mask('..'));
    put(folder, 'train/images/a.jpg', '');
    put(folder, 'train/images/never.jpg', '');
    const told = await readAll(masks, folder, { field: 'gt' });
    expect(told.classes).toEqual({ gt: ['Porites', 'Acropora'] });
    const base = {
      kind: 'polyline',
      confidence: null,
      tags: [],
      attributes: {},
      units: 'pixel',
      closed: true,
      filled: true,
    };
    expect(told.samples).toEqual([
      {
        filepath: join(folder, 'train/images/a.jpg'),
        provenance: 'train/images/a.jpg',
        width: 5,
        height: 3,
        tags: ['train'],
        fields: {},
        labels: {
          gt: [
            {
              ...base,
              label: 'Acropora',
              rings: [
                { xy: [0, 0, 0, 2, 3, 2, 2, 1, 3, 0], hole: false },
                { xy: [0, 1, 1, 0, 2, 1, 1, 2], hole: true },
              ],
            },
            { ...base, label: 'Porites', rings: [{ xy: [4, 1], hole: false }] },
          ],
        },
      },
      {
        ...{ filepath: join(folder, 'train/images/never.jpg'), provenance: 'train/images/never.jpg' },
        ...{ width: null, height: null, tags: ['train'], fields: {}, labels: { gt: null } },
      },
      {
        ...{ filepath: join(folder, 'train/images/empty.jpg'), provenance: 'train/images/empty.jpg' },
        ...{ width: 2, height: 1, tags: ['train'], fields: {}, labels: { gt: [] } },
      },
    ]);
    expect(told.notes).toEqual([
      '1 of 3 pictures not found beside the masks; imported without (--media DIR says where pictures are)',
      '1 picture without a mask: gt is missing there',
    ]);
  });

  test.each([
    ['ann_dir/val/x.png', 'img_dir/val/x.jpg', ['val']],
    ['annotations/training/x.png', 'images/training/x.jpg', ['train']],
    ['masks/test/x.png', 'images/test/x.jpg', ['test']],
    ['masks/sub/x.png', 'images/sub/x.jpg', []],
    ['labels/x.png', 'data/x.jpg', []],
  ])('as others lay them out: %s', async (path, image, tags) => {
    const folder = newFolder();
    put(folder, path, mask('.1'));
    put(folder, image, '');
    const told = await readAll(masks, folder, { background: 0, classes: ['A'] });
    expect(told.samples.map((sample) => [sample.filepath, sample.tags, sample.labels['ground_truth']?.length])).toEqual(
      [[join(folder, image), tags, 1]],
    );
    expect(told.notes).toEqual([]);
  });

  test('without names classes bear their numbers, and 255 is background', async () => {
    const folder = newFolder();
    put(folder, 'masks/x.png', mask('0.3'));
    put(folder, 'images/x.jpg', '');
    const told = await readAll(masks, folder);
    expect(told.samples[0]?.labels['ground_truth']?.map(({ label }) => label)).toEqual(['0', '3']);
    expect(told.classes).toEqual({ ground_truth: ['0', '3'] });
    expect(told.notes).toHaveLength(2);
  });
});

describe('what cannot be read', () => {
  test('what is no mask is left out and said', async () => {
    const folder = newFolder();
    const good = mask('01', '10');
    put(folder, 'classes.json', CLASSES);
    put(folder, 'train/masks/0-text.png', 'no picture');
    put(folder, 'train/masks/1-cut.png', good.subarray(0, 40));
    put(folder, 'train/masks/2-damaged.png', Buffer.from(good).fill(7, 45, 50));
    const colours = sharp({ create: { width: 2, height: 2, channels: 3, background: '#246' } });
    put(folder, 'train/masks/3-colours.png', await colours.png().toBuffer());
    put(folder, 'train/masks/4-deep.png', deep(good));
    put(folder, 'train/masks/5-unknown.png', mask('25'));
    put(folder, 'train/masks/6-huge.png', sized(good, 1 << 20, 1 << 20));
    put(folder, 'train/masks/7-bomb.png', sized(good, 2, 1));
    const told = await readAll(masks, folder);
    expect(told.skipped.map(({ reason, count }) => [reason, count])).toEqual([
      ['mask that is no PNG', 1],
      ['mask that is a PNG that is cut off', 1],
      ['mask that is a PNG whose pixels are damaged', 2],
      ['mask that is a PNG of colours, not of class numbers', 1],
      ['mask that is a PNG of 16 bits, not 8', 1],
      ['area of a value without a class', 2],
      ['mask that has more than 134217728 pixels', 1],
    ]);
    expect(told.samples.map(({ labels }) => labels['ground_truth']?.length ?? null)).toEqual([
      null,
      null,
      null,
      null,
      null,
      0,
      null,
      null,
    ]);
  });

  test.each([
    ['nothing there', () => join(newFolder(), 'none'), 'no folder'],
    ['no masks', () => newFolder(), 'no masks in'],
    ['classes.json is no JSON', () => withClasses('{'), 'is no JSON'],
    ['classes.json has no classes', () => withClasses('[]'), 'has no list "classes" of names'],
    [
      'classes.json has another background',
      () => withClasses('{"classes": [], "background": 3}'),
      'is neither 0 nor 255',
    ],
  ])('refused: %s', async (_name, make, message) => {
    await expect(readAll(masks, await Promise.resolve(make()))).rejects.toThrow(message);
  });

  test('palette and grey PNGs of fewer bits, as other programs write them', async () => {
    const folder = newFolder();
    const raw = { width: 4, height: 1, channels: 1 } as const;
    const bits = Buffer.from([0, 255, 255, 0]);
    put(
      folder,
      'masks/x.png',
      await sharp(bits, { raw }).toColourspace('b-w').png({ palette: true, colours: 2 }).toBuffer(),
    );
    put(folder, 'images/x.jpg', '');
    const told = await readAll(masks, folder, { background: 0, classes: ['A'] });
    expect(told.samples[0]).toMatchObject({ width: 4, height: 1 });
    expect(told.samples[0]?.labels['ground_truth']?.length).toBeGreaterThan(0);
  });
});

function withClasses(text: string): Promise<string> {
  const folder = newFolder();
  put(folder, 'classes.json', text);
  put(folder, 'masks/x.png', mask('1'));
  return Promise.resolve(folder);
}

function deep(png: Buffer): Buffer {
  const bytes = Buffer.from(png);
  bytes[24] = 16;
  return bytes;
}

function sized(png: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('there and back', () => {
  const point = fc.tuple(fc.integer({ min: -3, max: 26 }), fc.integer({ min: -3, max: 22 }));
  const ring = fc.array(point, { minLength: 3, maxLength: 7 }).map((points) => ({ xy: points.flat(), hole: false }));
  const label: fc.Arbitrary<Label> = fc
    .tuple(fc.constantFrom('A', 'B', 'C'), fc.array(ring, { minLength: 1, maxLength: 3 }))
    .map(([name, rings]) => outline(name, [], { rings, units: 'pixel' }));
  const samples = fc.array(fc.array(label, { maxLength: 4 }), { minLength: 1, maxLength: 3 }).map((lists) =>
    lists.map((labels, i): Sample => {
      const base = { width: 24, height: 20, fields: {}, labels: { gt: labels } };
      return { ...base, filepath: `${String(i)}.jpg`, tags: [i % 2 === 0 ? 'train' : 'val'] };
    }),
  );

  test('what was read is written as the same pixels', async () => {
    await fc.assert(
      fc.asyncProperty(samples, fc.constantFrom(0 as const, 255 as const), async (list, background) => {
        const first = newFolder();
        const more = { media: 'none', classes: ['A', 'B', 'C'], background } as const;
        await masks.write(writeOptions({ out: first, media: '/nowhere' }, list, more), job());
        const told = await readAll(masks, first, { field: 'gt' });
        expect(told.skipped).toEqual([]);
        const second = newFolder();
        const again = { ...more, onTop: 'later' } as const;
        await masks.write(writeOptions({ out: second, media: '/nowhere' }, told.samples, again), job());
        for (const { filepath, tags } of list) {
          const path = `${tags[0] ?? ''}/masks/${filepath.replace('.jpg', '.png')}`;
          expect(await rowsOf(join(second, path))).toEqual(await rowsOf(join(first, path)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('damaged masks never stop an import', async () => {
    const folder = newFolder();
    const good = mask('0011', '1100', '01.1');
    put(folder, 'classes.json', CLASSES);
    const path = put(folder, 'masks/x.png', good);
    const flips = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, fc.nat({ max: good.length }), async (changes, length) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        writeFileSync(path, bytes.subarray(0, length));
        expect((await readAll(masks, folder)).samples).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});
