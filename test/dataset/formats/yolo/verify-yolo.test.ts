import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import { findingsIn } from '../findings-in.ts';
import { outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-yolo-'));
const place = { out: join(folder, 'out'), media: join(folder, 'media') };
const TRIANGLE = [0.1, 0.1, 0.5, 0.1, 0.5, 0.5];
const file = (path: string): string => join(place.out, path);

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(place.out, { recursive: true });
  mkdirSync(place.media);
  const names = ['a.jpg', 'b.png', 'c.jpg'];
  for (const [i, name] of names.entries()) {
    await sharp({ create: { width: 64, height: 48, channels: 3, background: `#24${String(i)}` } }).toFile(
      join(place.media, name),
    );
  }
  const samples = [
    sampleOf('a.jpg', ['train'], [outline('Porites', TRIANGLE), outline('Acropora', TRIANGLE)]),
    sampleOf('b.png', ['train'], []),
    sampleOf('c.jpg', ['val'], [outline('Porites', TRIANGLE)]),
  ];
  await yolo.write(writeOptions(place, samples, { media: 'copy' }), job());
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function found(path = place.out): Promise<string[]> {
  const findings: string[] = [];
  for (const { check, severity, message, where } of await findingsIn(yolo, path)) {
    if (check !== 'summary') findings.push(`${severity} ${check} ${where}: ${message}`);
  }
  return findings;
}

describe('what was written', () => {
  test('has nothing wrong, and is counted', async () => {
    const findings = await findingsIn(yolo, place.out);
    expect(findings).toEqual([
      {
        check: 'summary',
        severity: 'info',
        message: 'train: 2 pictures, 2 label files, 1 of them empty, 2 rows, 0 pictures without a label file',
        where: 'images/train',
      },
      {
        check: 'summary',
        severity: 'info',
        message: 'val: 1 picture, 1 label file, 0 of them empty, 1 row, 0 pictures without a label file',
        where: 'images/val',
      },
      {
        check: 'summary',
        severity: 'info',
        message: 'test: 0 pictures, 0 label files, 0 of them empty, 0 rows, 0 pictures without a label file',
        where: 'images/test',
      },
    ]);
  });

  test('also after a training, which leaves caches, and when the file is named', async () => {
    writeFileSync(file('labels/train.cache'), '');
    writeFileSync(file('images/train/a.npy'), '');
    expect(await found(file('data.yaml'))).toEqual([]);
  });

  test('nothing at the path', async () => {
    await expect(found(file('absent'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('it stops when asked to', async () => {
    await expect(findingsIn(yolo, place.out, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

const planted: readonly (readonly [string, () => void, readonly string[]])[] = [
  [
    'a label file without a picture',
    () => {
      rmSync(file('images/train/a.jpg'));
    },
    ['error pairing labels/train/a.txt: a label file without a picture'],
  ],
  [
    'a picture without a label file',
    () => {
      rmSync(file('labels/val/c.txt'));
    },
    [
      'info background images/val/c.jpg: no label file: a trainer takes it for background',
      'warning labels images/val: 1 picture and not one row: nothing can be learned or measured in val',
    ],
  ],
  [
    'two pictures with one label file',
    () => {
      writeFileSync(file('images/train/a.png'), '');
      renameSync(file('images/train/b.png'), file('images/train/a.png'));
      rmSync(file('labels/train/b.txt'));
    },
    ['error stem images/train/a.png: shares its label file with a.jpg'],
  ],
  [
    'a picture in two splits',
    () => {
      copyFileSync(file('images/train/a.jpg'), file('images/val/a.jpg'));
      copyFileSync(file('labels/train/a.txt'), file('labels/val/a.txt'));
    },
    ['warning split images/val/a.jpg: a is also in images/train'],
  ],
  [
    'a picture in two splits, and another under another name',
    () => {
      copyFileSync(file('images/train/a.jpg'), file('images/test/x.jpg'));
      copyFileSync(file('images/val/c.jpg'), file('images/test/c.jpg'));
      for (const name of ['x', 'c']) copyFileSync(file('labels/train/a.txt'), file(`labels/test/${name}.txt`));
    },
    [
      'warning split images/test/c.jpg: c is also in images/val',
      'warning split images/test/x.jpg: the same picture as images/train/a.jpg',
    ],
  ],
  [
    'two splits of one folder',
    () => {
      const text = readFileSync(file('data.yaml'), 'utf8').replace('images/test', 'images/val');
      writeFileSync(file('data.yaml'), text);
    },
    ['warning split data.yaml: test has the same folder as val, images/val'],
  ],
  [
    'no picture but text',
    () => {
      writeFileSync(file('images/train/a.jpg'), 'text');
    },
    ['error picture images/train/a.jpg: cannot be read as a picture'],
  ],
  [
    'a JPEG that was cut before its size',
    () => {
      truncateSync(file('images/train/a.jpg'), 100);
    },
    ['error picture images/train/a.jpg: cannot be read as a picture'],
  ],
  [
    'a link that leads nowhere',
    () => {
      rmSync(file('images/train/a.jpg'));
      symlinkSync(join(folder, 'gone.jpg'), file('images/train/a.jpg'));
    },
    ['error picture images/train/a.jpg: a link to a file that is not there'],
  ],
  [
    'a row of a class that is not there',
    () => {
      appendFileSync(file('labels/train/a.txt'), '2 0 0 1 0 1 1\n');
    },
    ['error class labels/train/a.txt:3: class 2 is not in data.yaml: there are 0 to 1'],
  ],
  [
    'a coordinate outside, and a repeated row',
    () => {
      writeFileSync(file('labels/val/c.txt'), '0 0 0 1.1 0 1 1\n0 0 0 1.1 0 1 1\n');
    },
    [
      'error coordinate labels/val/c.txt:1: the outline lies so far outside the picture that its box is refused',
      'error coordinate labels/val/c.txt:2: the outline lies so far outside the picture that its box is refused',
      'warning duplicate labels/val/c.txt:2: the same row as line 1',
    ],
  ],
  [
    'boxes among outlines',
    () => {
      appendFileSync(file('labels/train/a.txt'), '1 0.5 0.5 0.1 0.1\n');
    },
    ['error mixed labels/train/a.txt:3: a box row among outlines: the whole picture is refused'],
  ],
  [
    'bytes that are no UTF-8',
    () => {
      writeFileSync(file('labels/val/c.txt'), Buffer.from([0x30, 0xff]));
    },
    [
      'error row labels/val/c.txt: is no UTF-8 text',
      'warning labels images/val: 1 picture and not one row: nothing can be learned or measured in val',
    ],
  ],
  [
    'more than 20 faults in a file',
    () => {
      writeFileSync(file('labels/val/c.txt'), Array.from({ length: 25 }, (_, i) => `${String(i)} x\n`).join(''));
    },
    [
      ...Array.from({ length: 20 }, (_, i) => `error row labels/val/c.txt:${String(i + 1)}: x is no number`),
      'error row labels/val/c.txt: 5 more of this kind: only the first 20 are listed',
    ],
  ],
];

describe('planted in pictures and labels', () => {
  test.each(planted)('%s', async (_, plant, expected) => {
    plant();
    expect(await found()).toEqual(expected);
  });

  test('a JPEG without its end marker, and one that is too small', async () => {
    const tiny = sharp({ create: { width: 9, height: 9, channels: 3, background: '#246' } }).jpeg();
    writeFileSync(file('images/val/c.jpg'), await tiny.toBuffer());
    appendFileSync(file('images/val/c.jpg'), 'x');
    expect(await found()).toEqual([
      'error picture images/val/c.jpg: 9 x 9 pixels: fewer than 10 a side are refused',
      'warning picture images/val/c.jpg: does not end as a JPEG does: Ultralytics writes it anew in place, also through a link',
    ]);
  });

  test('many pictures without labels are counted, and the first 20 named', async () => {
    const bytes = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#246' } })
      .png()
      .toBuffer();
    for (let i = 0; i < 30; i++) writeFileSync(file(`images/test/${String(i)}.png`), bytes);
    const findings = await findingsIn(yolo, place.out);
    const background = findings.filter(({ check }) => check === 'background');
    expect(background).toHaveLength(21);
    expect(background[20]).toEqual({
      check: 'background',
      severity: 'info',
      message: '10 more of this kind: only the first 20 are listed',
      where: 'images/test',
      count: 10,
    });
    expect(findings.slice(-2).map(({ message }) => message)).toEqual([
      'test: 30 pictures, 0 label files, 0 of them empty, 0 rows, 30 pictures without a label file',
      '30 pictures and not one row: nothing can be learned or measured in test',
    ]);
  });

  test('no picture in val, which our own export says', async () => {
    const out = join(folder, 'no-val');
    mkdirSync(out);
    const samples = [sampleOf('a.jpg', ['train'], [outline('Porites', TRIANGLE)])];
    const { notes } = await yolo.write(writeOptions({ ...place, out }, samples, { media: 'copy' }), job());
    expect(notes).toContain('training needs pictures in train and val: there are none in val, which verify reports');
    expect(await found(out)).toEqual([
      'error folder images/val: no picture in val: Ultralytics stops with "No images found"',
    ]);
  });

  test('no label file of a split', async () => {
    rmSync(file('labels/train'), { recursive: true });
    expect((await found()).filter((line) => !line.startsWith('info'))).toEqual([
      'warning labels images/train: 2 pictures and not one row: nothing can be learned or measured in train',
    ]);
  });
});
