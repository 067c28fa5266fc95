import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { WriteOptions, WriteReport } from '../../../../src/dataset/formats/define-format.ts';
import { masks } from '../../../../src/dataset/formats/masks/masks.ts';
import { treeDigest, type TreeFile } from '../../../../src/dataset/formats/tree-digest.ts';
import { yoloPose } from '../../../../src/dataset/formats/yolo/yolo-pose.ts';
import { yolo } from '../../../../src/dataset/formats/yolo/yolo.ts';
import { encodeGeometry, isShape } from '../../../../src/dataset/model/geometry-blob.ts';
import type { Job } from '../../../../src/dataset/model/job.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import { type PackedLabel, type PackedSample, unpackLabel } from '../../../../src/dataset/model/packed-sample.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { newFolder, put } from '../read-format.ts';
import { box, outline, sampleOf } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#246' } })
  .jpeg()
  .toBuffer();

/** Enough for any format to start threads; some in no split, never annotated, of one name, or with labels that are left out. */
const SAMPLES: readonly Sample[] = Array.from({ length: 700 }, (_, i) => {
  const tags = i % 11 === 0 ? [] : [i % 3 === 0 ? 'val' : 'train'];
  const file = i % 7 === 0 ? `${String(i)}/same.jpg` : `${String(i)}.jpg`;
  return { ...sampleOf(file, tags, i % 13 === 0 ? null : labelsOf(i)), id: `s${String(i)}` };
});

function labelsOf(i: number): readonly Label[] {
  const xy = [0.1, 0.1, 0.5 + i / 2000, 0.1, 0.5, 0.5 + i / 1500, 0.1, 0.9];
  const hole = { xy: [0.2, 0.2, 0.3, 0.2, 0.3, 0.3], hole: true };
  const rest = { attributes: { visibility: [2, 1] }, confidence: null, tags: [], id: String(i) };
  return [
    outline(i % 2 === 0 ? 'Porites' : 'Acropora', xy),
    outline('Porites', xy, { rings: [{ xy, hole: false }, ...(i % 5 === 0 ? [hole] : [])] }),
    ...(i % 4 === 0 ? [outline(null, xy), outline('Porites', [NaN, 0, 1, 1, 1, 0])] : []),
    ...(i % 6 === 0 ? [box('Porites', [0.1, 0.1, 0.2, 0.2])] : []),
    { kind: 'keypoint', label: 'Porites', units: 'pixel', xy: [1, 2, i % 60, 40], ...rest },
  ];
}

function packed({ labels, id = '', ...sample }: Sample): PackedSample {
  const lists = Object.entries(labels).map(([name, list]) => [name, list?.map(packedLabel) ?? null]);
  return { ...sample, id, labels: Object.fromEntries(lists) as PackedSample['labels'] };
}

function packedLabel(label: Label): PackedLabel {
  const stored = {
    ...{ id: label.id ?? '', kind: label.kind, label: label.label, confidence: label.confidence, tags: label.tags },
    closed: label.kind === 'polyline' ? label.closed : null,
    filled: label.kind === 'polyline' ? label.filled : null,
    geometry: isShape(label) ? encodeGeometry(label) : null,
    attributes: JSON.stringify(label.attributes),
  };
  return { ...stored, unpack: () => unpackLabel(stored) };
}

const inThreads = { packed: () => ReadableStream.from(SAMPLES.map(packed)) };

type Written = { readonly report: WriteReport; readonly files: readonly TreeFile[] };

/** Writes the samples; of some the picture is not there. */
async function write(
  format: typeof yolo | typeof yoloPose | typeof masks,
  more: Partial<WriteOptions>,
  how: Job = job(),
): Promise<Written> {
  const folder = newFolder();
  for (const { filepath } of SAMPLES.slice(20)) put(folder, join('media', filepath), picture);
  const out = join(folder, 'out');
  mkdirSync(out);
  const options = writeOptions({ out, media: join(folder, 'media') }, SAMPLES, { finalOut: '/data/reef', ...more });
  const report = await format.write(options, how);
  const files: TreeFile[] = [];
  await treeDigest(out, job(), undefined, (file) => files.push(file));
  return { report, files };
}

describe('files that are written by several threads', () => {
  test.each([
    ['yolo', yolo, {}],
    ['yolo without pictures', yolo, { media: 'none', missing: 'empty', holes: 'split' }],
    ['yolo-pose', yoloPose, { media: 'none' }],
    ['masks', masks, {}],
    ['masks without a palette', masks, { media: 'none', background: 0, onTop: 'later', grey: true }],
  ] as const)('%s: files and report are the same as of one', async (_, format, more) => {
    const one = await write(format, more);
    expect(await write(format, { ...more, ...inThreads })).toEqual(one);
    expect(one.report.samples).toBeGreaterThan(500);
    expect(one.report.skipped.length).toBeGreaterThan(1);
  });

  test('what one of them cannot write ends all of it, with the code of the system', async () => {
    const folder = newFolder();
    put(folder, 'labels/train/652.txt', 'was there');
    const options = writeOptions({ out: folder, media: folder }, SAMPLES, { media: 'none', ...inThreads });
    await expect(yolo.write(options, job())).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('labels that are damaged', async () => {
    const broken = { ...packedLabel(outline('Porites', [0, 0, 1, 0, 1, 1])), geometry: new Uint8Array([1, 2, 3]) };
    const samples = SAMPLES.map((sample) => ({ ...packed(sample), labels: { gt: [broken] } }));
    const options = { media: 'none', packed: () => ReadableStream.from(samples) } as const;
    await expect(write(yolo, options)).rejects.toThrow('outside the bounds');
  });

  test('it stops when asked to', async () => {
    const stop = new AbortController();
    const report: Job['report'] = ({ what, done }) => {
      if (what === 'writing yolo' && done > 100) stop.abort();
    };
    await expect(write(yolo, inThreads, { signal: stop.signal, report })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
