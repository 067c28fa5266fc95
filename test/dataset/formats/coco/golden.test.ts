import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn } from '../findings-in.ts';
import { newFolder, readAll } from '../read-format.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

type Annotation = {
  readonly image_id: number;
  readonly category_id: number;
  readonly bbox: readonly number[];
  readonly iscrowd: number;
  readonly segmentation: readonly (readonly number[])[] | object;
};
type File = {
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly Annotation[];
};
type Recorded = {
  readonly samples: readonly {
    readonly filepath: string;
    readonly metadata?: { readonly width: number; readonly height: number };
    readonly gt_polylines?: {
      readonly polylines: readonly {
        readonly label: string | null;
        readonly points: readonly (readonly (readonly [number, number])[])[];
        readonly iscrowd?: unknown;
      }[];
    } | null;
  }[];
};

// What FiftyOne wrote; not everywhere at hand.
const FIFTYONE = '../shared/fiftyone';
const isThere = existsSync(FIFTYONE);

function recorded(set: string): Recorded {
  if (set === '12') return JSON.parse(readFileSync(join(FIFTYONE, 'dataset-12.json'), 'utf8')) as Recorded;
  const file = `dataset-${set.replace('300-first-25', '300')}.json.gz`;
  return JSON.parse(gunzipSync(readFileSync(join(FIFTYONE, file))).toString('utf8')) as Recorded;
}

/** Size of the picture that lay there when FiftyOne wrote, of the one sample that has none recorded. */
const READ_BY_FIFTYONE = { width: 50, height: 40 };

function samplesOf(set: string, { images }: File): Sample[] {
  return recorded(set)
    .samples.slice(0, images.length)
    .map(({ filepath, metadata, gt_polylines: lines }): Sample => {
      const { width, height } = metadata ?? READ_BY_FIFTYONE;
      const labels = (lines?.polylines ?? []).map(({ label, points }) =>
        outline(label, [], { rings: points.map((ring) => ({ xy: ring.flat(), hole: false })) }),
      );
      return { filepath, width, height, tags: [], fields: {}, labels: { gt: labels } };
    });
}

/** Corners of an annotation as text, by image and class; whole pixels, which is what FiftyOne cuts them to. */
function linesOf({ annotations, categories }: File): string[] {
  const classes = new Map(categories.map(({ id, name }) => [id, name]));
  return annotations
    .filter(({ segmentation }) => Array.isArray(segmentation))
    .flatMap(({ image_id: image, category_id: category, segmentation, bbox }) =>
      (segmentation as readonly (readonly number[])[]).length !== 1 || Math.min(...bbox) < 0
        ? []
        : [
            `${String(image)} ${classes.get(category) ?? ''} ${bbox.map((value) => value.toFixed(6)).join(' ')} ` +
              (segmentation as readonly (readonly number[])[]).flat().map(Math.trunc).join(' '),
          ],
    )
    .sort();
}

/** What FiftyOne wrote and we do not, and why. */
const NOT_OURS: Readonly<Record<string, readonly string[]>> = {
  // A ring of two points: pycocotools takes four numbers for a box. It is left out and counted.
  '12': ['8 Favites 115.200000 57.600000 6.400000 3.200000 115 57 121 60'],
};

describe.skipIf(!isThere)('beside FiftyOne', () => {
  test.each(isThere ? ['12', '300-first-25', 'taglab'] : [])(
    'outlines, boxes and classes are the same: %s',
    async (set) => {
      const golden = JSON.parse(readFileSync(join(FIFTYONE, 'golden', set, 'coco-gt/labels.json'), 'utf8')) as File;
      const out = newFolder();
      const classes = golden.categories.map(({ name }) => name);
      const options = writeOptions({ out, media: '/nowhere' }, samplesOf(set, golden), { media: 'none', classes });
      await coco.write({ ...options, missing: 'empty' }, job());
      const own = JSON.parse(readFileSync(join(out, 'labels.json'), 'utf8')) as File;
      expect(own.categories.map(({ id, name }) => [id, name])).toEqual(
        golden.categories.map(({ id, name }) => [id, name]),
      );
      // By their numbers, as both keep the order: where two samples have one name, FiftyOne renames the second, we both.
      expect(own.images.map(({ id }) => id)).toEqual(golden.images.map(({ id }) => id));
      const theirs = linesOf(golden);
      const ours = new Set(linesOf(own));
      expect(theirs.filter((line) => !ours.has(line))).toEqual(NOT_OURS[set] ?? []);
      expect(theirs.length).toBeGreaterThan(10);
    },
  );

  test('results that pycocotools was given are all read', async () => {
    const folder = join(FIFTYONE, 'golden/12/pycocotools');
    const file = join(folder, 'detections.json');
    const results = JSON.parse(readFileSync(file, 'utf8')) as { readonly image_id: number; readonly score: number }[];
    const told = await readAll(coco, join(folder, 'gt.json'), { predictions: file });
    const { images } = JSON.parse(readFileSync(join(folder, 'gt.json'), 'utf8')) as File;
    expect(told.skipped).toEqual([]);
    expect(told.samples.map(({ labels }) => labels['predictions']?.map(({ confidence }) => confidence))).toEqual(
      images.map(({ id }) => results.filter((one) => one.image_id === id).map(({ score }) => score)),
    );
    expect(told.notes).toContain('19 results of detections.json in predictions');
  });

  test('findings in what FiftyOne wrote', async () => {
    const findings = await findingsIn(coco, join(FIFTYONE, 'golden/12/coco-all-null'));
    expect(findings.map(({ check, message }) => `${check}: ${message}`)).toContain(
      'list: there is no list "annotations"',
    );
    const twice = await findingsIn(coco, join(FIFTYONE, 'golden/12/coco-no-classes'));
    expect(twice.some(({ message }) => message.startsWith('has the file_name of another image'))).toBe(true);
  });
});
