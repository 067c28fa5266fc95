import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import { labelsOf, newFolder, onlyLabel, put, readAll } from '../read-format.ts';

type Row = Readonly<Record<string, unknown>>;

const IMAGE: Row = { id: 7, file_name: 'dive1/a.jpg', width: 100, height: 80 };
const CATEGORIES: readonly Row[] = [
  { id: 3, name: 'Porites', supercategory: 'Poritidae' },
  { id: 1, name: 'Pocillopora' },
];
const RING = [10, 10, 30, 10, 30, 20, 10, 20];

/** Writes a COCO file, annotations first, and reads it. */
function readRows(annotations: readonly Row[], images: readonly Row[] = [IMAGE], field: string | null = null) {
  const text = JSON.stringify({ annotations, info: { images: [{}] }, images, categories: CATEGORIES }, null, 1);
  return readAll(coco, put(newFolder(), 'reef.json', text), { field });
}

describe('COCO', () => {
  it('reads images, categories and polygons, annotations standing first and in any order', async () => {
    const ann = (id: number, image: number, ring: readonly number[]) => ({
      id,
      image_id: image,
      category_id: 3,
      segmentation: [ring],
      iscrowd: 0,
    });
    const images = [IMAGE, { ...IMAGE, id: 8, file_name: 'b.jpg', width: 0 }];
    const told = await readRows(
      [ann(1, 8, [0, 0, 1, 0, 1, 1]), ann(2, 7, RING), ann(3, 8, [2, 2, 3, 2, 3, 3])],
      images,
    );
    expect(told.samples.map(({ provenance, width, height }) => [provenance, width, height])).toEqual([
      ['dive1/a.jpg', 100, 80],
      ['b.jpg', null, 80],
    ]);
    expect(onlyLabel(told.samples[0], 'ground_truth')).toEqual({
      kind: 'polyline',
      units: 'pixel',
      rings: [{ xy: RING, hole: false }],
      closed: true,
      filled: true,
      label: 'Porites',
      confidence: null,
      tags: [],
      attributes: { supercategory: 'Poritidae', coco_id: 2, iscrowd: 0 },
    });
    expect(labelsOf(told.samples[1], 'ground_truth').map(({ attributes }) => attributes['coco_id'])).toEqual([1, 3]);
    expect(told.classes).toEqual({ ground_truth: ['Porites', 'Pocillopora'] });
    expect(told.skipped).toEqual([]);
  });

  it('keeps the rings of one label together, and every number as it stands', async () => {
    const segmentation = [
      [0.1, 1e-7, 5, 5, 12.3456789012345, -3],
      [1, 2, 3, 4],
      [1, 2, 3, 4, 1, 2],
    ];
    const told = await readRows([{ id: 1, image_id: 7, category_id: 1, segmentation }]);
    expect(onlyLabel(told.samples[0], 'ground_truth')).toMatchObject({
      rings: segmentation.map((xy) => ({ xy, hole: false })),
    });
  });

  it('makes masks of run lengths, as numbers or as text, crowd or not', async () => {
    const size = [10, 10];
    const told = await readRows([
      { id: 1, image_id: 7, category_id: 1, segmentation: { size, counts: [32, 3, 7, 3, 55] }, iscrowd: 1 },
      { id: 2, image_id: 7, category_id: 1, segmentation: { size, counts: 'P1370`1' }, bbox: [3, 2, 2, 3], area: 6 },
    ]);
    const mask = { kind: 'mask', left: 3, top: 2, width: 2, height: 3, counts: [0, 6] };
    expect(labelsOf(told.samples[0], 'ground_truth')).toMatchObject([
      { ...mask, attributes: { coco_id: 1, iscrowd: 1 } },
      { ...mask, attributes: { coco_id: 2 } },
    ]);
  });

  it('makes a box or key points of what has no segmentation, and a score the confidence', async () => {
    const told = await readRows([
      { id: 1, image_id: 7, category_id: 1, bbox: [1, 2, 3.5, 4], score: 0.75, segmentation: [] },
      {
        id: 2,
        image_id: 7,
        category_id: 1,
        keypoints: [5, 6, 2, 0, 0, 0, 7, 8, 1],
        num_keypoints: 2,
        bbox: [5, 6, 2, 2],
      },
    ]);
    expect(labelsOf(told.samples[0], 'ground_truth')).toMatchObject([
      { kind: 'detection', box: [1, 2, 3.5, 4], confidence: 0.75, attributes: { coco_id: 1 } },
      { kind: 'keypoint', xy: [5, 6, NaN, NaN, 7, 8], attributes: { visibility: [2, 0, 1], bbox: [5, 6, 2, 2] } },
    ]);
  });

  it('keeps further members as attributes, and bbox and area where they are not those of the shape', async () => {
    const own = { bbox: [10, 10, 20, 10], area: 200 };
    const base = { image_id: 7, category_id: 1, segmentation: [RING] };
    const told = await readRows([
      { ...base, ...own, id: 1, note: 'pale', flagged: null, attributes: { occluded: true, depth: 4 } },
      { ...base, bbox: [0, 0, 100, 80], area: 8000, id: 'x-2', keypoints: [1, 1, 2] },
    ]);
    expect(labelsOf(told.samples[0], 'ground_truth').map(({ attributes }) => attributes)).toEqual([
      { coco_id: 1, note: 'pale', occluded: true, depth: 4 },
      { coco_id: 'x-2', bbox: [0, 0, 100, 80], area: 8000, keypoints: [1, 1, 2] },
    ]);
  });

  it('tells missing from annotated: an image without a label that can be read has none', async () => {
    const images = [IMAGE, { ...IMAGE, id: 8, file_name: 'b.jpg' }];
    const told = await readRows([{ id: 1, image_id: 8, category_id: 1, segmentation: [[1, 2, 3]] }], images, 'gt');
    expect(told.samples.map(({ labels }) => labels)).toEqual([{ gt: null }, { gt: null }]);
    expect(told.notes).toContain(
      '2 images without an annotation: gt is missing there, as COCO cannot say that it is empty',
    );
  });
});

