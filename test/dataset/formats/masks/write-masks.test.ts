import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import { masks } from '../../../../src/dataset/formats/masks/masks.ts';
import type { Mask } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { box, outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';
import { rowsOf } from './index-pixels.ts';

const folder = mkdtempSync(join(tmpdir(), 'write-masks-'));
const media = join(folder, 'media');
const out = join(folder, 'out');

beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
  rmSync(media, { recursive: true, force: true });
  mkdirSync(out);
  mkdirSync(media);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options = (samples: readonly Sample[], more: Partial<WriteOptions> = {}): WriteOptions =>
  writeOptions({ out, media }, samples, more);

const tree = (): string[] =>
  readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('.'))
    .sort();

/** A sample of 10 x 6 pixels in train whose labels have pixel coordinates. */
const small = (labels: Parameters<typeof sampleOf>[2], more: Partial<Sample> = {}): Sample => ({
  ...sampleOf('a.jpg', ['train'], labels),
  width: 10,
  height: 6,
  ...more,
});

const square = (
  name: string,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
): ReturnType<typeof outline> => outline(name, [x0, y0, x1, y0, x1, y1, x0, y1], { units: 'pixel' });

const bitmap = (name: string, more: Partial<Mask> = {}): Mask => ({
  ...{ kind: 'mask', label: name, confidence: null, tags: [], attributes: {} },
  ...{ left: 1, top: 1, width: 3, height: 2, counts: [0, 1, 1, 4] },
  ...more,
});

describe('writing masks', () => {
  test('pictures, masks and classes by split', async () => {
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } }).toFile(
      join(media, 'R 100%.jpg'),
    );
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } }).toFile(join(media, 'b.png'));
    const samples = [
      sampleOf('R 100%.jpg', ['train'], [outline('Porites', [0, 0, 1, 0, 1, 1, 0, 1])]),
      sampleOf('b.png', ['val'], []),
      sampleOf('never.jpg', ['train'], null),
      sampleOf('gone.jpg', ['test'], []),
    ];
    const report = await masks.write(options(samples), job());
    expect(tree()).toEqual([
      'classes.json',
      'train/images/R 100%.jpg',
      'train/masks/R 100%.png',
      'val/images/b.png',
      'val/masks/b.png',
    ]);
    expect(statSync(join(out, 'train/images/R 100%.jpg')).ino).toBe(statSync(join(media, 'R 100%.jpg')).ino);
    expect(JSON.parse(readFileSync(join(out, 'classes.json'), 'utf8'))).toEqual({
      classes: ['Porites'],
      first_value: 0,
      background: 255,
      ignore_index: 255,
      reduce_zero_label: false,
      palette: [[128, 0, 0]],
      on_top: 'smaller',
    });
    expect(report).toEqual({
      samples: 2,
      labels: 1,
      skipped: [
        { reason: 'samples that were never annotated', count: 1, examples: ['never.jpg'] },
        { reason: 'samples whose picture is not there', count: 1, examples: ['gone.jpg'] },
      ],
      notes: [
        'train: 1 picture, 1 mask, 1 label',
        'val: 1 picture, 1 mask (1 empty), 0 labels',
        'test: no samples',
        'background is 255, classes count from 0; where labels overlap, the smaller is on top',
        'pictures: 2 hard-linked',
      ],
    });
  });

  test('a PNG of eight bits whose palette has the colours of the classes', async () => {
    await masks.write(options([small([square('A', [1, 1, 4, 3])])], { media: 'none' }), job());
    const { width, height } = await sharp(join(out, 'train/masks/a.png')).metadata();
    expect([width, height]).toEqual([10, 6]);
    // Bits a value, and colour type: palette.
    expect([...readFileSync(join(out, 'train/masks/a.png')).subarray(24, 26)]).toEqual([8, 3]);
    const { data } = await sharp(join(out, 'train/masks/a.png')).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3), ...data.subarray(33, 36)]).toEqual([0, 0, 0, 128, 0, 0]);
  });

  test('outlines, holes and masks, pixel by pixel', async () => {
    const ring = square('A', [0, 0, 6, 4]);
    const holed = { ...ring, rings: [...ring.rings, { xy: [2, 1, 4, 1, 4, 3, 2, 3], hole: true }] };
    await masks.write(options([small([holed, bitmap('B', { left: 7 })])], { media: 'none' }), job());
    expect(await rowsOf(join(out, 'train/masks/a.png'))).toEqual([
      '0000000...',
      '00000001.1',
      '000.000111',
      '0000000...',
      '0000000...',
      '..........',
    ]);
  });

  test.each([
    ['smaller', { onTop: 'smaller' }, '01100.....'],
    ['later', { onTop: 'later' }, '00000.....'],
    ['z-order', { onTop: 'z-order' }, '01100.....'],
    ['background 0', { background: 0 }, '1221100000'],
    ['classes given', { classes: ['C', 'B', 'A'] }, '21122.....'],
  ] as const)('%s', async (_name, more, row) => {
    const labels = [
      { ...square('B', [1, 0, 2, 1]), attributes: { z_order: 2 } },
      { ...square('A', [0, 0, 4, 2]), attributes: { z_order: 1 } },
    ];
    await masks.write(options([small(labels)], { media: 'none', ...more }), job());
    expect((await rowsOf(join(out, 'train/masks/a.png')))[0]).toBe(row);
  });

  test('grey is the same without a palette', async () => {
    await masks.write(options([small([square('A', [1, 1, 4, 3])])], { media: 'none', grey: true }), job());
    const { data, info } = await sharp(join(out, 'train/masks/a.png'))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.channels, data[0], data[11]]).toEqual([1, 255, 0]);
  });
});

