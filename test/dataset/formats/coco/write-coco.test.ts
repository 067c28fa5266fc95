import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import type { Keypoint, Label, Mask } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { recognise } from '../../../../src/dataset/formats/recognise.ts';
import { findingsIn } from '../findings-in.ts';
import { newFolder, readAll } from '../read-format.ts';
import { box, outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

let media = '';
let out = '';

beforeEach(() => {
  media = newFolder();
  out = newFolder();
});

const options = (samples: readonly Sample[], more: Partial<WriteOptions> = {}): WriteOptions =>
  writeOptions({ out, media }, samples, { media: 'none', ...more });

type Written = {
  readonly categories: readonly Record<string, unknown>[];
  readonly images: readonly Record<string, unknown>[];
  readonly annotations: readonly Record<string, unknown>[];
};

const written = (path = 'labels.json'): Written => JSON.parse(readFileSync(join(out, path), 'utf8')) as Written;

const BASE = { confidence: null, tags: [], attributes: {} } as const;
const SQUARE = [2, 2, 7, 2, 7, 7, 2, 7];
const HOLE = [3, 3, 6, 3, 6, 6, 3, 6];
const square = (label: string, more: Partial<ReturnType<typeof outline>> = {}): ReturnType<typeof outline> =>
  outline(label, SQUARE, { units: 'pixel', ...more });
const holed = square('A', {
  rings: [
    { xy: SQUARE, hole: false },
    { xy: HOLE, hole: true },
  ],
});
const points: Keypoint = { ...BASE, kind: 'keypoint', label: 'P', units: 'pixel', xy: [1, 2, NaN, NaN, 5, 6.5] };
const mask: Mask = { ...BASE, kind: 'mask', label: 'M', left: 1, top: 1, width: 2, height: 2, counts: [0, 3, 1] };

/** A sample of 10 x 10 pixels. */
const small = (labels: readonly Label[] | null, more: Partial<Sample> = {}): Sample => ({
  ...sampleOf('a.jpg', [], labels),
  width: 10,
  height: 10,
  ...more,
});

describe('writing coco', () => {
  test('images, annotations and categories, pictures beside', async () => {
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } }).toFile(join(media, 'a.jpg'));
    const label = outline('Porites', [0, 0, 0.1, 0, 0.1, 0.5], {
      confidence: 0.5,
      attributes: { iscrowd: true, id: 7, by: 'me' },
    });
    const sample = {
      ...sampleOf('a.jpg', ['qc'], [label]),
      fields: { site: 'Haapiti', day: new Date('2021-05-01T00:00:00Z') },
    };
    const report = await coco.write(options([sample, { ...sampleOf('b.jpg', [], null) }], { media: 'link' }), job());
    expect(readdirSync(out, { recursive: true }).sort()).toEqual(['data', 'data/a.jpg', 'labels.json']);
    expect(written()).toEqual({
      info: { description: 'written by Quadrat' },
      licenses: [],
      categories: [{ id: 1, name: 'Porites', supercategory: null }],
      images: [
        {
          id: 1,
          file_name: 'a.jpg',
          width: 64,
          height: 48,
          tags: ['qc'],
          site: 'Haapiti',
          day: '2021-05-01T00:00:00.000Z',
        },
      ],
      annotations: [
        {
          id: 1,
          image_id: 1,
          category_id: 1,
          segmentation: [[0, 0, 6.4, 0, 6.4, 24]],
          bbox: [0, 0, 6.4, 24],
          area: 76.80000000000001,
          iscrowd: 1,
          score: 0.5,
          by: 'me',
          attributes: { id: 7 },
        },
      ],
    });
    expect(report).toMatchObject({ samples: 1, labels: 1 });
    expect(report.notes).toEqual(['1 image (0 without annotations), 1 annotation', 'pictures: 1 hard-linked']);
  });

  test.each([
    ['outline', square('A'), { segmentation: [SQUARE], bbox: [2, 2, 5, 5], area: 25 }],
    [
      'several rings',
      square('A', {
        rings: [
          { xy: SQUARE, hole: false },
          { xy: [8, 8, 9, 8, 9, 9], hole: false },
        ],
      }),
      {
        segmentation: [SQUARE, [8, 8, 9, 8, 9, 9]],
        area: 25.5,
      },
    ],
    ['holes', holed, { segmentation: { size: [10, 10], counts: 'f055LN020N020N024l0' }, area: 16 }],
    ['box', { ...box('A', [1, 2, 3, 4]), units: 'pixel' as const }, { segmentation: [], bbox: [1, 2, 3, 4], area: 12 }],
    ['mask', mask, { segmentation: { size: [10, 10], counts: ';28OV2' }, bbox: [1, 1, 2, 2], area: 3 }],
    ['points', points, { keypoints: [1, 2, 2, 0, 0, 0, 5, 6.5, 2], num_keypoints: 2, bbox: [1, 2, 4, 4.5], area: 18 }],
  ])('%s', async (_name, label, expected) => {
    await coco.write(options([small([label])]), job());
    expect(written().annotations[0]).toMatchObject(expected);
  });

  test.each([
    ['bridge', 1],
    ['outer', 1],
    ['split', 2],
  ] as const)('holes: %s', async (holes, polygons) => {
    await coco.write(options([small([holed])], { holes }), job());
    expect(written().annotations[0]?.['segmentation']).toHaveLength(polygons);
  });
});

