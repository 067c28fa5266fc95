import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillDataset } from '../../../../src/commands/fill-dataset.ts';
import { UserError } from '../../../../src/diagnostics.ts';
import type { ReadOptions } from '../../../../src/dataset/formats/define-format.ts';
import { formatNamed } from '../../../../src/dataset/formats/index.ts';
import { isLarge } from '../../../../src/dataset/formats/reading/is-large.ts';
import { readApart } from '../../../../src/dataset/formats/reading/read-apart.ts';
import type { Job, Progress } from '../../../../src/dataset/model/job.ts';
import type { ReadEvent } from '../../../../src/dataset/model/read-event.ts';
import type { Output } from '../../../../src/output.ts';
import { rowsOf, testJob, testLibrary } from '../../library-fixture.ts';
import { newFolder, put } from '../read-format.ts';

/** As many pictures as that with a polygon and a box each, in a COCO file; every seventh annotation is wrong. */
function cocoFile(images: number): string {
  const ids = Array.from({ length: images }, (_, i) => i + 1);
  const polygon = (id: number): object => ({
    ...{ id, image_id: id, category_id: id % 7 === 0 ? 9 : 1, iscrowd: 0, depth: id % 3 === 0 ? id : id / 2 },
    segmentation: [[1, 1, id, 1, id, 9.5]],
  });
  const box = (id: number): object => ({ id: images + id, image_id: id, category_id: 2, bbox: [1, 2, 3, 4] });
  const document = {
    images: ids.map((id) => ({ id, file_name: `${String(id)}.jpg`, width: 100, height: 80, year: 2000 + (id % 20) })),
    categories: [
      { id: 1, name: 'Porites' },
      { id: 2, name: 'Pavona' },
    ],
    annotations: ids.flatMap((id) => [polygon(id), box(id)]),
  };
  return put(newFolder(), 'coco.json', JSON.stringify(document));
}

function optionsOf(path: string, mediaOut: string): ReadOptions {
  return { path, media: null, field: null, mediaOut };
}

async function imported(
  home: string,
  open: (mediaOut: string) => AsyncIterable<ReadEvent>,
  job: Job = testJob(),
): Promise<Output> {
  return fillDataset('reef', { library: testLibrary(home), job, statement: 'import' }, open);
}

describe('a thread that reads', () => {
  test('comes to the same dataset, report and notes as reading in place', async () => {
    const path = cocoFile(700);
    const [apart, inPlace] = [newFolder(), newFolder()];
    const progress: Progress[] = [];
    const job: Job = { ...testJob(), report: (one) => progress.push(one) };
    const output = await imported(apart, (out) => readApart('coco', optionsOf(path, out), job), job);
    const { read } = formatNamed('coco');
    if (read === undefined) throw new Error('coco reads');
    expect(output).toEqual(await imported(inPlace, (out) => read(optionsOf(path, out), testJob())));
    expect(rowsOf(apart)).toEqual(rowsOf(inPlace));
    expect(output).toMatchObject({ kind: 'change', samples: 700, labels: 1300 });
    expect(progress).toContainEqual({ what: 'importing', done: 700, total: 700, unit: 'samples' });
  });

  test('fails as the reader fails, and leaves no dataset', async () => {
    const home = newFolder();
    const path = put(newFolder(), 'coco.json', '{"images": [1, 2');
    const failed = imported(home, (out) => readApart('coco', optionsOf(path, out), testJob()));
    await expect(failed).rejects.toThrow(/coco\.json, line 1, column 17 \(byte 16\): the file ends in the middle/u);
    await expect(failed).rejects.toMatchObject({
      code: 'invalid',
      hint: expect.stringContaining('nothing was imported') as string,
    });
    expect(await testLibrary(home).list()).toEqual([]);
  });

  test('what is no mistake of the user stays what it is', async () => {
    const failed = imported(newFolder(), (out) => readApart('csv', optionsOf('/nowhere', out), testJob()));
    await expect(failed).rejects.toThrow('csv does not read');
    expect(await failed.catch((error: unknown) => error instanceof UserError)).toBe(false);
  });

  test('stops where that is asked for, whatever it is doing', async () => {
    const home = newFolder();
    const path = cocoFile(2000);
    const controller = new AbortController();
    const job: Job = {
      signal: controller.signal,
      report: ({ what }) => {
        if (what === 'importing') controller.abort();
      },
    };
    const stopped = imported(home, (out) => readApart('coco', optionsOf(path, out), job), job);
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await testLibrary(home).list()).toEqual([]);
  });
});

describe('what is large', () => {
  test('a large file, a folder with one, many files, a large list in a folder of a split', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'a.json'), Buffer.alloc(5 << 20));
    const many = newFolder();
    mkdirSync(join(many, 'labels', 'train'), { recursive: true });
    for (let i = 0; i < 1000; i++) writeFileSync(join(many, 'labels', 'train', `${String(i)}.txt`), '');
    const bySplit = newFolder();
    mkdirSync(join(bySplit, 'train'));
    writeFileSync(join(bySplit, 'train', 'labels.json'), Buffer.alloc(5 << 20));
    expect([join(folder, 'a.json'), folder, many, bySplit].map(isLarge)).toEqual([true, true, true, true]);
  });

  test('not a small one, nor what is not there', () => {
    const folder = newFolder();
    put(folder, 'a.json', '{}');
    expect([join(folder, 'a.json'), folder, join(folder, 'nothing')].map(isLarge)).toEqual([false, false, false]);
  });
});
