import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import type { ReadOptions } from '../../../../src/dataset/formats/define-format.ts';
import { findingsIn, linesOf } from '../findings-in.ts';
import { labelsOf, newFolder, onlyLabel, put, readAll, type Told } from '../read-format.ts';

const LABELS = {
  images: [
    { id: 7, file_name: 'a.jpg', width: 20, height: 10 },
    { id: 'b', file_name: 'b.jpg', width: 20, height: 10 },
  ],
  categories: [
    { id: 1, name: 'Porites' },
    { id: 2, name: 'Acropora', keypoints: ['l', 'r'] },
  ],
  annotations: [{ id: 1, image_id: 7, category_id: 1, bbox: [0, 0, 5, 5], area: 25, iscrowd: 0 }],
};
const GOOD = { image_id: 7, category_id: 1, bbox: [2, 2, 5, 5], score: 0.75 };

/** A folder with both files, and where they are. */
function files(results: unknown, name = 'predictions.json') {
  const folder = newFolder();
  const labels = put(folder, 'labels.json', JSON.stringify(LABELS));
  return {
    folder,
    labels,
    results: put(folder, name, typeof results === 'string' ? results : JSON.stringify(results)),
  };
}

function read(results: unknown, more: Partial<ReadOptions> = {}): Promise<Told> {
  const made = files(results, 'r.json');
  return readAll(coco, made.labels, { predictions: made.results, ...more });
}

const skippedIn = ({ skipped }: Told): unknown[] =>
  skipped.map(({ reason, count, examples }) => [reason, count, ...examples]);

