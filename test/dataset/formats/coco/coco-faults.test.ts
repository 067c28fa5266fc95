import { describe, expect, it } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import { labelsOf, newFolder, put, readAll } from '../read-format.ts';

const IMAGE = { id: 7, file_name: 'a.jpg', width: 100, height: 80 };
const GOOD = { id: 1, image_id: 7, category_id: 1, segmentation: [[1, 1, 5, 1, 5, 5]] };

function read(document: unknown) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return readAll(coco, put(newFolder(), 'reef.json', text));
}

/** Reads one good annotation and these. */
function readWith(annotations: readonly unknown[], images: readonly unknown[] = [IMAGE]) {
  return read({ images, annotations: [GOOD, ...annotations], categories: [{ id: 1, name: 'Porites' }] });
}

describe('faulty COCO files', () => {
  it.each([
    [{ image_id: 9 }, 'annotation of an image that is not in the file', 'image_id 9'],
    [{ image_id: undefined }, 'annotation without an image_id', 'annotation 1'],
    [{ image_id: undefined, more: { image_id: 7 } }, 'annotation without an image_id', /^byte \d+$/],
    [{ category_id: 99 }, 'annotation of a category that is not in the file', 'annotation 2 of image 7: category 99'],
    [{ segmentation: [[1, 2, 3, 4, 5]] }, 'polygon with an odd number of coordinates', 'annotation 2 of image 7'],
    [{ segmentation: [[1, 2, null, 4]] }, 'polygon with something else than finite numbers', 'annotation 2 of image 7'],
    [{ segmentation: [['1', '2']] }, 'polygon with something else than finite numbers', 'annotation 2 of image 7'],
    [{ segmentation: 'x' }, 'segmentation is neither polygons nor run lengths', 'annotation 2 of image 7'],
    [
      { segmentation: { size: [2, 2], counts: [9] } },
      'run lengths that do not fit their size, or set no pixel',
      'annotation 2 of image 7',
    ],
    [{ segmentation: { size: [2, 2], counts: 'o' } }, 'run lengths that cannot be read', 'annotation 2 of image 7'],
    [{ segmentation: { counts: [1, 2] } }, 'run lengths without a size', 'annotation 2 of image 7'],
    [{ segmentation: [], bbox: [1, 2, 3] }, 'bbox is not four finite numbers', 'annotation 2 of image 7'],
    [{ segmentation: [], keypoints: [1, 2] }, 'keypoints are not triples of finite numbers', 'annotation 2 of image 7'],
    [{ segmentation: null }, 'neither segmentation nor keypoints nor bbox', 'annotation 2 of image 7'],
  ])('leaves out %j and says so', async (change, reason, example) => {
    const told = await readWith([{ ...GOOD, id: 2, ...change }]);
    const skipped = told.skipped.map((one) => ({ ...one, examples: one.examples.map(String) }));
    expect(skipped).toEqual([
      { reason, count: 1, examples: [typeof example === 'string' ? example : expect.stringMatching(example)] },
    ]);
    expect(labelsOf(told.samples[0], 'ground_truth')).toHaveLength(1);
  });

  it('leaves out a ring that is wrong and keeps the others', async () => {
    const told = await readWith([{ ...GOOD, id: 2, segmentation: [[1, 2, 3], [4, 4, 6, 4, 6, 6], []] }]);
    expect(labelsOf(told.samples[0], 'ground_truth')[1]).toMatchObject({ rings: [{ xy: [4, 4, 6, 4, 6, 6] }] });
    expect(told.skipped[0]?.reason).toBe('part of an annotation: polygon with an odd number of coordinates');
  });

  it('leaves out NaN, which Python writes, and takes the rest', async () => {
    const text = JSON.stringify({
      images: [IMAGE],
      annotations: [GOOD, { ...GOOD, id: 2 }],
      categories: [{ id: 1, name: 'a' }],
    });
    const told = await read(
      text.replace(
        '"id":2,"image_id":7,"category_id":1,"segmentation":[[1',
        '"id":2,"image_id":7,"category_id":1,"segmentation":[[NaN',
      ),
    );
    expect(told.skipped).toEqual([
      { reason: 'polygon with something else than finite numbers', count: 1, examples: ['annotation 2 of image 7'] },
    ]);
  });

  it('counts many of a kind and names five', async () => {
    const strays = Array.from({ length: 12 }, (_, i) => ({ ...GOOD, id: i, image_id: 100 + i }));
    expect((await readWith(strays)).skipped).toEqual([
      {
        reason: 'annotation of an image that is not in the file',
        count: 12,
        examples: ['image_id 100', 'image_id 101', 'image_id 102', 'image_id 103', 'image_id 104'],
      },
    ]);
  });

  it('takes the first of two images of one id, and both of one name', async () => {
    const told = await readWith(
      [],
      [IMAGE, { ...IMAGE, file_name: 'b.jpg' }, { ...IMAGE, id: 8 }, { file_name: 'c.jpg' }, { id: 9 }],
    );
    expect(told.samples.map(({ provenance }) => provenance)).toEqual(['a.jpg', 'a.jpg#1']);
    expect(told.skipped.map(({ reason, examples }) => [reason, ...examples])).toEqual([
      ['image whose id another image has', 'image id 7 (b.jpg)'],
      ['image without an id', 'image 3'],
      ['image without a file_name', 'image id 9'],
    ]);
    expect(told.notes).toContain('1 image with the file name of another; all were imported');
  });

  it('makes hard names safe, says so, and keeps what they were as the origin', async () => {
    const names = ['../../etc/passwd', '/abs/a.jpg', 'x\u0007y.jpg', `${'n'.repeat(300)}.jpg`, "Île ###'é.jpg"];
    const told = await read({ images: names.map((file_name, id) => ({ id, file_name })) });
    const folder = told.samples[0]?.filepath.replace('/etc/passwd', '') ?? '';
    expect(told.samples.map(({ filepath }) => filepath.slice(folder.length + 1))).toEqual([
      'etc/passwd',
      'abs/a.jpg',
      'x_y.jpg',
      expect.stringMatching(/^n{238}~[0-9a-f]{12}\.jpg$/),
      "Île ###'é.jpg",
    ]);
    expect(told.samples.map(({ provenance }) => provenance)).toEqual(names);
    expect(told.notes.filter((note) => note.includes('made safe'))).toHaveLength(4);
  });
});

