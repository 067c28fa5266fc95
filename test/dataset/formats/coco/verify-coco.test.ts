import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import { findingsIn, linesOf } from '../findings-in.ts';
import { newFolder, put } from '../read-format.ts';
import sharp from 'sharp';

const IMAGE = { id: 1, file_name: 'a.jpg', width: 20, height: 10 };
const CATEGORY = { id: 1, name: 'Porites' };
const GOOD = {
  ...{ id: 1, image_id: 1, category_id: 1, iscrowd: 0 },
  ...{ segmentation: [[2, 2, 7, 2, 7, 7, 2, 7]], bbox: [2, 2, 5, 5], area: 25 },
};

async function said(document: unknown): Promise<string[]> {
  const findings = await findingsIn(coco, put(newFolder(), 'labels.json', JSON.stringify(document)));
  return linesOf(findings).filter((line) => !line.startsWith('info picture'));
}

const saidOf = (change: object): Promise<string[]> =>
  said({ images: [IMAGE], categories: [CATEGORY], annotations: [{ ...GOOD, ...change }] });

describe('verifying coco', () => {
  test('nothing is wrong with a good file, whatever its order', async () => {
    expect(await said({ annotations: [GOOD], categories: [CATEGORY], images: [IMAGE] })).toEqual([]);
    const findings = await findingsIn(
      coco,
      put(
        newFolder(),
        'labels.json',
        JSON.stringify({ annotations: [GOOD], images: [IMAGE], categories: [CATEGORY, { id: 2, name: 'B' }] }),
      ),
    );
    expect(findings.at(-1)).toEqual({
      check: 'summary',
      severity: 'info',
      message: '1 image, 0 of them without annotations, 1 annotation, categories without any: B',
      where: 'labels.json',
    });
  });

  test.each([
    [{ image_id: 9 }, 'error image annotation id 1: image_id 9 is of no image'],
    [{ category_id: 'x' }, 'error category annotation id 1: category_id "x" is in no category'],
    [{ id: null }, 'error annotation annotation 0: has no id'],
    [{ bbox: [1, 2, 3] }, 'error bbox annotation id 1: bbox is not four finite numbers'],
    [{ bbox: [1, 2, -3, 4] }, 'error bbox annotation id 1: bbox has a width or height below 0: 1, 2, -3, 4'],
    [{ bbox: [1, 2, 0, 4] }, 'warning bbox annotation id 1: bbox has no area: 1, 2, 0, 4'],
    [{ bbox: [1, 2, 30, 4] }, 'warning bbox annotation id 1: bbox leaves the image of 20 x 10: 1, 2, 30, 4'],
    [
      { segmentation: [[1, 1, 5, 5]] },
      'error segmentation annotation id 1: a polygon of fewer than 3 points: four numbers are taken for a box',
    ],
    [
      { segmentation: [[1, 1, 5, 5, 6]] },
      'error segmentation annotation id 1: a polygon with an odd number of coordinates, 5',
    ],
    [
      { segmentation: [[1, 1, 5, 5, 6, null]] },
      'error segmentation annotation id 1: a polygon with something else than finite numbers',
    ],
    [{ segmentation: 'x' }, 'error segmentation annotation id 1: is neither polygons nor run lengths'],
    [
      { segmentation: [[2, 2, 7, 2, 70, 7]], area: 12.5 },
      'warning segmentation annotation id 1: a vertex lies outside of the image: 70',
    ],
    [{ area: 99 }, 'warning area annotation id 1: area is 99, that of the polygons 25.0'],
    [{ area: null }, 'error area annotation id 1: has no area'],
    [{ iscrowd: null }, 'error iscrowd annotation id 1: has no iscrowd'],
    [{ iscrowd: true }, 'error iscrowd annotation id 1: iscrowd is true, not 0 or 1'],
    [{ iscrowd: 1 }, 'error segmentation annotation id 1: a crowd has run lengths, not polygons'],
    [{ segmentation: [], iscrowd: 1 }, 'error segmentation annotation id 1: a crowd without run lengths'],
    [{ score: 2 }, 'warning score annotation id 1: score is 2, not between 0 and 1'],
    [{ segmentation: { counts: [200] } }, 'error segmentation annotation id 1: run lengths without a size'],
    [
      { segmentation: { size: [5, 5], counts: [25] } },
      'error segmentation annotation id 1: run lengths of 5 x 5 for an image of another size',
    ],
    [
      { segmentation: { size: [10, 20], counts: [1, 2] } },
      'error segmentation annotation id 1: run lengths of 3 pixels for 200',
    ],
    [
      { segmentation: { size: [10, 20], counts: '~~' } },
      'error segmentation annotation id 1: run lengths that cannot be read',
    ],
    [
      { segmentation: { size: [10, 20], counts: [-1, 201] } },
      'error segmentation annotation id 1: a run length that is no count',
    ],
    [{ keypoints: [1, 2] }, 'error keypoints annotation id 1: keypoints are not triples of finite numbers'],
    [{ keypoints: [1, 2, 2], num_keypoints: 3 }, 'error keypoints annotation id 1: num_keypoints is 3, 1 are visible'],
  ])('%j', async (change, line) => {
    expect((await saidOf(change)).filter((one) => !one.startsWith('warning area') || one === line)).toContain(line);
  });
});