describe('results of a model', () => {
  const BASE = { label: 'Porites', confidence: 0.75, tags: [], attributes: {} };

  test.each([
    ['a box', { bbox: [2, 2, 5, 5] }, { kind: 'detection', units: 'pixel', box: [2, 2, 5, 5] }],
    [
      'polygons',
      { segmentation: [[2, 2, 7, 2, 7, 7, 2, 7]], bbox: [2, 2, 5, 5] },
      {
        ...{ kind: 'polyline', units: 'pixel', closed: true, filled: true },
        rings: [{ xy: [2, 2, 7, 2, 7, 7, 2, 7], hole: false }],
      },
    ],
    [
      'run lengths as numbers',
      { segmentation: { size: [10, 10], counts: [32, 3, 7, 3, 55] }, bbox: undefined },
      { kind: 'mask', left: 3, top: 2, width: 2, height: 3, counts: [0, 6] },
    ],
    [
      'run lengths as text',
      { segmentation: { size: [10, 10], counts: 'P1370`1' }, bbox: undefined },
      { kind: 'mask', left: 3, top: 2, width: 2, height: 3, counts: [0, 6] },
    ],
    [
      'key points',
      { keypoints: [1, 2, 2, 3, 4, 0.5], bbox: undefined },
      { kind: 'keypoint', units: 'pixel', xy: [1, 2, 3, 4], attributes: { visibility: [2, 0.5] } },
    ],
  ])('%s', async (_name, change, shape) => {
    const told = await read([{ ...GOOD, ...change }]);
    expect(onlyLabel(told.samples[0], 'predictions')).toEqual({ ...BASE, ...shape });
    expect(onlyLabel(told.samples[0], 'ground_truth').confidence).toBeNull();
    expect(told.skipped).toEqual([]);
  });

  test('go to the image of their id, in the order of the file; an image without one is empty, not missing', async () => {
    const told = await read([GOOD, { ...GOOD, score: 0.5 }, { ...GOOD, image_id: 7, category_id: 2, score: 1 }]);
    expect(labelsOf(told.samples[0], 'predictions').map(({ label, confidence }) => [label, confidence])).toEqual([
      ['Porites', 0.75],
      ['Porites', 0.5],
      ['Acropora', 1],
    ]);
    expect(told.samples[1]?.labels).toEqual({ ground_truth: null, predictions: [] });
    expect(told.classes).toEqual({ ground_truth: ['Porites', 'Acropora'], predictions: ['Porites', 'Acropora'] });
    expect(told.notes.slice(-2)).toEqual([
      '3 results of r.json in predictions',
      '1 image without a result: predictions is empty there',
    ]);
    expect((await read([])).samples.map(({ labels }) => labels['predictions'])).toEqual([[], []]);
  });

  test('the field has a name of its own', async () => {
    const told = await read([GOOD], { field: 'gt', predictionsField: 'yolo11' });
    expect(Object.keys(told.samples[0]?.labels ?? {})).toEqual(['gt', 'yolo11']);
    await expect(read([GOOD], { field: 'predictions' })).rejects.toMatchObject({ code: 'usage' });
  });

  test('what is wrong is left out, with its place in the list', async () => {
    const told = await read([
      GOOD,
      { ...GOOD, image_id: 9 },
      { ...GOOD, image_id: undefined },
      7,
      { ...GOOD, category_id: 99 },
      { ...GOOD, bbox: [1, 2, 3] },
      { ...GOOD, bbox: undefined },
      { ...GOOD, segmentation: [[1, 2, 'x', 4]] },
      { ...GOOD, segmentation: { size: [2, 2], counts: [9] } },
      { ...GOOD, keypoints: [1, 2], bbox: [] },
      { ...GOOD, score: 'high' },
      { ...GOOD, category_id: '__proto__' },
    ]);
    expect(labelsOf(told.samples[0], 'predictions').map(({ confidence }) => confidence)).toEqual([0.75, null]);
    expect(skippedIn(told)).toEqual([
      ['result without an image_id', 2, 'result 2', 'result 3'],
      ['result of an image that is not in the file', 1, 'result 1, image_id 9'],
      [
        'result of a category that is not in the file',
        2,
        'result 4 of image 7: category 99',
        'result 11 of image 7: category "__proto__"',
      ],
      ['result: bbox is not four finite numbers', 1, 'result 5 of image 7'],
      ['result: neither segmentation nor keypoints nor bbox', 1, 'result 6 of image 7'],
      ['result: polygon with something else than finite numbers', 1, 'result 7 of image 7'],
      ['result: run lengths that do not fit their size, or set no pixel', 1, 'result 8 of image 7'],
      ['result: keypoints are not triples of finite numbers', 1, 'result 9 of image 7'],
      ['part of a result: score is no finite number, so that there is no confidence', 1, 'result 10 of image 7'],
    ]);
  });

  test.each([
    ['{"annotations": []}', /r\.json is no list of results/],
    ['', /r\.json is no list of results/],
    ['[{"image_id": 7},', /r\.json, line 1, column 18 \(byte 17\): the file ends in the middle after 1 elements/],
    ['[{"image_id": 7,}]', /what begins here is no JSON/],
    ['[] []', /the document has ended, and something follows/],
    [' [1 2]', /a comma or \] should stand here/],
  ])('refused: %j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message) as string,
    });
  });

  test('a byte order mark and lines are fine', async () => {
    expect((await read(`\ufeff\n\n[\n${JSON.stringify(GOOD)}\n]\n`)).notes).toContain(
      '1 result of r.json in predictions',
    );
  });
});

