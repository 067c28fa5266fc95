import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { yoloPose } from '../../../../src/dataset/formats/yolo/yolo-pose.ts';
import type { Keypoint, Label } from '../../../../src/dataset/model/label.ts';
import { findingsIn, linesOf } from '../findings-in.ts';
import { newFolder, put, readAll } from '../read-format.ts';
import { box, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const BASE = { confidence: null, tags: [], attributes: {} } as const;
const points = (xy: readonly number[], more: Partial<Keypoint> = {}): Keypoint => ({
  ...{ ...BASE, kind: 'keypoint', label: 'quadrat', units: 'normalised', xy },
  ...more,
});
const CORNERS = [0.1, 0.1, 0.9, 0.1, 0.9, 0.8, 0.1, 0.8];
const PICTURE = sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } })
  .jpeg()
  .toBuffer();
const OTHER_PICTURE = sharp({ create: { width: 64, height: 48, channels: 3, background: '#864' } })
  .jpeg()
  .toBuffer();

async function write(
  labels: readonly Label[],
  media: 'none' | 'copy' = 'none',
): Promise<{ out: string; skipped: unknown }> {
  const [pictures, out] = [newFolder(), newFolder()];
  writeFileSync(join(pictures, 'a.jpg'), await PICTURE);
  const options = writeOptions({ out, media: pictures }, [sampleOf('a.jpg', ['train'], labels)], { media });
  const report = await yoloPose.write({ ...options, finalOut: '/data/corners' }, job());
  return { out, skipped: Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count])) };
}

const rows = (out: string): string => readFileSync(join(out, 'labels/train/a.txt'), 'utf8');

describe('writing yolo-pose', () => {
  test('four corners', async () => {
    const { out } = await write([points(CORNERS)]);
    expect(rows(out)).toBe(
      '0 0.500000 0.450000 0.800000 0.700000 0.100000 0.100000 2 0.900000 0.100000 2 0.900000 0.800000 2 0.100000 0.800000 2\n',
    );
    expect(readFileSync(join(out, 'data.yaml'), 'utf8')).toBe(
      'path: /data/corners\ntrain: images/train\nval: images/val\ntest: images/test\nnc: 1\nnames:\n  - quadrat\nkpt_shape:\n  - 4\n  - 3\n',
    );
  });

  test('117 points of a grid, in pixels', async () => {
    const xy = Array.from({ length: 117 }, (_, i) => [4 * (i % 13), 4 * Math.floor(i / 13)]).flat();
    const { out } = await write([points(xy, { units: 'pixel' })]);
    expect(rows(out).split(' ')).toHaveLength(5 + 3 * 117);
    expect(readFileSync(join(out, 'data.yaml'), 'utf8')).toContain('kpt_shape:\n  - 117\n  - 3\n');
  });

  test('points that are not placed, hidden, or have a box of their own', async () => {
    const xy = [0.1, 0.1, NaN, NaN, 0.9, 0.8, 1.5, 0.8];
    const attributes = { elements: ['a', 'b', 'c', 'd'], occluded_elements: ['c'], bbox: [0, 0, 64, 24] };
    const { out } = await write([
      points(xy, { attributes }),
      points(CORNERS, { attributes: { visibility: [1, 2, 1, 2] } }),
    ]);
    expect(rows(out).split('\n')).toEqual([
      '0 0.500000 0.250000 1.000000 0.500000 0.100000 0.100000 2 0 0 0 0.900000 0.800000 1 0 0 0'.replaceAll(
        ' 0 0 0',
        ' 0.000000 0.000000 0',
      ),
      '0 0.500000 0.450000 0.800000 0.700000 0.100000 0.100000 1 0.900000 0.100000 2 0.900000 0.800000 1 0.100000 0.800000 2',
      '',
    ]);
  });

  test('what yields no row is counted', async () => {
    const labels = [points(CORNERS), points(CORNERS), points([0.1, 0.1]), points([]), box('quadrat', [0, 0, 1, 1])];
    const more = [points(CORNERS, { label: null }), points([0.1, 0.1, 0.9, 0.1, 0.5, 0.1, 0.2, 0.1])];
    const { skipped } = await write([...labels, ...more, points(CORNERS.map(() => NaN))]);
    expect(skipped).toEqual({
      'rows that repeat another of the same picture': 1,
      'key points of other than 4 points': 2,
      'labels of kind detection among key points': 1,
      'labels without a class': 1,
      'key points that enclose no area': 1,
      'key points of which none is placed': 1,
    });
  });

  test('nothing to learn', async () => {
    await expect(write([])).rejects.toThrow('no keypoint with a class in gt');
  });
});