describe('sets, predictions and what is left out', () => {
  test('a set for each split', async () => {
    const samples = [
      small([square('A')], { tags: ['train'] }),
      small([square('B')], { tags: ['validation'], filepath: 'b.jpg' }),
      small([square('B')], { filepath: 'c.jpg' }),
    ];
    const report = await coco.write(options(samples, { splits: true }), job());
    expect(written('train/labels.json').images).toHaveLength(1);
    expect(written('val/labels.json').annotations).toMatchObject([{ id: 1, image_id: 1, category_id: 2 }]);
    expect(written('test/labels.json')).toMatchObject({
      images: [],
      annotations: [],
      categories: [{ id: 1 }, { id: 2 }],
    });
    expect(report.notes).toEqual(['train: 1 sample, 1 annotation', 'val: 1 sample, 1 annotation', 'test: no samples']);
    expect(report.skipped[0]?.reason).toBe('samples in none of the splits train, val, test');
    const summaries = (await findingsIn(coco, out)).filter(({ check }) => check === 'summary');
    expect(summaries.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'train: labels.json: 1 image, 0 of them without annotations, 1 annotation, categories without any: B',
      'val: labels.json: 1 image, 0 of them without annotations, 1 annotation, categories without any: A',
      'test: labels.json: 0 images, 0 of them without annotations, 0 annotations, categories without any: A, B',
    ]);
    expect(await recognise(out)).toEqual({ format: 'coco', why: 'it has train/labels.json' });
    expect((await readAll(coco, out)).samples.map(({ tags }) => tags)).toEqual([['train'], ['validation']]);
  });

  test('predictions are results with the ids of the labels', async () => {
    const predicted = [square('B', { confidence: 0.75 }), square('A'), box('A', [0, 0, 0.5, 0.5])];
    const sample = { ...small([square('A')]), labels: { gt: [square('A')], pred: predicted } };
    const report = await coco.write(options([sample], { fields: ['gt'], predictions: 'pred' }), job());
    expect(JSON.parse(readFileSync(join(out, 'predictions.json'), 'utf8'))).toEqual([
      {
        image_id: 1,
        category_id: 2,
        segmentation: { size: [10, 10], counts: 'f0550000000l0' },
        bbox: [2, 2, 5, 5],
        area: 25,
        score: 0.75,
      },
    ]);
    expect(written().categories.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(report.skipped).toMatchObject([{ reason: 'predictions without a confidence', count: 2 }]);
    expect(report.notes[1]).toBe('1 prediction in predictions.json');
    for (const none of ['none', 'constructor', '__proto__']) {
      const unknown = options([sample], { fields: ['gt'], predictions: none });
      await expect(coco.write(unknown, job())).rejects.toMatchObject({ code: 'unknown-field' });
    }
  });

  test('a class has the key points of its labels, else of its predictions, which pycocotools draws by them', async () => {
    const of = (label: string, count: number, attributes: Keypoint['attributes'] = {}): Keypoint => {
      const xy = Array.from({ length: 2 * count }, (_, i) => i % 10);
      return { ...points, label, xy, attributes, confidence: 0.5 };
    };
    const named = { elements: ['tip', 'base'], supercategory: 'coral' };
    const labels = { gt: [square('A'), of('B', 2)], pred: [of('A', 2, named), of('B', 3)] };
    await coco.write(options([small([], { labels })], { fields: ['gt'], predictions: 'pred' }), job());
    expect(written().categories).toEqual([
      { id: 1, name: 'A', supercategory: 'coral', keypoints: ['tip', 'base'], skeleton: [] },
      { id: 2, name: 'B', supercategory: null, keypoints: ['1', '2'], skeleton: [] },
    ]);
  });

  test('what cannot be written is counted, each for its reason', async () => {
    const labels: Label[] = [
      square('A'),
      square('A', { closed: false, filled: false }),
      outline(null, SQUARE),
      square('Z'),
      outline('A', [1, 1, 2, 2]),
      outline('A', [1, NaN, 2, 2, 3, 3]),
      { ...BASE, kind: 'classification', label: 'A' },
      { ...mask, label: 'A', left: 50 },
      { ...points, label: 'A', xy: [NaN, NaN] },
      box('A', [0, 0, Infinity, 1]),
    ];
    const report = await coco.write(options([small(labels)], { classes: ['A'] }), job());
    expect(report.labels).toBe(1);
    expect(Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
      'open lines, which enclose nothing': 1,
      'labels without a class': 1,
      'labels of a class that is not in the list: Z': 1,
      'outlines with fewer than 3 points': 1,
      'labels with a coordinate that is no number': 2,
      'labels of kind classification, which have no place': 1,
      'masks that set no pixel of their picture': 1,
      'key points of which none is placed': 1,
    });
  });

  test.each([
    ['no size', [small([square('A')], { width: null })], {}, 'no known size'],
    ['no class', [small([])], {}, 'no label with a class in gt'],
    ['no samples', [], {}, 'there are no samples to write'],
    ['missing', [small(null)], { missing: 'error' }, 'never annotated'],
  ] as const)('refused: %s', async (_name, samples, more, message) => {
    await expect(coco.write(options(samples, more), job())).rejects.toThrow(message);
  });
});

