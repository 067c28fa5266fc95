import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import { recognise } from '../../../../src/dataset/formats/recognise.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn, linesOf } from '../findings-in.ts';
import { newFolder, onlyLabel, put, readAll, type Told } from '../read-format.ts';
import { outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const image = (id: number, name: string, more: object = {}) => ({
  ...{ id, file_name: name, width: 20, height: 10 },
  ...more,
});
const BOX = { id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4], area: 12, iscrowd: 0 };
const A = { id: 1, name: 'A' };

type Document = { readonly images: object[]; readonly annotations?: object[]; readonly categories?: object[] };

/** A folder with `labels.json` in a folder for each split, or with what stands there by its path. */
function splitFolder(files: Readonly<Record<string, Document | object[]>>): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    const whole = Array.isArray(content) ? content : { annotations: [], categories: [A], ...content };
    put(folder, name.endsWith('.json') ? name : `${name}/labels.json`, JSON.stringify(whole));
  }
  return folder;
}

const tagsIn = ({ samples }: Told): unknown[] => samples.map(({ provenance, tags }) => [provenance, ...tags]);

describe('importing an export by split', () => {
  test('is one dataset whose samples have the tag of their split', async () => {
    const folder = splitFolder({
      test: { images: [] },
      train: { images: [image(1, 'a.jpg'), image(2, 'b.jpg', { tags: ['qc'] })], annotations: [BOX] },
      validation: { images: [image(1, 'c.jpg', { year: 2021 })], categories: [A, { id: 2, name: 'B' }] },
    });
    const told = await readAll(coco, folder);
    expect(tagsIn(told)).toEqual([
      ['train/a.jpg', 'train'],
      ['train/b.jpg', 'qc', 'train'],
      ['validation/c.jpg', 'val'],
    ]);
    expect(told.samples.map(({ filepath }) => filepath)).toEqual([
      join(folder, 'train/a.jpg'),
      join(folder, 'train/b.jpg'),
      join(folder, 'validation/c.jpg'),
    ]);
    expect(onlyLabel(told.samples[0], 'ground_truth')).toMatchObject({ label: 'A', box: [1, 2, 3, 4] });
    expect(told.samples[2]?.fields).toEqual({ year: 2021 });
    expect(told.classes).toEqual({ ground_truth: ['A', 'B'] });
    expect(told.notes).toContain('test: labels.json has no images');
    expect(told.notes).toContain(
      'train: 1 image without an annotation: ground_truth is missing there, as COCO cannot say that it is empty',
    );
    expect(await recognise(folder)).toEqual({ format: 'coco', why: 'it has train/labels.json' });
  });

  test('a field has one type in all files', async () => {
    const folder = splitFolder({
      train: { images: [image(1, 'a.jpg', { depth: 5 })] },
      val: { images: [image(1, 'b.jpg', { depth: 'deep' })] },
    });
    expect((await readAll(coco, folder)).samples.map(({ fields }) => fields)).toEqual([
      { depth: '5' },
      { depth: 'deep' },
    ]);
  });

  test('what is left out is named with its split, and what was not read is said', async () => {
    const folder = splitFolder({
      train: { images: [image(1, 'a.jpg')], annotations: [{ ...BOX, image_id: 7 }] },
      test: { images: [image(1, 'b.jpg')], annotations: [{ ...BOX, category_id: 7 }] },
      extra: { images: [image(1, 'x.jpg')] },
      'val/notes.txt.json': { images: [] },
    });
    const told = await readAll(coco, folder);
    expect(told.samples).toHaveLength(2);
    expect(told.skipped).toEqual([
      { reason: 'annotation of an image that is not in the file', count: 1, examples: ['train: image_id 7'] },
      {
        reason: 'annotation of a category that is not in the file',
        count: 1,
        examples: ['test: annotation 1 of image 1: category 7'],
      },
    ]);
    const left = ['val: there is no labels.json in it', 'extra/labels.json was not read: extra is no split'];
    expect(told.notes.slice(-2)).toEqual(left);
    const findings = await findingsIn(coco, folder);
    expect(
      findings.filter(({ check }) => check === 'file').map(({ severity, message }) => [severity, message]),
    ).toEqual(left.map((message) => ['warning', message]));
  });

  test('the tag of another split is kept and said, one that means the split is not doubled', async () => {
    const folder = splitFolder({
      train: { images: [image(1, 'a.jpg', { tags: ['val'] })] },
      val: { images: [image(1, 'b.jpg', { tags: ['validation'] })] },
    });
    const told = await readAll(coco, folder);
    expect(tagsIn(told)).toEqual([
      ['train/a.jpg', 'val', 'train'],
      ['val/b.jpg', 'validation'],
    ]);
    expect(told.notes).toContain(
      'train: 1 image with the tag of another split, too, which was kept (untag takes it away)',
    );
  });

  test('results are read split by split; where there are none the field is missing', async () => {
    const result = { image_id: 1, category_id: 1, bbox: [0, 0, 2, 2], score: 0.5 };
    const files = { train: { images: [image(1, 'a.jpg')] }, val: { images: [image(1, 'b.jpg')] } };
    const told = await readAll(coco, splitFolder({ ...files, 'val/predictions.json': [result] }));
    expect(told.samples.map(({ labels }) => labels['predictions']?.length)).toEqual([undefined, 1]);
    expect(told.notes).toContain('val: 1 result of predictions.json in predictions');
    const elsewhere = splitFolder({ 'train/predictions.json': [], 'val/predictions.json': [result, result] });
    const named = await readAll(coco, splitFolder(files), { predictions: elsewhere });
    expect(named.samples.map(({ labels }) => labels['predictions']?.length)).toEqual([0, 2]);
    for (const predictions of [join(elsewhere, 'val/predictions.json'), join(elsewhere, 'val')]) {
      await expect(readAll(coco, splitFolder(files), { predictions })).rejects.toMatchObject({
        code: 'usage',
        hint: expect.stringMatching(/^each split has ids of its own/u) as string,
      });
    }
  });

  test('files that give a category two names are refused, and verify says so', async () => {
    const folder = splitFolder({
      train: { images: [image(1, 'a.jpg')] },
      val: { images: [image(1, 'b.jpg')], categories: [{ id: 1, name: 'B' }] },
    });
    const [train, val] = ['train', 'val'].map((split) => join(folder, split, 'labels.json'));
    await expect(readAll(coco, folder)).rejects.toMatchObject({
      code: 'invalid',
      message: `category 1 is A in ${train ?? ''}, but B in ${val ?? ''}`,
    });
    expect(linesOf(await findingsIn(coco, folder)).filter((line) => line.includes('category'))).toEqual([
      'error category val: category id 1: is called B, and A in train',
    ]);
  });

  test('a file that is cut off leaves nothing', async () => {
    const folder = splitFolder({ train: { images: [image(1, 'a.jpg')] } });
    put(folder, 'val/labels.json', '{"images": [');
    await expect(readAll(coco, folder)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a picture in two splits', () => {
  const both = (second: object, annotations: object[] = [{ ...BOX, id: 9 }]): string =>
    splitFolder({
      train: { images: [image(1, 'a.jpg', { tags: ['train'], site: 'x' })], annotations: [BOX] },
      val: { images: [image(1, 'b.jpg'), image(2, 'a.jpg', { site: 'x', ...second })], annotations },
    });

  test('by name in folders of their own: two samples, as they are two files', async () => {
    const told = await readAll(coco, both({ width: 21 }));
    expect(told.samples.map(({ provenance }) => provenance)).toEqual(['train/a.jpg', 'val/b.jpg', 'val/a.jpg']);
    expect(told.skipped).toEqual([]);
  });

  test('in one folder of pictures it is taken for the first, and counted', async () => {
    const media = newFolder();
    const told = await readAll(coco, both({ tags: ['val'] }, [{ ...BOX, id: 9, image_id: 2 }]), { media });
    expect(tagsIn(told)).toEqual([
      ['train/a.jpg', 'train'],
      ['val/b.jpg', 'val'],
    ]);
    expect(told.skipped).toEqual([
      {
        reason: 'picture that another split lists, too',
        count: 1,
        examples: [`val: ${join(media, 'a.jpg')} is also in train`],
      },
    ]);
  });

  test.each([
    ['width', { width: 21 }, [{ ...BOX, image_id: 2 }]],
    ['site', { site: 'y' }, [{ ...BOX, image_id: 2 }]],
    ['tags', { tags: ['val', 'qc'] }, [{ ...BOX, image_id: 2 }]],
    ['annotations', {}, []],
    ['annotations', {}, [{ ...BOX, image_id: 2, bbox: [1, 2, 3, 5], area: 15 }]],
  ])('there, files that disagree on its %s are refused', async (what, second, annotations) => {
    const media = newFolder();
    const folder = both(second, annotations);
    const [train, val] = ['train', 'val'].map((split) => join(folder, split, 'labels.json'));
    await expect(readAll(coco, folder, { media })).rejects.toMatchObject({
      code: 'invalid',
      message: `${join(media, 'a.jpg')} is in two splits, and ${train ?? ''} and ${val ?? ''} disagree on its ${what}`,
    });
  });

  test('verify warns, by name or by content, whether or not the pictures are there', async () => {
    expect(linesOf(await findingsIn(coco, both({})))).toContain('warning split val: a.jpg: a.jpg is also in train');
    const folder = splitFolder({
      train: { images: [image(1, 'a.jpg'), image(2, 'b.jpg')] },
      val: { images: [image(1, 'a.jpg'), image(2, 'c.jpg')] },
      test: { images: [image(1, 'd.jpg')] },
    });
    const picture = (grey: number): Promise<Buffer> =>
      sharp({ create: { width: 20, height: 10, channels: 3, background: { r: grey, g: grey, b: grey } } })
        .png()
        .toBuffer();
    const contents = { 'train/data/a': 1, 'train/data/b': 2, 'val/data/a': 3, 'val/data/c': 2, 'test/data/d': 4 };
    for (const [name, grey] of Object.entries(contents)) put(folder, `${name}.jpg`, await picture(grey));
    expect(linesOf(await findingsIn(coco, folder))).toEqual([
      'warning split val: a.jpg: a.jpg is also in train',
      'warning split val: c.jpg: the same picture as train: b.jpg',
    ]);
    rmSync(join(folder, 'val/data/a.jpg'));
    expect(linesOf(await findingsIn(coco, folder))).toContain('error picture val: a.jpg: the picture is not there');
  });
});

describe('there and back by split', () => {
  const ring = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 6, maxLength: 6 });
  const label = fc
    .tuple(fc.constantFrom('A', '珊瑚'), ring)
    .map(([name, xy]): Label => outline(name, xy, { units: 'pixel', attributes: { by: 'x' } }));
  const one = fc.record({
    split: fc.constantFrom('train', 'val', 'test'),
    labels: fc.array(label, { minLength: 1, maxLength: 3 }),
    confidence: fc.constantFrom(0.5, 1),
  });

  test('labels, tags, fields and results are the same, and written again the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 6 }), async (list) => {
        const samples = list.map(({ split, labels, confidence }, i): Sample => ({
          ...sampleOf(`${String(i)}.jpg`, ['qc', split], null),
          fields: { depth: i },
          labels: { ground_truth: labels, predictions: [{ ...BOXED, confidence }] },
        }));
        const [first, second] = [newFolder(), newFolder()];
        const choices = {
          ...{ media: 'none' as const, splits: true },
          ...{ fields: ['ground_truth'], predictions: 'predictions' },
        };
        await coco.write(writeOptions({ out: first, media: first }, samples, choices), job());
        const told = await readAll(coco, first);
        expect(told.skipped).toEqual([]);
        const order = ['train', 'val', 'test'].flatMap((split) => samples.filter(({ tags }) => tags.includes(split)));
        expect(told.samples.map(bare)).toEqual(order.map(bare));
        expect(
          (await findingsIn(coco, first)).filter(({ severity, check }) => severity === 'error' || check === 'split'),
        ).toEqual([]);
        await coco.write(writeOptions({ out: second, media: second }, told.samples, choices), job());
        for (const split of ['train', 'val', 'test']) {
          for (const name of ['labels.json', 'predictions.json']) {
            const path = join(split, name);
            expect(readFileSync(join(second, path), 'utf8')).toBe(readFileSync(join(first, path), 'utf8'));
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

const BOXED: Label = {
  ...{ kind: 'detection', label: 'A', units: 'pixel', box: [0, 0, 2, 2] },
  ...{ confidence: null, tags: [], attributes: {} },
};

/** What the format keeps of a sample, without what COCO adds. */
function bare({ tags, fields, width, height, labels }: Sample): object {
  const own = Object.entries(labels).map(([field, all]) => [
    field,
    all?.map((each) => ({
      ...each,
      attributes: Object.fromEntries(
        Object.entries(each.attributes).filter(([key]) => key !== 'coco_id' && key !== 'iscrowd'),
      ),
    })),
  ]);
  return { tags, fields, width, height, labels: Object.fromEntries(own) as object };
}
