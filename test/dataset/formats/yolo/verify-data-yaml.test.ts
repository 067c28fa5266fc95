import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import { findingsIn } from '../findings-in.ts';

const root = mkdtempSync(join(tmpdir(), 'verify-data-yaml-'));
const GOOD = ['path: ROOT', 'train: images/train', 'val: images/val', 'test: images/test', 'nc: 2', 'names: [A, B]'];

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  for (const split of ['train', 'val', 'test']) mkdirSync(join(root, 'images', split), { recursive: true });
  for (const [i, split] of ['train', 'val'].entries()) {
    mkdirSync(join(root, 'labels', split), { recursive: true });
    writeFileSync(join(root, `images/${split}/${split}.bmp`), bitmap(20 + i));
    writeFileSync(join(root, `labels/${split}/${split}.txt`), '0 0.5 0.5 0.5 0.5\n');
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** The header of a BMP of that many pixels a side. */
function bitmap(side: number): Buffer {
  const bytes = Buffer.alloc(54);
  bytes.write('BM');
  bytes.writeInt32LE(side, 18);
  bytes.writeInt32LE(side, 22);
  return bytes;
}

/** Findings about a `data.yaml` whose lines are as given; a line replaces the good one with its key. */
async function found(...lines: readonly string[]): Promise<string[]> {
  const keyOf = (line: string): string => line.slice(0, line.indexOf(':'));
  const kept = GOOD.filter((line) => !lines.some((other) => keyOf(other) === keyOf(line)));
  const text = [...kept, ...lines.filter((line) => !line.endsWith(': -'))].join('\n').replaceAll('ROOT', root);
  writeFileSync(join(root, 'data.yaml'), text);
  return findings();
}

async function findings(): Promise<string[]> {
  const all = await findingsIn(yolo, root);
  return all
    .filter(({ check }) => check !== 'summary')
    .map(({ check, severity, message, where }) => `${severity} ${check} ${where}: ${message}`.replaceAll(root, 'ROOT'));
}

const say = (severity: string, message: string): string => `${severity} data-yaml data.yaml: ${message}`;

describe('data.yaml', () => {
  test.each([
    [[], []],
    [['names: {0: A, 1: B}'], []],
    [['val: -', 'validation: images/val'], []],
    [['train: ./images/train/', 'val: [images/val, images/test]', 'test: -'], []],
    [['train: ../images/train'], []],
    [['nc: 3'], [say('error', 'nc is 3, but names has 2')]],
    [['nc: two'], [say('error', 'nc is no whole number')]],
    [['nc: -'], [say('info', 'nc is missing: trainers count the names')]],
    [['names: -'], [say('warning', 'names is missing')]],
    [
      ['names: -', 'nc: -'],
      [say('info', 'nc is missing: trainers count the names'), say('error', 'names is missing')],
    ],
    [['names: A'], [say('error', 'names is neither a list nor a mapping')]],
    [['names: {0: A, 2: B}'], [say('error', 'names has no class 1: the numbers must run from 0 to 1')]],
    [['names: [A, A]'], [say('warning', 'class 1 is called A like class 0')]],
    [['names: [A, 2013]'], [say('warning', 'the name of class 1 is no text: quote it')]],
    [['names: {0: A, 1: null}'], [say('warning', 'class 1 has no name')]],
    [
      ['names: []', 'nc: 0'],
      [
        say('error', 'names is empty'),
        ...['train', 'val'].map(
          (split) => `error class labels/${split}/${split}.txt:1: class 0 is not in data.yaml: there are none`,
        ),
      ],
    ],
    [['path: -'], [say('info', 'path is missing: trainers take the folder of this file')]],
    [['path: 7'], [say('error', 'path is no text')]],
    [['path: reef'], [say('warning', 'path reef is relative: what it means depends on where the trainer runs')]],
    [
      ['path: /data/absent'],
      [say('error', 'path /data/absent is not there: put the present place there, or take the line out')],
    ],
    [['path: /'], [say('error', 'path / is another folder: put the present place there, or take the line out')]],
    [['train: -'], [say('error', 'train is missing')]],
    [['val: 7'], [say('error', 'val is no path')]],
    [['val: val.txt'], [say('warning', 'val is a list of files, val.txt: lists are not checked')]],
    [['train: /etc'], [say('error', 'train leads out of the folder, to /etc: not checked')]],
    [['train: ../../etc'], [say('error', 'train leads out of the folder, to ../../etc: not checked')]],
    [['train: images/training'], ['error folder data.yaml: there is no folder images/training for train']],
    [['test: images/tests'], ['warning folder data.yaml: there is no folder images/tests for test']],
  ])('%j', async (lines, expected) => {
    expect(await found(...lines)).toEqual(expected);
  });

  test('missing: the usual folders are checked all the same', async () => {
    writeFileSync(join(root, 'labels/train/a.txt'), '0 x\n');
    expect(await findings()).toEqual([
      say('error', 'missing, or not to be read'),
      'error pairing labels/train/a.txt: a label file without a picture',
      'error row labels/train/a.txt:1: x is no number',
    ]);
  });

  test.each([
    ['names: [A', /^error data-yaml data\.yaml: is no YAML: ./],
    ['- a\n- b', /^error data-yaml data\.yaml: holds no keys$/],
    ['', /^error data-yaml data\.yaml: /],
  ])('no mapping: %j', async (text, expected) => {
    writeFileSync(join(root, 'data.yaml'), text);
    expect(await findings()).toEqual([expect.stringMatching(expected)]);
  });

  test('split folders above images, as other tools lay them out', async () => {
    mkdirSync(join(root, 'train/images'), { recursive: true });
    mkdirSync(join(root, 'train/labels'), { recursive: true });
    writeFileSync(join(root, 'train/labels/a.txt'), '0 x\n');
    expect(await found('train: ../train/images')).toEqual([
      'error pairing train/labels/a.txt: a label file without a picture',
      'error row train/labels/a.txt:1: x is no number',
      'error folder train/images: no picture in train: Ultralytics stops with "No images found"',
    ]);
  });
});