describe('there and back', () => {
  const number = fc
    .oneof(fc.integer({ min: 0, max: 90 }), fc.double({ min: 0, max: 90, noNaN: true }))
    .map((x) => x + 0);
  const name = fc.constantFrom('A', 'B', 'Sable & débris', '珊瑚');
  const ring = fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 6 }).map((all) => all.flat());
  const about = fc.record({
    label: name,
    confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0)),
    tags: fc.constant([]),
    attributes: fc.dictionary(fc.constantFrom('by', 'id', 'score'), fc.constantFrom('x', 7, true), { maxKeys: 2 }),
  });
  const shape = fc.oneof(
    ring.map((xy) => ({
      kind: 'polyline' as const,
      units: 'pixel' as const,
      rings: [{ xy, hole: false }],
      closed: true,
      filled: true,
    })),
    fc
      .tuple(number, number, number, number)
      .map((xywh) => ({ kind: 'detection' as const, units: 'pixel' as const, box: xywh })),
    fc.constant({ kind: 'mask' as const, left: 3, top: 4, width: 3, height: 2, counts: [0, 1, 2, 3] }),
  );
  const label: fc.Arbitrary<Label> = fc.tuple(about, shape).map(([one, other]) => ({ ...one, ...other }));
  const samples = fc.array(fc.array(label, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });

  test('coordinates, classes, attributes and order are the same', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (lists) => {
        const list = lists.map((labels, i): Sample => ({
          ...small(labels),
          width: 100,
          height: 100,
          filepath: `${String(i)}.jpg`,
        }));
        const folder = newFolder();
        await coco.write(writeOptions({ out: folder, media }, list, { media: 'none' }), job());
        const told = await readAll(coco, folder, { field: 'gt' });
        expect(told.skipped).toEqual([]);
        const bare = told.samples.map(({ labels }) =>
          labels['gt']?.map((one) => ({ ...one, attributes: withoutOwn(one.attributes) })),
        );
        expect(bare).toEqual(lists);
        expect((await findingsIn(coco, folder)).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** Without what COCO adds. */
function withoutOwn(attributes: Label['attributes']): Label['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== 'coco_id' && key !== 'iscrowd'));
}
