import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn } from '../findings-in.ts';
import { newFolder, put, readAll } from '../read-format.ts';
import { outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const BASE = { confidence: null, tags: [], attributes: {} } as const;
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } })
    .jpeg()
    .toBuffer();

/** Classes of the labels of each sample, by the end of its path. */
const classesOf = (samples: readonly Sample[]): unknown =>
  samples.map(({ filepath, tags, labels }) => [
    filepath.split('/').slice(-2).join('/'),
    tags.join(),
    labels['ground_truth']?.map(({ label }) => label).join() ?? null,
  ]);

describe('names that no folder can have', () => {
  test.each([
    ['too long', 'x'.repeat(300)],
    ['with a zero byte', '"a\\0b"'],
  ])('a folder whose name is %s is not there', async (_, name) => {
    const folder = newFolder();
    put(folder, 'data.yaml', `train: ${name}\nval: images/val\nnames: [A]\n`);
    put(folder, 'images/val/c.jpg', 'no picture');
    const { samples, notes } = await readAll(yolo, folder);
    expect(samples).toHaveLength(1);
    expect(notes[0]).toMatch(/^train: nothing at /u);
    const findings = await findingsIn(yolo, folder);
    expect(findings.map(({ severity }) => severity)).toContain('error');
  });
});

describe('reading yolo', () => {
  test('boxes, outlines, confidences; missing and empty', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', 'train: images/train\nval: images/val\nnames: [A, B]\n');
    put(folder, 'images/train/a.jpg', await picture());
    put(folder, 'images/train/b.jpg', await picture());
    put(folder, 'images/val/c.jpg', 'no picture');
    put(
      folder,
      'labels/train/a.txt',
      '0 0.5 0.5 0.2 0.4\r\n\r\n1 0.5 0.5 0.2 0.4 0.75\n1 0 0 1 0 1 1\n0 0 0 1 0 1 1 0.25',
    );
    put(folder, 'labels/val/c.txt', '\n');
    const told = await readAll(yolo, folder);
    expect(told.classes).toEqual({ ground_truth: ['A', 'B'] });
    const line = {
      ...BASE,
      kind: 'polyline',
      units: 'normalised',
      rings: [{ xy: [0, 0, 1, 0, 1, 1], hole: false }],
      closed: true,
      filled: true,
    };
    const box = { ...BASE, kind: 'detection', units: 'normalised', box: [0.4, 0.3, 0.2, 0.4] };
    expect(told.samples).toEqual([
      {
        filepath: join(folder, 'images/train/a.jpg'),
        provenance: 'images/train/a.jpg',
        ...{ width: 64, height: 48, tags: ['train'], fields: {} },
        labels: {
          ground_truth: [
            { ...box, label: 'A' },
            { ...box, label: 'B', confidence: 0.75 },
            { ...line, label: 'B' },
            { ...line, label: 'A', confidence: 0.25 },
          ],
        },
      },
      {
        filepath: join(folder, 'images/train/b.jpg'),
        provenance: 'images/train/b.jpg',
        ...{ width: 64, height: 48, tags: ['train'], fields: {}, labels: { ground_truth: null } },
      },
      {
        filepath: join(folder, 'images/val/c.jpg'),
        provenance: 'images/val/c.jpg',
        ...{ width: null, height: null, tags: ['val'], fields: {}, labels: { ground_truth: [] } },
      },
    ]);
    expect(told.skipped.map(({ reason }) => reason)).toEqual(['size of a picture that cannot be read']);
    expect(told.notes).toEqual(['1 picture without a label file: ground_truth is missing there']);
  });

  test.each([
    ['names by number', 'train: images/train\nnames:\n  0: A\n  2: C\n'],
    ['path from where it lies', 'path: .\ntrain: images/train\nnames: [A, B, C]\n'],
    ['a path that has moved', 'path: /nowhere/else\ntrain: images/train\nnames: [A, B, C]\n'],
    ['a folder beside the file', 'train: ../images/train\nnames: [A, B, C]\n'],
    ['several folders', 'train: [images/train, images/more]\nnames: [A, B, C]\n'],
    ['a list of files', 'train: train.txt\nnames: [A, B, C]\n'],
  ])('as others write data.yaml: %s', async (_name, yaml) => {
    const folder = newFolder();
    put(folder, 'data.yaml', yaml);
    put(folder, 'train.txt', './images/train/a.jpg\n\n./images/train/gone.jpg\n');
    put(folder, 'images/train/a.jpg', await picture());
    put(folder, 'labels/train/a.txt', '2 0.5 0.5 0.2 0.4');
    const told = await readAll(yolo, folder);
    expect(classesOf(told.samples.slice(0, 1))).toEqual([['train/a.jpg', 'train', 'C']]);
    if (yaml.includes('train.txt')) expect(told.notes[0]).toMatch(/^1 of 2 pictures not found/u);
    if (yaml.includes('more')) expect(told.notes).toEqual(['train: nothing at images/more']);
  });

  test('labels that were exported without their pictures', async () => {
    const [media, out] = [newFolder(), newFolder()];
    const samples = [sampleOf('a.png', ['train'], [outline('A', [0, 0, 1, 0, 1, 1])]), sampleOf('b.png', ['val'], [])];
    await yolo.write(writeOptions({ out, media }, samples, { media: 'none' }), job());
    const told = await readAll(yolo, out);
    expect(classesOf(told.samples)).toEqual([
      ['train/a.jpg', 'train', 'A'],
      ['val/b.jpg', 'val', ''],
    ]);
    expect(told.notes[0]).toMatch(/^2 pictures not found/u);
  });

  test('absolute paths, in the file and in a list; the file is named itself', async () => {
    const [folder, other] = [newFolder(), newFolder()];
    put(other, 'images/a.jpg', await picture());
    put(other, 'labels/a.txt', '0 0.5 0.5 0.2 0.4');
    put(folder, 'list.txt', `${other}/images/a.jpg\n`);
    const file = put(folder, 'reef.yaml', `train: ${other}/images\nval: list.txt\nnames: [A]\n`);
    const told = await readAll(yolo, file);
    expect(classesOf(told.samples)).toEqual([['images/a.jpg', 'train', 'A']]);
    expect(told.skipped.map(({ reason }) => reason)).toEqual(['picture that another split lists, too']);
  });

  test.each([
    ['images/train/a.jpg', 'labels/train/a.txt', 'train'],
    ['valid/images/a.jpg', 'valid/labels/a.txt', 'val'],
    ['images/sub/a.jpg', 'labels/sub/a.txt', ''],
    ['sub/a.jpg', 'sub/a.txt', ''],
  ])('without data.yaml: %s', async (image, label, tag) => {
    const folder = newFolder();
    put(folder, image, await picture());
    put(folder, label, '1 0.5 0.5 0.2 0.4');
    const told = await readAll(yolo, folder);
    expect(told.samples.map(({ tags, labels }) => [tags.join(), labels['ground_truth']?.[0]?.label])).toEqual([
      [tag, '1'],
    ]);
    expect(told.notes).toHaveLength(1);
    put(folder, 'classes.txt', 'A\nB\n');
    expect((await readAll(yolo, folder)).classes).toEqual({ ground_truth: ['A', 'B'] });
    expect((await readAll(yolo, folder, { classes: ['x', 'y'] })).classes).toEqual({ ground_truth: ['x', 'y'] });
  });
});