describe('what is not painted, and not written', () => {
  test('what has no pixels is counted, each for its reason', async () => {
    const labels = [
      square('A', [0, 0, 3, 3]),
      outline('A', [0, 0, 1, 1], { closed: false, filled: false }),
      box('A', [0, 0, 1, 1]),
      outline(null, [0, 0, 1, 0, 1, 1]),
      outline('Z', [0, 0, 1, 0, 1, 1]),
      outline('A', []),
      outline('A', [0, NaN, 1, 0, 1, 1]),
      square('A', [20, 20, 30, 30]),
      square('A', [1e300, 1e300, 2e300, 3e300]),
      bitmap('A', { left: -50 }),
    ];
    const report = await masks.write(options([small(labels)], { media: 'none', classes: ['A'] }), job());
    expect(report.labels).toBe(1);
    expect(Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
      'open lines, which enclose nothing': 1,
      'labels of kind detection, which have no outline': 1,
      'labels without a class': 1,
      'labels of a class that is not in the list: Z': 1,
      'outlines without a point': 1,
      'labels with a coordinate that is no number': 1,
      'labels that lie outside of their picture': 3,
    });
  });

  test('a mask is as large as its picture, also where another size was recorded', async () => {
    await sharp({ create: { width: 20, height: 12, channels: 3, background: '#246' } }).toFile(join(media, 'a.jpg'));
    await masks.write(options([small([square('A', [0, 0, 4, 2]), bitmap('B', { left: 6, top: 0 })])]), job());
    const rows = await rowsOf(join(out, 'train/masks/a.png'));
    expect(rows.slice(0, 6)).toEqual([
      '000000000...11..11..',
      '000000000...11..11..',
      '000000000...111111..',
      '000000000...111111..',
      '000000000...........',
      '....................',
    ]);
  });

  test.each([
    ['no class', [small([])], {}, 'no closed outline or mask with a class in gt: there is nothing to learn'],
    ['no size', [small([square('A', [0, 0, 1, 1])], { width: null })], { media: 'none' }, 'no known size'],
    ['two splits', [small([], { tags: ['train', 'val'] })], {}, 'a.jpg is in two splits: train and val'],
    [
      'too many classes',
      [small([])],
      { classes: Array.from({ length: 256 }, (_, i) => `c${String(i)}`) },
      '256 classes',
    ],
    ['missing', [small(null)], { missing: 'error' }, 'a.jpg was never annotated: it has no gt'],
  ] as const)('refused: %s', async (_name, samples, more, message) => {
    await expect(masks.write(options(samples, more), job())).rejects.toThrow(message);
  });

  test('missing is written as background where asked for', async () => {
    const samples = [small([square('A', [0, 0, 1, 1])]), { ...small(null), filepath: 'b.jpg' }];
    const report = await masks.write(options(samples, { media: 'none', missing: 'empty' }), job());
    expect(report.notes[0]).toBe('train: 2 masks (1 empty), 1 label');
    expect(await rowsOf(join(out, 'train/masks/b.png'))).toEqual(Array.from({ length: 6 }, () => '..........'));
  });

  test('a field says the split, several fields are written as one', async () => {
    const base = small([square('A', [0, 0, 1, 1])], { tags: ['val', 'train'], fields: { part: 'validation' } });
    const sample = { ...base, labels: { ...base.labels, more: [square('B', [3, 3, 4, 4])] } };
    await masks.write(options([sample], { media: 'none', splitBy: 'part', fields: ['gt', 'more'] }), job());
    expect((await rowsOf(join(out, 'val/masks/a.png'))).slice(0, 5)).toEqual([
      '00........',
      '00........',
      '..........',
      '...11.....',
      '...11.....',
    ]);
    const stranger = options([sample], { media: 'none', splitBy: 'parts', fields: ['gt'] });
    await expect(masks.write(stranger, job())).rejects.toMatchObject({ code: 'unknown-field' });
  });
});
