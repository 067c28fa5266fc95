import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'write-yolo-media-'));
const place = { out: join(folder, 'out'), media: join(folder, 'media') };
const LABELS = [outline('A', [0.1, 0.1, 0.5, 0.1, 0.5, 0.5])];

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(place.out, { recursive: true });
  mkdirSync(place.media, { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const jpeg = (width = 64, height = 48): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#246' } }).jpeg();
const files = (below: string): string[] => readdirSync(join(place.out, below)).sort();

describe('pictures', () => {
  test('unreadable, absent and tiny ones are left out with their labels', async () => {
    await jpeg().toFile(join(place.media, 'good.jpg'));
    await jpeg(9, 48).toFile(join(place.media, 'tiny.jpg'));
    writeFileSync(join(place.media, 'bad.jpg'), 'no picture');
    await sharp(await jpeg().toBuffer())
      .gif()
      .toFile(join(place.media, 'film.gif'));
    mkdirSync(join(place.media, 'folder.jpg'));
    const names = ['good.jpg', 'tiny.jpg', 'bad.jpg', 'film.gif', 'folder.jpg', 'absent.jpg'];
    const samples = names.map((name) => sampleOf(name, ['train'], LABELS));
    const report = await yolo.write(writeOptions(place, samples), job());
    expect(files('images/train')).toEqual(['good.jpg']);
    expect(files('labels/train')).toEqual(['good.txt']);
    expect(report.skipped).toEqual([
      { reason: 'samples whose picture has fewer than 10 pixels a side', count: 1, examples: ['tiny.jpg'] },
      { reason: 'samples whose picture cannot be read', count: 2, examples: ['bad.jpg', 'folder.jpg'] },
      { reason: 'samples whose picture is a gif file', count: 1, examples: ['film.gif'] },
      { reason: 'samples whose picture is not there', count: 1, examples: ['absent.jpg'] },
    ]);
  });

  test('copies are files of their own; a JPEG that was cut is always copied', async () => {
    const bytes = await jpeg().toBuffer();
    writeFileSync(join(place.media, 'whole.jpg'), bytes);
    writeFileSync(join(place.media, 'cut.jpg'), bytes.subarray(0, -2));
    const samples = ['whole.jpg', 'cut.jpg'].map((name) => sampleOf(name, ['train'], LABELS));
    const linked = await yolo.write(writeOptions(place, samples), job());
    expect(linked.notes).toContain('pictures: 1 hard-linked, 1 copied');
    expect(statSync(join(place.out, 'images/train/cut.jpg')).nlink).toBe(1);
    rmSync(place.out, { recursive: true });
    mkdirSync(place.out);
    const copied = await yolo.write(writeOptions(place, samples, { media: 'copy' }), job());
    expect(copied.notes).toContain('pictures: 2 copied');
    expect(lstatSync(join(place.out, 'images/train/whole.jpg')).nlink).toBe(1);
  });

  test('pixels are divided by the recorded size, else by the size as shown; another size is said', async () => {
    await jpeg(60, 40).withMetadata({ orientation: 6 }).toFile(join(place.media, 'a.jpg'));
    const labels = [outline('A', [10, 10, 20, 10, 20, 30], { units: 'pixel' })];
    const known = sampleOf('a.jpg', ['train'], labels);
    const write = async (sample: Sample, media: 'link' | 'none'): Promise<readonly string[]> => {
      rmSync(place.out, { recursive: true });
      mkdirSync(place.out);
      return (await yolo.write(writeOptions(place, [sample], { media }), job())).notes;
    };
    const row = (): string => readFileSync(join(place.out, 'labels/train/a.txt'), 'utf8');
    expect(await write(known, 'link')).toContain('1 picture of another size than recorded, such as a.jpg');
    expect(row()).toBe('0 0.156250 0.208333 0.312500 0.208333 0.312500 0.625000\n');
    await write({ ...known, width: null, height: null }, 'none');
    expect(row()).toBe('0 0.250000 0.166667 0.500000 0.166667 0.500000 0.500000\n');
  });

  test('without size and picture, labels in pixels are counted out', async () => {
    const labels = [...LABELS, outline('A', [10, 10, 20, 10, 20, 30], { units: 'pixel' })];
    const sample = { ...sampleOf('absent.jpg', ['train'], labels), width: null };
    const report = await yolo.write(writeOptions(place, [sample], { media: 'none' }), job());
    expect(report.skipped).toEqual([
      { reason: 'labels in pixels of a picture of unknown size', count: 1, examples: ['absent.jpg#2'] },
    ]);
  });
});

describe('names', () => {
  test('a stem that several share gets a suffix that does not depend on the others', async () => {
    const paths = ['bora/q1.jpg', 'tikehau/q1.jpg', 'tikehau/Q1.png', 'q2.jpg'];
    const samples = paths.map((path, i) => sampleOf(path, [i === 1 ? 'val' : 'train'], LABELS));
    await yolo.write(writeOptions(place, samples, { media: 'none' }), job());
    const first = [...files('labels/train'), ...files('labels/val')];
    expect(first).toHaveLength(4);
    expect(first.every((name) => /^(?:[qQ]1-[0-9a-f]{8}|q2)\.txt$/.test(name))).toBe(true);
    rmSync(place.out, { recursive: true });
    mkdirSync(place.out);
    await yolo.write(writeOptions(place, samples.toReversed(), { media: 'none' }), job());
    expect([...files('labels/train'), ...files('labels/val')]).toEqual(first);
  });

  test('the same picture twice is written twice', async () => {
    const samples = [sampleOf('q.jpg', ['val'], LABELS), sampleOf('q.jpg', ['val'], LABELS)];
    await yolo.write(writeOptions(place, samples, { media: 'none' }), job());
    expect(new Set(files('labels/val')).size).toBe(2);
  });

  test.each([
    ['decomposed', 'Que\u0301.jpg', 'Qu\u00e9'],
    ['marks and spaces', 'a/T1###20M### é 100%.x.jpg', 'T1###20M### é 100%.x'],
    ['control characters', 'a\u0007b\nc\u007f.jpg', 'a_b_c_'],
    ['a dot before', '.hidden.jpg', '_hidden'],
    ['upwards', '../../..', '_.'],
    ['nothing', 'a/', 'picture'],
    ['half a character', 'a\ud800.jpg', 'a\ufffd'],
    ['no extension', 'IMG_1', 'IMG_1'],
  ])('%s', async (_, path, stem) => {
    await yolo.write(writeOptions(place, [sampleOf(path, ['val'], LABELS)], { media: 'none' }), job());
    expect(files('labels/val')).toEqual([`${stem}.txt`]);
  });

  test('255 bytes fit as they are, more are cut and marked', async () => {
    const fitting = `${'é'.repeat(125)}a.jpg`;
    await jpeg().toFile(join(place.media, fitting));
    const long = `${'é'.repeat(200)}.jpg`;
    const samples = [fitting, long].map((name) => sampleOf(name, ['val'], LABELS));
    await yolo.write({ ...writeOptions(place, samples), mediaPath: () => join(place.media, fitting) }, job());
    const names = files('images/val');
    expect(names).toContain(fitting);
    expect(names.find((name) => name !== fitting)).toMatch(/^é{121}-[0-9a-f]{8}\.jpg$/);
  });
});