describe('hard COCO files', () => {
  it('keeps names of members that JavaScript would trip over', async () => {
    const text = `{"images":[{"id":1,"file_name":"a.jpg","__proto__":{"x":1}}],"categories":[],"annotations":[{"image_id":1,"bbox":[1,2,3,4],"__proto__":5}]}`;
    const told = await read(text);
    expect(Object.entries(told.samples[0]?.fields ?? {})).toEqual([['__proto__', { x: 1 }]]);
    expect(Object.entries(labelsOf(told.samples[0], 'ground_truth')[0]?.attributes ?? {})).toEqual([['__proto__', 5]]);
  });

  it.each([
    [
      '{"images":[{"id":1,"file_name":"a.jpg"},\n{"id":2,"fi',
      /reef\.json, line 2, column 12 \(byte 52\): the file ends in the middle, in "images" after 1 elements/,
    ],
    ['{"images":[{"id":1,"file_name":"a.jpg",}]}', /line 1, column 12 \(byte 11\): what begins here is no JSON/],
    ['{"annotations":[]}', /is no COCO file of instances: it has annotations but no images/],
    ['{"a":1}', /is no COCO file of instances: it has no list "images"/],
    ['{"images":{"a":1}}', /is no COCO file: "images" is no list/],
    [
      '[{"image_id":1,"score":0.5}]',
      /reef\.json is a list, as results \(predictions\) are: it has no images and categories/,
    ],
    ['', /the file is empty/],
    ['\u0089PNG', /a JSON object should begin here/],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      name: 'UserError',
      code: 'invalid',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses what is not there or no file', async () => {
    const folder = newFolder();
    await expect(readAll(coco, `${folder}/none.json`)).rejects.toMatchObject({ code: 'not-found' });
    await expect(readAll(coco, folder)).rejects.toMatchObject({ code: 'not-found' });
    put(folder, 'a.json', '{}');
    put(folder, 'b.json', '{}');
    await expect(readAll(coco, folder)).rejects.toThrow('several JSON files: a.json, b.json');
  });

  it('stops when it is cancelled', async () => {
    const path = put(newFolder(), 'a.json', JSON.stringify({ images: [IMAGE] }));
    await expect(readAll(coco, path, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});