describe('reading yolo-pose', () => {
  test('with and without visibilities', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', 'train: images\nnames: [q]\nkpt_shape: [2, 2]\n');
    put(folder, 'images/a.jpg', await PICTURE);
    put(folder, 'labels/a.txt', '0 0.5 0.5 0.4 0.4 0.3 0.3 0.7 0.7\n0 0.5 0.5 1 1 0.3 0.3 0.7 0.7\n0 1 1 1 1 0\n');
    const told = await readAll(yoloPose, folder);
    const plain = { ...BASE, kind: 'keypoint', label: 'q', units: 'normalised', xy: [0.3, 0.3, 0.7, 0.7] };
    expect(told.samples[0]?.labels['ground_truth']).toEqual([
      plain,
      { ...plain, attributes: { bbox: [0, 0, 64, 48] } },
    ]);
    expect(told.skipped).toEqual([
      { reason: 'row of a box and other than 2 points', count: 1, examples: ['labels/a.txt:3'] },
    ]);
  });

  test('without kpt_shape', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', 'train: images\nnames: [q]\nkpt_shape: 4\n');
    await expect(readAll(yoloPose, folder)).rejects.toThrow('no kpt_shape');
  });

  test('what was written comes back the same', async () => {
    const number = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 1_000_000);
    const point = fc.oneof({ weight: 5, arbitrary: fc.tuple(number, number) }, fc.constant([NaN, NaN] as const));
    const some = fc.array(point, { minLength: 4, maxLength: 4 }).map((all) => all.flat());
    const areas = some.filter((xy) => {
      const finite = (from: number): Set<number> =>
        new Set(xy.filter((value, i) => i % 2 === from && Number.isFinite(value)));
      return finite(0).size > 1 && finite(1).size > 1;
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(areas, { minLength: 1, maxLength: 3, selector: String }), async (all) => {
        const labels = all.map((xy) => points(xy));
        const { out } = await write(labels, 'copy');
        const told = await readAll(yoloPose, out, { field: 'gt' });
        expect(told.samples[0]?.labels['gt']).toEqual(labels);
        expect(
          (await findingsIn(yoloPose, out)).filter(({ severity }) => severity === 'error').map(({ where }) => where),
        ).toEqual(['data.yaml', 'images/val']);
      }),
      { numRuns: 30 },
    );
  });
});

describe('verifying yolo-pose', () => {
  test.each([
    ['0 0.5 0.5 0.4 0.4 0.3 0.3 2 0.7 0.7 2', []],
    ['0 0.5 0.5 0.4 0.4 0.3 0.3 2', ['error row labels/a.txt:1: 8 numbers: a box and 2 points of 3 have 11']],
    [
      '0 0.5 0.5 0.4 0.4 0.3 0.3 2 1.7 0.7 2',
      ['error coordinate labels/a.txt:1: point 1.7 lies outside the picture (0 to 1)'],
    ],
    ['0 0.5 0.5 0.4 0.4 0.3 0.3 2 0.7 nan 2', ['error coordinate labels/a.txt:1: a coordinate is not finite']],
    ['0 0.5 0.5 0.4 0.4 0.3 0.3 2 0.7 0.7 3', ['warning visibility labels/a.txt:1: visibility 3 is none of 0, 1, 2']],
    [
      '4 0.5 0.5 0.4 0.4 0.3 0.3 2 0.7 0.7 2',
      ['error class labels/a.txt:1: class 4 is not in data.yaml: there are 0 to 0'],
    ],
  ])('%s', async (row, lines) => {
    const folder = newFolder();
    put(folder, 'data.yaml', `path: ${folder}\ntrain: images\nval: val/images\nnames: [q]\nnc: 1\nkpt_shape: [2, 3]\n`);
    put(folder, 'images/a.jpg', await PICTURE);
    put(folder, 'val/images/b.jpg', await OTHER_PICTURE);
    put(folder, 'val/labels/b.txt', '0 0.5 0.5 0.4 0.4 0.3 0.3 2 0.7 0.7 2');
    put(folder, 'labels/a.txt', row);
    expect(linesOf(await findingsIn(yoloPose, folder))).toEqual(lines);
  });

  test('without kpt_shape rows are not checked', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', `path: ${folder}\ntrain: images\nval: images\nnames: [q]\nnc: 1\n`);
    expect(linesOf(await findingsIn(yoloPose, folder))).toEqual([
      'error data-yaml data.yaml: kpt_shape is missing, or not the number of points and 2 or 3: rows are not checked',
    ]);
  });
});