describe('where results lie', () => {
  test('beside the file, where its folder is imported; only mentioned where the file is', async () => {
    const { folder, labels } = files([GOOD]);
    const told = await readAll(coco, folder);
    expect(labelsOf(told.samples[0], 'predictions')).toHaveLength(1);
    expect(told.notes).toContain('1 result of predictions.json in predictions');
    const alone = await readAll(coco, labels);
    expect(Object.keys(alone.samples[0]?.labels ?? {})).toEqual(['ground_truth']);
    expect(alone.notes).toContain('predictions.json beside it was not read (--predictions FILE)');
  });

  test('in the folder that is named', async () => {
    const { folder, labels } = files([GOOD]);
    const told = await readAll(coco, labels, { predictions: folder });
    expect(labelsOf(told.samples[0], 'predictions')).toHaveLength(1);
  });

  test('what is called so and is no list is not read, and that is said', async () => {
    const { folder } = files({ some: 'thing' });
    const told = await readAll(coco, folder);
    expect(Object.keys(told.samples[0]?.labels ?? {})).toEqual(['ground_truth']);
    expect(told.notes).toContain('predictions.json beside it is no list of results: it was not read');
  });

  test('in the place of images and annotations they are refused, and it is said what to do', async () => {
    const { results } = files([GOOD]);
    const refused = {
      code: 'invalid',
      message: expect.stringContaining('is a list, as results (predictions) are') as string,
      hint: expect.stringContaining('import coco LABELS.json --predictions predictions.json') as string,
    };
    await expect(readAll(coco, results)).rejects.toMatchObject(refused);
    await expect(findingsIn(coco, results)).rejects.toMatchObject(refused);
  });

  test('nowhere', async () => {
    const { labels } = files([GOOD]);
    await expect(readAll(coco, labels, { predictions: `${labels}.none` })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('verifying results', () => {
  async function said(results: unknown): Promise<string[]> {
    const { folder } = files(results);
    return linesOf(await findingsIn(coco, folder)).filter((line) => !line.startsWith('info picture'));
  }

  test('good ones', async () => {
    const { folder } = files([GOOD, { ...GOOD, segmentation: { size: [10, 20], counts: [1, 199] }, bbox: undefined }]);
    const findings = await findingsIn(coco, folder);
    expect(
      findings.filter(({ severity }) => severity !== 'info').filter(({ where }) => where !== 'annotation id 1'),
    ).toEqual([expect.objectContaining({ where: 'result 1', severity: 'warning', check: 'segmentation' })]);
    expect(findings).toContainEqual({
      ...{ check: 'summary', severity: 'info' },
      ...{ message: '2 results', where: 'predictions.json' },
    });
  });

  test.each([
    [7, 'error result result 1: is no object'],
    [{ ...GOOD, image_id: 9 }, 'error image result 1: image_id 9 is of no image'],
    [{ ...GOOD, category_id: 'x' }, 'error category result 1: category_id "x" is in no category'],
    [{ ...GOOD, score: undefined }, 'error score result 1: score is missing, no finite number'],
    [{ ...GOOD, score: '1' }, 'error score result 1: score is "1", no finite number'],
    [{ ...GOOD, score: 1.5 }, 'warning score result 1: score is 1.5, not between 0 and 1'],
    [{ ...GOOD, bbox: [1, 2] }, 'error bbox result 1: bbox is not four finite numbers'],
    [{ ...GOOD, bbox: null }, 'error result result 1: has neither segmentation nor keypoints nor bbox'],
    [
      { ...GOOD, segmentation: { size: [5, 5], counts: [25] } },
      'error segmentation result 1: run lengths of 5 x 5 for an image of another size',
    ],
    [
      { ...GOOD, segmentation: [[1, 2, 3]] },
      'error segmentation result 1: a polygon with an odd number of coordinates, 3',
    ],
    [{ ...GOOD, keypoints: [1, 2] }, 'error keypoints result 1: keypoints are not triples of finite numbers'],
    [{ ...GOOD, category_id: 2, keypoints: [1, 2, 1] }, 'error keypoints result 1: 1 keypoints, the category has 2'],
  ])('%j', async (result, line) => {
    expect(await said([GOOD, result])).toContain(line);
  });

  test('what is no list', async () => {
    expect(await said({ a: 1 })).toContainEqual(
      expect.stringMatching(/^error result predictions\.json: is no whole list/),
    );
    expect(await said('[{')).toContainEqual(expect.stringMatching(/the file ends in the middle/));
  });
});
