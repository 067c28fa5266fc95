import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { masks } from '../../../../src/dataset/formats/masks/masks.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { readIndexPng } from '../../../../src/dataset/media/read-index-png.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

type Points = readonly (readonly (readonly [number, number])[])[];
type Vector = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly points: Points;
  readonly filled: { readonly rle: readonly number[] };
};
type Recorded = {
  readonly default_classes: readonly string[];
  readonly samples: readonly {
    readonly filepath: string;
    readonly metadata?: { readonly width: number; readonly height: number };
    readonly gt_polylines?: { readonly polylines: readonly RecordedLine[] } | null;
  }[];
};
type RecordedLine = {
  readonly label: string | null;
  readonly points: Points;
  readonly closed: boolean;
  readonly filled: boolean;
};

// What OpenCV and FiftyOne painted; not everywhere at hand.
const FIFTYONE = '../shared/fiftyone';
const isThere = existsSync(FIFTYONE);
const out = mkdtempSync(join(tmpdir(), 'masks-golden-'));
afterAll(() => {
  rmSync(out, { recursive: true });
});

const json = (path: string): unknown => JSON.parse(readFileSync(join(FIFTYONE, path), 'utf8'));

async function write(samples: readonly Sample[], classes: readonly string[], folder: string): Promise<string> {
  const options = writeOptions({ out: join(out, folder), media: '/nowhere' }, samples, {
    media: 'none',
    classes,
    background: 0,
    onTop: 'later',
  });
  await masks.write(options, job());
  return join(out, folder, 'train/masks');
}

describe.skipIf(!isThere)('beside OpenCV and FiftyOne', () => {
  test('the forty polygons are the pixels that cv2.fillPoly paints', async () => {
    const { vectors } = json('golden/12/raster.json') as { readonly vectors: readonly Vector[] };
    const samples = vectors.map(({ name, width, height, points }): Sample => {
      const rings = points.map((ring) => ({ xy: ring.flat(), hole: false }));
      const labels = { gt: [outline('A', [], { rings })] };
      return { filepath: `${name}.jpg`, width, height, tags: ['train'], fields: {}, labels };
    });
    const folder = await write(samples, ['A'], 'vectors');
    for (const { name, filled } of vectors) {
      const { pixels } = await readIndexPng(join(folder, `${name}.png`));
      const expected = filled.rle.flatMap((run, i) => Array.from({ length: run }, () => i % 2));
      expect([...pixels], name).toEqual(expected);
    }
  });

  // Also those whose picture is 3,000 pixels wide.
  test.each(isThere ? ['12', 'taglab'] : [])('the masks of FiftyOne, pixel for pixel: %s', async (set) => {
    const { samples } = (set === '12' ? json('dataset-12.json') : await taglab()) as Recorded;
    const classes = goldenClasses(set);
    const targets = new Map<string, Sample>();
    for (const { filepath, metadata, gt_polylines: lines } of samples) {
      const golden = join(FIFTYONE, 'golden', set, 'masks/labels', `${stemOf(filepath)}.png`);
      if (!existsSync(golden)) continue;
      const { width, height } = metadata ?? (await sharp(golden).metadata());
      const labels = (lines?.polylines ?? [])
        .filter(({ filled, points }) => filled && points.length > 0 && points.every((ring) => ring.length > 1))
        .map(({ label, points, closed, filled }) =>
          outline(label, [], { closed, filled, rings: points.map((ring) => ({ xy: ring.flat(), hole: false })) }),
        );
      targets.set(golden, {
        filepath: basename(filepath),
        width,
        height,
        tags: ['train'],
        fields: {},
        labels: { gt: labels },
      });
    }
    const folder = await write([...targets.values()], classes, set);
    let compared = 0;
    for (const [golden, { filepath, labels }] of targets) {
      const hasLines = (labels['gt'] ?? []).length !== linesOf(samples, filepath);
      if (hasLines) continue; // FiftyOne draws open lines; here they enclose nothing.
      const own = await readIndexPng(join(folder, `${stemOf(filepath)}.png`));
      const theirs = await readIndexPng(golden);
      expect(Buffer.from(own.pixels).equals(Buffer.from(theirs.pixels)), golden).toBe(true);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(1);
  });
});

async function taglab(): Promise<unknown> {
  const { gunzipSync } = await import('node:zlib');
  return JSON.parse(gunzipSync(readFileSync(join(FIFTYONE, 'dataset-taglab.json.gz'))).toString('utf8'));
}

function linesOf(samples: Recorded['samples'], filepath: string): number {
  return samples.find((sample) => basename(sample.filepath) === filepath)?.gt_polylines?.polylines.length ?? 0;
}

function stemOf(path: string): string {
  return basename(path).replace(/\.[^.]*$/, '');
}

function goldenClasses(set: string): string[] {
  const text = readFileSync(join(FIFTYONE, 'golden', set, 'yolo/dataset.yaml'), 'utf8');
  return [...text.matchAll(/^ {2}\d+: (.+)$/gm)].map(([, name = '']) =>
    name.startsWith('"') ? (JSON.parse(name.replaceAll('\\x', '\\u00')) as string) : name,
  );
}