describe('what the file as a whole has wrong', () => {
  test('what is doubled', async () => {
    const document = {
      images: [IMAGE, IMAGE],
      categories: [CATEGORY, { id: 2, name: 'Porites' }, { id: 1, name: 'B' }],
      annotations: [GOOD, GOOD],
    };
    expect(await said(document)).toEqual([
      'error image image id 1 (a.jpg): has the id of another image',
      'error image image id 1: has the file_name of another image: a.jpg',
      'error category category id 2: has the name of another category: Porites',
      'error category category id 1: has the id of another category',
      'error annotation annotation id 1: has the id of another annotation',
      'warning duplicate annotation id 1: is the same as another of its image',
    ]);
  });

  test.each([
    [
      {},
      [
        'error list labels.json: there is no list "images"',
        'error list labels.json: there is no list "categories"',
        'error list labels.json: there is no list "annotations"',
      ],
    ],
    [
      { images: [7], categories: [{ name: 'A' }], annotations: ['x'] },
      [
        'error image image 0: has no id',
        'error category category 0: has no id',
        'error annotation annotation 0: is no object',
      ],
    ],
    [
      { images: [{ id: 1 }], categories: [{ id: 'x' }], annotations: [] },
      [
        'error image image id 1: has no file_name',
        'error image image id 1: width and height are not whole numbers above 0',
        'error category category id x: the id is no number',
        'error category category id x: has no name',
      ],
    ],
  ])('what is not there: %#', async (document, lines) => {
    expect(await said(document)).toEqual(lines);
  });

  test('key points as many as the category has', async () => {
    const document = {
      images: [IMAGE],
      categories: [{ ...CATEGORY, keypoints: ['a', 'b'] }],
      annotations: [{ ...GOOD, keypoints: [1, 2, 2], num_keypoints: 1 }],
    };
    expect(await said(document)).toEqual(['error keypoints annotation id 1: 1 keypoints, the category has 2']);
  });

  test('of many findings of a kind twenty are named', async () => {
    const annotations = Array.from({ length: 30 }, (_, id) => ({ ...GOOD, id, bbox: [id / 100, 2, 5, 5], area: 'x' }));
    const lines = await said({ images: [IMAGE], categories: [CATEGORY], annotations });
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('error area labels.json: 10 more of this kind: only the first 20 are listed');
  });

  test('pictures that are missing, no picture, or of another size', async () => {
    const folder = newFolder();
    const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
    const images = names.map((name, id) => ({ ...IMAGE, id, file_name: name }));
    put(folder, 'labels.json', JSON.stringify({ images, categories: [CATEGORY], annotations: [] }));
    const picture = (width: number): Promise<Buffer> =>
      sharp({ create: { width, height: 10, channels: 3, background: '#246' } })
        .jpeg()
        .toBuffer();
    put(folder, 'data/a.jpg', await picture(20));
    put(folder, 'data/b.jpg', await picture(21));
    put(folder, 'data/c.jpg', 'text');
    expect(linesOf(await findingsIn(coco, folder))).toEqual([
      'error size b.jpg: 21 x 10 pixels, but the file says 20 x 10',
      'error picture c.jpg: cannot be read as a picture',
      'error picture d.jpg: the picture is not there',
    ]);
  });

  test('no JSON, and nothing there', async () => {
    await expect(findingsIn(coco, put(newFolder(), 'labels.json', '{'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(findingsIn(coco, newFolder())).rejects.toMatchObject({ code: 'not-found' });
  });
});
