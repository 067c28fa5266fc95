import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { coco } from '../../../../src/dataset/formats/coco/coco.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn } from '../findings-in.ts';
import { newFolder } from '../read-format.ts';
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
  const file = `dataset-${set.replace('300-first-25', '300')}.json.gz`;
  return JSON.parse(gunzipSync(readFileSync(join(FIFTYONE, file))).toString('utf8')) as Recorded;
}

function samplesOf(set: string, file: File): Sample[] {
  const names = new Set(file.images.map(({ file_name: name }) => name));
  return recorded(set).samples.flatMap(({ filepath, metadata, gt_polylines: lines }): Sample[] => {
    // Samples whose name FiftyOne changed are left out.
    if (!names.has(basename(filepath)) || metadata === undefined) return [];
    const labels = (lines?.polylines ?? []).map(({ label, points }) =>
      outline(label, [], { rings: points.map((ring) => ({ xy: ring.flat(), hole: false })) }),
    );
    return [{ filepath: basename(filepath), ...metadata, tags: [], fields: {}, labels: { gt: labels } }];
  });
}

/** Corners of an annotation as text, by image and class; whole pixels, which is what FiftyOne cuts them to. */
function linesOf({ images, annotations, categories }: File, kept: ReadonlySet<string>): string[] {
  const names = new Map(images.map(({ id, file_name: name }) => [id, name]));
  const classes = new Map(categories.map(({ id, name }) => [id, name]));
  return annotations
    .filter(({ image_id: image, segmentation }) => kept.has(names.get(image) ?? '') && Array.isArray(segmentation))
    .flatMap(({ image_id: image, category_id: category, segmentation, bbox }) =>
      (segmentation as readonly (readonly number[])[]).length !== 1 || Math.min(...bbox) < 0
        ? []
        : [
            `${names.get(image) ?? ''} ${classes.get(category) ?? ''} ${bbox.map((value) => value.toFixed(6)).join(' ')} ` +
              (segmentation as readonly (readonly number[])[]).flat().map(Math.trunc).join(' '),
          ],
    )
    .sort();
}

describe.skipIf(!isThere)('beside FiftyOne', () => {
  test.each(isThere ? ['300-first-25', 'taglab'] : [])('outlines, boxes and classes are the same: %s', async (set) => {
    const golden = JSON.parse(readFileSync(join(FIFTYONE, 'golden', set, 'coco-gt/labels.json'), 'utf8')) as File;
    const samples = samplesOf(set, golden);
    const out = newFolder();
    const classes = golden.categories.map(({ name }) => name);
    await coco.write(writeOptions({ out, media: '/nowhere' }, samples, { media: 'none', classes }), job());
    const own = JSON.parse(readFileSync(join(out, 'labels.json'), 'utf8')) as File;
    expect(own.categories.map(({ id, name }) => [id, name])).toEqual(
      golden.categories.map(({ id, name }) => [id, name]),
    );
    const kept = new Set(samples.map(({ filepath }) => filepath));
    const theirs = linesOf(golden, kept).filter((line) => line.split(' ').length > 9);
    const ours = new Set(linesOf(own, kept));
    expect(theirs.filter((line) => !ours.has(line))).toEqual([]);
    expect(theirs.length).toBeGreaterThan(10);
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
