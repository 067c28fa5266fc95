import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { box, outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'write-yolo-'));
const media = join(folder, 'media');
const out = join(folder, 'out');
const TRIANGLE = [0.1, 0.1, 0.5, 0.1, 0.5, 0.5];
const ROW = '0.100000 0.100000 0.500000 0.100000 0.500000 0.500000';

beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
  rmSync(media, { recursive: true, force: true });
  mkdirSync(out);
  mkdirSync(media);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function makePicture(name: string): Promise<void> {
  await sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } }).toFile(join(media, name));
}

const options = (samples: readonly Sample[], more: Partial<WriteOptions> = {}): WriteOptions =>
  writeOptions({ out, media }, samples, { finalOut: '/data/reef', ...more });

const read = (path: string): string => readFileSync(join(out, path), 'utf8');
const tree = (): string[] =>
  readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('.'))
    .sort();
const left = ({
  skipped,
}: {
  readonly skipped: readonly { reason: string; count: number }[];
}): Record<string, number> => Object.fromEntries(skipped.map(({ reason, count }) => [reason, count]));

describe('writing yolo', () => {
  test('pictures, labels and data.yaml by split', async () => {
    await Promise.all(['a.jpg', 'R 100%.jpg', 'é###1.png'].map(makePicture));
    const samples = [
      sampleOf('a.jpg', ['train'], [outline('Porites', TRIANGLE), outline('Acropora', TRIANGLE)]),
      sampleOf('R 100%.jpg', ['validation', 'qc'], []),
      sampleOf('é###1.png', ['test'], [outline('Porites', [0, 0, 1, 0, 1, 1])]),
      sampleOf('never.jpg', ['train'], null),
      sampleOf('loose.jpg', ['qc'], []),
    ];
    const report = await yolo.write(options(samples), job());
    expect(tree()).toEqual(
      ['data.yaml', 'images/test/é###1.png', 'images/train/a.jpg', 'images/val/R 100%.jpg'].concat([
        'labels/test/é###1.txt',
        'labels/train/a.txt',
        'labels/val/R 100%.txt',
      ]),
    );
    expect(read('labels/train/a.txt')).toBe(`1 ${ROW}\n0 ${ROW}\n`);
    expect(read('labels/val/R 100%.txt')).toBe('');
    expect(read('data.yaml')).toBe(
      'path: /data/reef\ntrain: images/train\nval: images/val\ntest: images/test\nnc: 2\nnames:\n  - Acropora\n  - Porites\n',
    );
    expect(statSync(join(out, 'images/train/a.jpg')).ino).toBe(statSync(join(media, 'a.jpg')).ino);
    expect(report).toEqual({
      samples: 3,
      labels: 3,
      skipped: [
        { reason: 'samples that were never annotated', count: 1, examples: ['never.jpg'] },
        { reason: 'samples in none of the splits train, val, test', count: 1, examples: ['loose.jpg'] },
      ],
      notes: [
        'train: 1 picture, 1 label file, 2 outlines',
        'val: 1 picture, 1 label file (1 empty), 0 outlines',
        'test: 1 picture, 1 label file, 1 outline',
        'pictures: 3 hard-linked',
      ],
    });
  });

  test('labels that yield no row are counted, each for its reason', async () => {
    const labels = [
      outline('A', TRIANGLE),
      outline('A', TRIANGLE),
      outline('A', TRIANGLE, { closed: false, filled: false }),
      outline(null, TRIANGLE),
      outline('B', TRIANGLE),
      outline('A', [0.9, 0.9, 0.95, 0.95]),
      outline('A', [0.1, 0.1, 0.1000001, 0.1, 0.1, 0.1000002]),
      outline('A', []),
      outline('A', TRIANGLE, { rings: [] }),
      outline('A', [0.1, NaN, 0.5, 0.1, 0.5, 0.5]),
      outline('A', [1.1, 0, 2, 0, 2, 1]),
      outline('A', [0.5, 0.5, 1.5, 0.5, 1.5, 1.5, 0.5, 1.5]),
      box('A', [0, 0, 1, 1]),
    ];
    const report = await yolo.write(
      options([sampleOf('x.jpg', ['train'], labels)], { media: 'none', classes: ['Z', 'A'] }),
      job(),
    );
    expect(read('labels/train/x.txt')).toBe(
      `1 ${ROW}\n1 0.500000 1.000000 0.500000 0.500000 1.000000 0.500000 1.000000 1.000000\n`,
    );
    expect(left(report)).toEqual({
      'rows that repeat another of the same picture': 1,
      'open lines, which enclose nothing': 1,
      'labels without a class': 1,
      'labels of a class that is not in the list: B': 1,
      'outlines with fewer than 3 distinct points in the picture': 5,
      'labels with a coordinate that is no number': 1,
      'labels of kind detection among outlines': 1,
    });
    expect(report.labels).toBe(2);
    expect(report.notes).toEqual([
      'train: 1 label file, 2 outlines',
      'val: no samples',
      'test: no samples',
      'training needs pictures in train and val: there are none in val, which verify reports',
      'classes without a label: Z',
      'labels cut at the edge of their picture: 1',
    ]);
    expect(existsSync(join(out, 'images'))).toBe(false);
  });

  test('rings: a hole is bridged, outlines are rows of their own, pixels become fractions', async () => {
    const rings = [
      { xy: [0, 0, 32, 0, 32, 24, 0, 24], hole: false },
      { xy: [8, 6, 16, 6, 16, 12], hole: true },
      { xy: [40, 30, 64, 30, 64, 48], hole: false },
      { xy: [50, 2, 52, 2, 52, 4], hole: true },
    ];
    const samples = [sampleOf('x.jpg', ['val'], [outline('A', [], { units: 'pixel', rings })])];
    const report = await yolo.write(options(samples, { media: 'none' }), job());
    expect(read('labels/val/x.txt')).toBe(
      [
        '0 0.000000 0.000000 0.125000 0.125000 0.250000 0.250000 0.250000 0.125000 0.125000 0.125000' +
          ' 0.000000 0.000000 0.500000 0.000000 0.500000 0.500000 0.000000 0.500000',
        '0 0.625000 0.625000 1.000000 0.625000 1.000000 1.000000',
        '',
      ].join('\n'),
    );
    expect(left(report)).toEqual({ 'holes that lie in no outline': 1 });
    expect(report.notes).toContain('holes joined to their outline by a line of no width: 1');
  });

  test('a field of boxes only is written as boxes, cut at the edge', async () => {
    const boxes = [box('A', [0.25, 0.25, 0.5, 0.25]), box('A', [-0.5, 0.5, 1, 1]), box('A', [1.5, 0, 1, 1])];
    const report = await yolo.write(options([sampleOf('x.jpg', ['val'], boxes)], { media: 'none' }), job());
    expect(read('labels/val/x.txt')).toBe(
      '0 0.500000 0.375000 0.500000 0.250000\n0 0.250000 0.750000 0.500000 0.500000\n',
    );
    expect(left(report)).toEqual({ 'boxes without an area in the picture': 1 });
  });
});

