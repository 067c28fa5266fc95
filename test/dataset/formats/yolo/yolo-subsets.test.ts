import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { describe, expect, test } from 'vitest';
import { yoloPose } from '../../../../src/dataset/formats/yolo/yolo-pose.ts';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import { newFolder, put, readAll, type Told } from '../read-format.ts';

/** Name, tags, subset and number of labels of each sample. */
const rowsOf = ({ samples }: Told): unknown[] =>
  samples.map(({ provenance, tags, fields, labels }) => [
    provenance,
    tags.join(),
    fields['subset'] ?? null,
    labels['ground_truth']?.length ?? null,
  ]);

const BOX = '0 0.5 0.5 0.2 0.4\n';

describe('names of subsets', () => {
  test('are splits in any case; others are told and have no split', async () => {
    const folder = newFolder();
    const yaml =
      'Week3: Week3.txt\nTrain: Train.txt\nVALIDATION: v.txt\nvalid: images/valid\nTest: none.txt\nval: images/val\n';
    put(folder, 'data.yaml', `${yaml}names: [A]\nauthor: me\nproject: images-of-2021\ndownload: get.txt\n`);
    put(folder, 'Train.txt', 'images/a/a.jpg\n');
    put(folder, 'v.txt', 'images/a/v.jpg\n');
    put(folder, 'Week3.txt', 'images/a/w.jpg\nimages/a/a.jpg\n');
    put(folder, 'images/val/x.jpg', 'no picture');
    put(folder, 'labels/valid/y.txt', BOX);
    put(folder, 'labels/a/a.txt', BOX);
    const told = await readAll(yolo, folder);
    expect(rowsOf(told)).toEqual([
      ['images/a/a.jpg', 'train', null, 1],
      ['images/val/x.jpg', 'val', null, null],
      ['images/a/v.jpg', 'val', null, null],
      ['images/a/w.jpg', '', 'Week3', null],
      ['images/valid/y.jpg', '', 'valid', 1],
    ]);
    expect(told.notes).toContain('test: nothing at none.txt');
    expect(told.notes).toContain('of no split, but of a subset that the field subset names: Week3, valid');
    expect(told.skipped[0]).toEqual({
      reason: 'picture that another split lists, too',
      count: 1,
      examples: ['images/a/a.jpg in Week3'],
    });
  });

  test('the field for them is not that of the labels', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', 'A: A.txt\nnames: [A]\n');
    put(folder, 'A.txt', 'images/a.jpg\n');
    const { samples } = await readAll(yolo, folder, { field: 'subset' });
    expect(samples.map(({ fields, labels }) => [fields, labels])).toEqual([[{ yolo_subset: 'A' }, { subset: null }]]);
  });

  test('lists name pictures below data, where they are or not', async () => {
    const folder = newFolder();
    put(folder, 'data.yaml', 'train: train.txt\nnames: [A]\n');
    put(folder, 'train.txt', 'data/images/a.jpg\n');
    put(folder, 'labels/a.txt', BOX);
    expect(rowsOf(await readAll(yolo, folder))).toEqual([['images/a.jpg', 'train', null, 1]]);
    put(folder, 'data/images/a.jpg', 'no picture');
    put(folder, 'data/labels/a.txt', `${BOX}${BOX}`);
    expect(rowsOf(await readAll(yolo, folder))).toEqual([['data/images/a.jpg', 'train', null, 2]]);
  });
});

describe('obj.data of Darknet', () => {
  test.each(['', 'data/'])('names below %j', async (data) => {
    const folder = newFolder();
    put(
      folder,
      'obj.data',
      'classes = 2\ntrain = data/t.txt\nvalid=data/v.txt\nWeek3 = data/w.txt\nnames = data/obj.names\n',
    );
    put(folder, `${data}obj.names`, 'A\r\nB\n');
    for (const name of ['t', 'v', 'w']) {
      put(folder, `${data}${name}.txt`, `data/obj/${name}.jpg\n`);
      put(folder, `${data}obj/${name}.txt`, '1 0.5 0.5 0.2 0.4\n');
    }
    const rows = [
      [`${data}obj/t.jpg`, 'train', null, 1],
      [`${data}obj/v.jpg`, 'val', null, 1],
      [`${data}obj/w.jpg`, '', 'Week3', 1],
    ];
    for (const path of [folder, `${folder}/obj.data`]) {
      const told = await readAll(yolo, path);
      expect(rowsOf(told)).toEqual(rows);
      expect(told.classes).toEqual({ ground_truth: ['A', 'B'] });
    }
  });
});

// What a CVAT server wrote; not everywhere at hand.
const FILES = '../shared/fixtures/cvat-2.23.1/files';

async function unpacked(name: string): Promise<string> {
  const folder = newFolder();
  const zip = await openPromise(join(FILES, `export-${name}-download.zip`), { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const path = join(folder, entry.fileName);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } finally {
    zip.close();
  }
  return folder;
}

/** Samples and labels by split. */
function countsOf({ samples }: Told): Record<string, readonly [samples: number, labels: number]> {
  const counts: Record<string, readonly [number, number]> = {};
  for (const { tags, labels } of samples) {
    const [before, sum] = counts[tags.join()] ?? [0, 0];
    counts[tags.join()] = [before + 1, sum + (labels['ground_truth']?.length ?? 0)];
  }
  return counts;
}

describe.skipIf(!existsSync(FILES))('exports of a CVAT server', () => {
  // Pictures of each list, and rows of the label files below its folder.
  test.each([
    ['task-yolo-seg', yolo, { train: [4, 12] }],
    ['task-yolo-detection', yolo, { train: [4, 5] }],
    ['task-yolo-obb', yolo, { train: [4, 6] }],
    ['task-yolo-pose', yoloPose, { train: [4, 2] }],
    ['task-yolo', yolo, { train: [4, 5] }],
    ['project-yolo-seg', yolo, { train: [2 + 26, 81], val: [10, 29], test: [9, 21] }],
  ] as const)('%s', async (name, format, counts) => {
    const told = await readAll(format, await unpacked(name));
    expect(told.skipped).toEqual([]);
    expect(countsOf(told)).toEqual(counts);
  });
});