describe('order in a COCO file', () => {
  const images = Array.from({ length: 5 }, (_, id) => ({ id, file_name: `${String(id)}.jpg` }));
  // Some are longer than the gaps over which a reader reads on.
  const annotations = Array.from({ length: 12 }, (_, id) => ({
    id,
    image_id: (id * 7) % 5,
    bbox: [id, id, 1, 1],
    note: 'é'.repeat(id % 3 === 0 ? 6000 : 1),
  }));

  it('does not matter: every image gets its annotations, in the order of the file', async () => {
    const shuffled = fc.shuffledSubarray(annotations, { minLength: 0 });
    const members = fc.shuffledSubarray(['images', 'annotations', 'categories'], { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(shuffled, members, async (list, order) => {
        const document = { images, annotations: list, categories: [] };
        const text = JSON.stringify(
          Object.fromEntries(order.map((key) => [key, document[key as keyof typeof document]])),
        );
        const told = await readAll(coco, put(newFolder(), 'reef.json', text));
        const ids = told.samples.map(({ labels }) =>
          labels['ground_truth']?.map(({ attributes }) => attributes['coco_id']),
        );
        const expected = images.map(({ id }) => list.filter((one) => one.image_id === id).map((one) => one.id));
        expect(ids.map((of) => of ?? [])).toEqual(expected);
        expect(told.skipped).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('images of COCO', () => {
  it('makes typed fields of further members of images', async () => {
    const images = [
      {
        ...IMAGE,
        date_captured: '2021-05-01 10:30:00',
        license: 2,
        depth: 4,
        tags: 'x',
        site: 'E2B',
        flickr_url: null,
      },
      { ...IMAGE, id: 8, file_name: 'b.jpg', date_captured: null, depth: 4.5, site: 12, meta: { a: [null] } },
    ];
    const told = await readRows([], images);
    expect(told.samples.map(({ fields }) => fields)).toEqual([
      { date_captured: new Date('2021-05-01T10:30:00Z'), license: 2, depth: 4, coco_tags: 'x', site: 'E2B' },
      { depth: 4.5, site: '12', meta: { a: [null] } },
    ]);
    expect(told.notes.filter((note) => note.includes('field') || note.includes('of the images'))).toEqual([
      '"tags" of the images is the field coco_tags',
      'the field site is text: its values are of several types (string, number)',
    ]);
  });

  it('finds the pictures in the usual folders and counts those that are not there', async () => {
    const folder = newFolder();
    put(folder, 'train2017/dive1/a.jpg', '');
    const images = [IMAGE, { ...IMAGE, id: 8, file_name: 'b.jpg' }];
    const path = put(folder, 'annotations/instances_train2017.json', JSON.stringify({ images }));
    const told = await readAll(coco, path);
    expect(told.samples.map(({ filepath }) => filepath)).toEqual(
      ['dive1/a.jpg', 'b.jpg'].map((name) => `${folder}/train2017/${name}`),
    );
    expect(told.notes[0]).toBe(
      `1 of 2 pictures not found in ${folder}/train2017; imported without (--media DIR says where pictures are)`,
    );
    const elsewhere = `${folder}/photos`;
    mkdirSync(elsewhere);
    expect((await readAll(coco, path, { media: elsewhere })).samples[1]?.filepath).toBe(`${elsewhere}/b.jpg`);
  });

  it('reports batches of samples and progress in bytes, then samples', async () => {
    const images = Array.from({ length: 450 }, (_, id) => ({ id, file_name: `${String(id)}.jpg` }));
    const told = await readRows([], images);
    expect(told.batches).toEqual(Array.from({ length: 18 }, () => 25));
    expect(told.progress.map(({ unit, done, total }) => [unit, done === total])).toEqual([
      ['bytes', true],
      ...Array.from({ length: 17 }, () => ['samples', false]),
      ['samples', true],
    ]);
  });

  const taco = resolve('../shared/data/taco/annotations.json');

  it.skipIf(!existsSync(taco))(
    'reads TACO: 1,500 images whose files are not there, 4,784 outlines of 60 classes',
    async () => {
      const told = await readAll(coco, taco);
      const labels = told.samples.flatMap((sample) => labelsOf(sample, 'ground_truth'));
      expect([told.samples.length, labels.length, told.classes['ground_truth']?.length]).toEqual([1500, 4784, 60]);
      expect(told.skipped).toEqual([]);
      expect(told.notes).toEqual([expect.stringMatching(/^1,500 pictures not found in /)]);
      expect(told.samples[0]).toMatchObject({ provenance: 'batch_1/000006.jpg', width: 1537, height: 2049 });
      expect(labels.filter((label) => label.kind === 'polyline' && label.rings.length > 1)).toHaveLength(114);
      expect(labels.every((label) => label.kind === 'polyline')).toBe(true);
    },
  );
});