describe('what cannot be read', () => {
  test('a row that is wrong is left out, and a file that is none', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', 'train: images\nnames: [A]\n');
    for (const name of ['a', 'b']) put(folder, `images/${name}.jpg`, await picture());
    put(
      folder,
      'labels/a.txt',
      '0 0.5 0.5 0.2 0.4\n7 0.5 0.5 0.2 0.4\n0.5 0 0 1 1\n0 1 2\n0 a b c d\n0 nan 0 0 0\n-1 0 0 1 1\n',
    );
    put(folder, 'labels/b.txt', Buffer.from([0xff, 0xfe, 0x30]));
    const told = await readAll(yolo, folder);
    expect(told.skipped).toEqual([
      {
        reason: 'row of a class that is not in the list',
        count: 3,
        examples: ['labels/a.txt:2', 'labels/a.txt:3', 'labels/a.txt:7'],
      },
      { reason: 'row of fewer than 5 numbers', count: 1, examples: ['labels/a.txt:4'] },
      {
        reason: 'row with something else than finite numbers',
        count: 2,
        examples: ['labels/a.txt:5', 'labels/a.txt:6'],
      },
      { reason: 'label file that is no UTF-8 text', count: 1, examples: ['labels/b.txt'] },
    ]);
    expect(told.samples.map(({ labels }) => labels['ground_truth']?.length ?? null)).toEqual([1, null]);
  });

  test.each([
    ['nothing', {}, 'no data.yaml'],
    ['YAML that is none', { 'data.yaml': 'a: [' }, 'is no YAML'],
    ['YAML without keys', { 'data.yaml': '- a' }, 'holds no keys'],
  ])('refused: %s', async (_name, files, message) => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) put(folder, name, text);
    await expect(readAll(yolo, folder)).rejects.toThrow(message);
  });
});

describe('there and back', () => {
  const number = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 1_000_000);
  const ring = fc.uniqueArray(fc.tuple(number, number), { minLength: 3, maxLength: 8, selector: String });
  const label = fc
    .tuple(fc.constantFrom('A', 'é B', '珊瑚'), ring)
    .map(([name, points]): Label => outline(name, points.flat()));
  const lists = fc.array(fc.uniqueArray(label, { maxLength: 4, selector: (one) => JSON.stringify(one) }), {
    minLength: 1,
    maxLength: 4,
  });

  test('outlines in fractions of six decimals come back the same, number for number', async () => {
    await fc.assert(
      fc.asyncProperty(lists, async (all) => {
        const [media, out] = [newFolder(), newFolder()];
        const samples = all.map((labels, i) => sampleOf(`${String(i)}.jpg`, [i % 2 === 0 ? 'train' : 'test'], labels));
        for (const { filepath } of samples) writeFileSync(join(media, filepath), await PICTURE);
        await yolo.write(writeOptions({ out, media }, samples, { classes: ['A', 'é B', '珊瑚'] }), job());
        const told = await readAll(yolo, out, { field: 'gt' });
        const own = samples.map(({ filepath, tags, labels }) => [filepath, tags, labels]);
        const back = told.samples.map(({ filepath, tags, labels }) => [filepath.split('/').at(-1), tags, labels]);
        expect(back.toSorted()).toEqual(own.toSorted());
        expect(told.skipped).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

const PICTURE = picture();
