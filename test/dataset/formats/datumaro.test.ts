import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datumaro } from '../../../src/dataset/formats/datumaro/datumaro.ts';
import { newFolder, put, readAll } from './read-format.ts';

const item = (id: string, annotations: readonly unknown[], more: object = {}): object => ({
  ...{ id, annotations, attr: { frame: 0 }, image: { path: `${id}.jpg`, size: [48, 64] } },
  ...more,
});
const document = (items: unknown, more: object = {}): string =>
  JSON.stringify({
    items,
    info: {},
    categories: { label: { labels: [{ name: 'Porites' }, { name: 'Fungia' }] } },
    ...more,
  });

const BASE = { label: 'Porites', confidence: null, tags: [], attributes: {} };
const of = (type: string, more: object): object => ({
  id: 0,
  type,
  label_id: 0,
  group: 0,
  attributes: {},
  z_order: 0,
  ...more,
});

describe('reading datumaro', () => {
  test.each([
    [
      of('polygon', { points: [1, 2, 3, 4, 5, 6] }),
      {
        kind: 'polyline',
        units: 'pixel',
        rings: [{ xy: [1, 2, 3, 4, 5, 6], hole: false }],
        closed: true,
        filled: true,
      },
    ],
    [
      of('polyline', { points: [1, 2, 3, 4] }),
      { kind: 'polyline', units: 'pixel', rings: [{ xy: [1, 2, 3, 4], hole: false }], closed: false, filled: false },
    ],
    [of('bbox', { bbox: [1, 2, 3, 4] }), { kind: 'detection', units: 'pixel', box: [1, 2, 3, 4] }],
    [
      of('points', { points: [1, 2, 3, 4], visibility: [2, 0] }),
      { kind: 'keypoint', units: 'pixel', xy: [1, 2, NaN, NaN] },
    ],
    [
      of('skeleton', {
        elements: [
          of('points', { points: [1, 2], visibility: [2] }),
          of('points', { points: [0, 0], visibility: [0] }),
        ],
      }),
      { kind: 'keypoint', units: 'pixel', xy: [1, 2, NaN, NaN] },
    ],
    [
      of('mask', { rle: { size: [2, 3], counts: [2, 2, 2] } }),
      { kind: 'mask', left: 1, top: 0, width: 1, height: 2, counts: [0, 2] },
    ],
    [of('label', {}), { kind: 'classification' }],
    [
      of('bbox', { bbox: [1, 2, 3, 4], attributes: { score: 0.5, occluded: true }, group: 7, z_order: 2 }),
      {
        ...{ kind: 'detection', units: 'pixel', box: [1, 2, 3, 4], confidence: 0.5 },
        attributes: { occluded: true, group_id: 7, z_order: 2 },
      },
    ],
  ])('%j', async (annotation, label) => {
    const told = await readAll(datumaro, put(newFolder(), 'x.json', document([item('a', [annotation])])));
    expect(told.skipped).toEqual([]);
    expect(Object.values(told.samples[0]?.labels ?? {}).flatMap((some) => some ?? [])).toEqual([{ ...BASE, ...label }]);
  });
});

describe('files of datumaro', () => {
  test('subsets, pictures, missing', async () => {
    const folder = newFolder();
    put(
      folder,
      'annotations/train.json',
      document([item('sub/a', [of('bbox', { bbox: [1, 2, 3, 4] })]), item('b', [])]),
    );
    put(folder, 'annotations/Validation.json', document([item('b', [of('label', { label_id: 1 })])]));
    put(folder, 'images/train/sub/a.jpg', '');
    const told = await readAll(datumaro, folder);
    expect(told.classes).toEqual({ ground_truth: ['Porites', 'Fungia'] });
    expect(
      told.samples.map(({ filepath, tags, provenance, width, height, labels }) => [
        filepath,
        tags,
        provenance,
        width,
        height,
        Object.keys(labels),
      ]),
    ).toEqual([
      [
        join(folder, 'images/Validation/b.jpg'),
        ['val'],
        'Validation/b',
        64,
        48,
        ['ground_truth', 'ground_truth_classes'],
      ],
      [
        join(folder, 'images/train/sub/a.jpg'),
        ['train'],
        'train/sub/a',
        64,
        48,
        ['ground_truth', 'ground_truth_boxes'],
      ],
      [join(folder, 'images/train/b.jpg'), ['train'], 'train/b', 64, 48, ['ground_truth']],
    ]);
    expect(told.notes).toHaveLength(2);
  });

  test('what is wrong is left out and said', async () => {
    const annotations = [
      ...[
        of('cuboid_3d', {}),
        of('bbox', { bbox: [1] }),
        of('polygon', { points: [1, 2] }),
        of('points', { points: [1] }),
      ],
      ...[of('mask', { rle: {} }), of('mask', { rle: { size: [1, 1], counts: [9] } }), of('bbox', { label_id: 9 }), 7],
    ];
    const told = await readAll(
      datumaro,
      put(newFolder(), 'x.json', document([item('a', annotations), item('', []), 7])),
    );
    expect(told.skipped.map(({ reason }) => reason)).toEqual([
      'annotation of type cuboid_3d',
      'bbox of other than four finite numbers',
      'polygon of fewer than 3 points',
      'points that are no pairs of finite numbers',
      'mask that cannot be read',
      'mask that does not fit its size, or sets no pixel',
      'annotation of a label that is not in the file',
      'annotation that is no object',
      'item without an id',
    ]);
  });

  test.each([
    ['{', 'invalid'],
    ['{"images": []}', 'invalid'],
  ])('refused: %s', async (text, code) => {
    await expect(readAll(datumaro, put(newFolder(), 'x.json', text))).rejects.toMatchObject({ code });
    await expect(readAll(datumaro, newFolder())).rejects.toMatchObject({ code: 'not-found' });
  });

  const FIXTURES = '../shared/fixtures/cvat-2.23.1/files/export-project-datumaro-download.zip';
  test.skipIf(!existsSync(FIXTURES))('what a CVAT server exported', async () => {
    const { openPromise } = await import('yauzl');
    const folder = newFolder();
    const zip = await openPromise(FIXTURES, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const bytes: Buffer[] = [];
      for await (const piece of await zip.openReadStreamPromise(entry)) bytes.push(piece as Buffer);
      put(folder, entry.fileName, Buffer.concat(bytes));
    }
    const told = await readAll(datumaro, folder);
    expect(told.skipped).toEqual([]);
    expect(told.samples.length).toBeGreaterThan(3);
    expect(told.samples.some(({ tags }) => tags.includes('val'))).toBe(true);
  });
});