describe('what is written', () => {
  test('missing annotations as background, or as an error that names the sample', async () => {
    const samples = [sampleOf('x.jpg', ['val'], [outline('A', TRIANGLE)]), sampleOf('y.jpg', ['val'], null)];
    await expect(yolo.write(options(samples, { media: 'none', missing: 'error' }), job())).rejects.toThrow('y.jpg');
    await yolo.write(options(samples, { media: 'none', missing: 'empty' }), job());
    expect(read('labels/val/y.txt')).toBe('');
  });

  test.each([
    [[sampleOf('x.jpg', ['train', 'validation'], [])], 'x.jpg is in two splits: train and val'],
    [[sampleOf('x.jpg', [], [])], 'none of the 1 samples is in a split'],
    [[], 'there are no samples'],
    [[sampleOf('x.jpg', ['val'], [])], 'no closed outline with a class in gt'],
    [
      [sampleOf('x.jpg', ['val'], [outline('A', TRIANGLE)])],
      'no sample can be written: 1 samples whose picture is not there',
    ],
  ])('nothing to write: %#', async (samples, message) => {
    await expect(yolo.write(options(samples), job())).rejects.toThrow(message);
  });

  test.each([
    [null, [null], 'tag samples with train, val or test; only those are written'],
    ['site', ['Haapiti', 'Temae', 'Haapiti'], 'site has the values "Haapiti", "Temae", and only train'],
    ['site', [1, 2, 3, 4, 5], 'site has the values 1, 2, 3, 4 and others, and only train'],
    ['site', ['x'.repeat(99)], `site has the values "${'x'.repeat(39)}…, and only train`],
    ['site', [null], 'site has no value, and only train, val (or validation) and test are splits; without --split-by'],
  ])('no sample in a split says what decides it: %s %j', async (splitBy, values, hint) => {
    const samples = values.map((site) => ({ ...sampleOf('x.jpg', [], []), fields: { site } }));
    await expect(yolo.write(options(samples, { splitBy }), job())).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^none of the \d samples is in a split$/u) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });

  test('which field: the only one with outlines, else the one that is named', async () => {
    const sample = sampleOf('x.jpg', ['val'], [outline('A', TRIANGLE)]);
    const more = { ...sample, labels: { ...sample.labels, boxes: [box('B', [0, 0, 1, 1])] } };
    await yolo.write(options([more], { media: 'none' }), job());
    expect(read('labels/val/x.txt')).toBe(`0 ${ROW}\n`);
    const two = { ...sample, labels: { ...sample.labels, predictions: [outline('A', TRIANGLE)] } };
    await expect(yolo.write(options([two], { media: 'none' }), job())).rejects.toThrow('gt, predictions');
    const misspelt = options([two], { media: 'none', fields: ['prediction'] });
    await expect(yolo.write(misspelt, job())).rejects.toMatchObject({
      code: 'unknown-field',
      hint: 'did you mean predictions?',
    });
  });

  test.each([
    ['bridge', 1],
    ['outer', 1],
    ['split', 2],
  ] as const)('holes: %s', async (holes, count) => {
    const rings = [
      { xy: [0, 0, 1, 0, 1, 1, 0, 1], hole: false },
      { xy: [0.2, 0.2, 0.4, 0.2, 0.4, 0.4], hole: true },
    ];
    const sample = sampleOf('x.jpg', ['val'], [outline('A', [], { rings })]);
    await yolo.write(options([sample], { media: 'none', holes }), job());
    expect(read('labels/val/x.txt').trim().split('\n')).toHaveLength(count);
    expect(read('labels/val/x.txt').includes('0.200000')).toBe(holes !== 'outer');
    await expect(yolo.write(options([sample], { holes: 'rle' }), job())).rejects.toThrow('no run lengths');
  });

  test('it stops when asked to', async () => {
    const samples = [sampleOf('x.jpg', ['val'], [outline('A', TRIANGLE)])];
    await expect(yolo.write(options(samples), job(AbortSignal.abort()))).rejects.toMatchObject({ code: 'cancelled' });
  });
});
