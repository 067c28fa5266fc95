import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { cvat } from '../../../../src/dataset/formats/cvat-xml/cvat-xml.ts';
import type { XmlNode } from '../../../../src/dataset/formats/cvat-xml/xml-children.ts';
import type { Attributes, Json } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { newFolder, readAll } from '../read-format.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';
import { ownOf, xmlImages } from './xml-images.ts';

// What FiftyOne wrote as CVATImageDataset, and from what; what a CVAT server exported. Not everywhere at hand.
const FIFTYONE = '../shared/fiftyone';
const SERVER = '../shared/fixtures/cvat-2.23.1/files';

type Numeral = number | { readonly $float: string };
type RecordedLabel = {
  readonly id: string;
  readonly label: string | null;
  readonly points: readonly (readonly (readonly [Numeral, Numeral])[])[];
  readonly closed: boolean;
  readonly filled: boolean;
};
type Recorded = {
  readonly samples: readonly {
    readonly filepath: string;
    readonly metadata?: { readonly width: number; readonly height: number };
    readonly gt_polylines?: { readonly polylines: readonly RecordedLabel[] } | null;
  }[];
};

function json(...path: readonly string[]): unknown {
  const bytes = readFileSync(join(FIFTYONE, ...path));
  return JSON.parse((path.at(-1)?.endsWith('.gz') === true ? gunzipSync(bytes) : bytes).toString('utf8'));
}

function recorded(set: string): Recorded {
  return json(set === '12' ? 'dataset-12.json' : `dataset-${set.replace('300-first-25', '300')}.json.gz`) as Recorded;
}

/** Size of the picture that lay there when FiftyOne wrote, of the one sample that has none recorded. */
const READ_BY_FIFTYONE = { width: 50, height: 40 };

/**
 * Of what FiftyOne wrote in a folder, the samples. It puts `&` into XML as it stands, which no parser accepts: samples and classes
 * with one were left out of the golden files, as were labels it fails on, and an attribute of several types.
 */
function samplesOf(set: string, count: number): Sample[] {
  const { labels: unclean } = json('golden', set, 'clean.json') as { readonly labels: readonly number[] };
  return recorded(set)
    .samples.filter(({ filepath }) => !filepath.includes('&'))
    .slice(0, count)
    .map(({ filepath, metadata, gt_polylines: lines }): Sample => {
      const { width, height } = metadata ?? READ_BY_FIFTYONE;
      const labels = (lines?.polylines ?? [])
        .filter(({ id, label }) => !unclean.includes(parseInt(id.slice(-12), 16)) && label?.includes('&') !== true)
        .map(labelOf);
      return { filepath, width, height, tags: [], fields: {}, labels: { gt_polylines: labels } };
    });
}

const MEMBERS: ReadonlySet<string> = new Set([
  'id',
  'label',
  'points',
  'closed',
  'filled',
  'tags',
  'confidence',
  'mixed',
]);

function labelOf(recordedLabel: RecordedLabel): ReturnType<typeof outline> {
  const { label, points, closed, filled } = recordedLabel;
  const attributes = Object.fromEntries(
    Object.entries(recordedLabel).filter(([name]) => !MEMBERS.has(name)),
  ) as Attributes;
  const rings = points.map((ring) => ({ xy: ring.flat().map(numberOf), hole: false }));
  return outline(label, [], { rings, closed, filled, attributes });
}

function numberOf(value: Numeral): number {
  return typeof value === 'number' ? value : Number(value.$float);
}

type Shape = {
  readonly name: string;
  readonly label: string | undefined;
  readonly occluded: string | undefined;
  readonly points: readonly string[];
  readonly own: Readonly<Record<string, string>>;
};

function shapeOf(node: XmlNode): Shape {
  const { label, occluded, points = '' } = node.attributes;
  return { name: node.name, label, occluded, points: points.split(';'), own: ownOf(node) };
}

/** Python's `round`: halves go to the even neighbour. */
function rounded(text: string): string {
  const floor = Math.floor(Number(text));
  const rest = Number(text) - floor;
  const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return String(isUp ? floor + 1 : floor);
}

/** One of our shapes as FiftyOne writes it: whole pixels, a polygon where the outline is closed, without its own `index`. */
function asFiftyone(shape: Shape, { closed, filled }: { readonly closed: boolean; readonly filled: boolean }): Shape {
  const points = shape.points.map((point) => point.split(',').map(rounded).join(','));
  const own = Object.fromEntries(Object.entries(shape.own).filter(([name]) => name !== 'index'));
  // Ours is a polygon where it is filled; a line that is closed ends in its first point.
  return {
    ...shape,
    name: closed ? 'polygon' : 'polyline',
    points: closed && !filled ? points.slice(0, -1) : points,
    own,
  };
}

/** A shape as text. FiftyOne writes a whole number of a field of floats with `.0`. */
function lineOf(image: number, { own, points, ...rest }: Shape): string {
  const sorted = Object.entries(own).map(([name, value]): [string, string] => [
    name,
    value.replace(/^(-?\d+)\.0$/u, '$1'),
  ]);
  return JSON.stringify([image, rest.name, rest.label, rest.occluded, points, sorted.sort()]);
}

/** Labels that FiftyOne wrote and we do not, by their `cvat_id`: an outline of two points, of which a CVAT server makes nothing. */
const NOT_OURS: Readonly<Record<string, readonly string[]>> = { '12': ['15'] };

describe.skipIf(!existsSync(FIFTYONE))('beside the CVATImageDataset of FiftyOne', () => {
  test.each([
    ['12', 25],
    ['300-first-25', 249],
    ['taglab', 134],
  ])('every label is the same: %s', async (set, count) => {
    const golden = await xmlImages(join(FIFTYONE, 'golden', set, 'cvat/labels.xml'));
    const samples = samplesOf(set, golden.length);
    const out = newFolder();
    // FiftyOne has no holes: every ring is a shape.
    const options = writeOptions({ out, media: '/nowhere' }, samples, {
      media: 'none',
      missing: 'empty',
      holes: 'split',
    });
    await cvat.write(options, job());
    const own = await xmlImages(join(out, 'annotations.xml'));
    const sizes = (images: readonly XmlNode[]): unknown =>
      images.map(({ attributes: { width, height } }) => [width, height]);
    expect(sizes(own)).toEqual(sizes(golden));

    const theirs = golden.flatMap(({ children }, i) => children.map((node) => ({ i, shape: shapeOf(node) })));
    expect(theirs).toHaveLength(count);
    const missing = theirs.filter(({ shape }) => NOT_OURS[set]?.includes(shape.own['cvat_id'] ?? '') === true);
    expect(missing.map(({ shape }) => shape.points.length)).toEqual((NOT_OURS[set] ?? []).map(() => 2));
    const expected = theirs.filter((one) => !missing.includes(one)).map(({ i, shape }) => lineOf(i, shape));
    const labels = samples.map(({ labels: { gt_polylines: list } }) => list ?? []);
    const ours = own.flatMap(({ children }, i) =>
      children.map((node) => {
        const shape = shapeOf(node);
        const label = labels[i]?.find(({ attributes }) => isSource(attributes, shape.own));
        if (label?.kind !== 'polyline') throw new Error(`no label for ${JSON.stringify(shape)}`);
        return lineOf(i, asFiftyone(shape, label));
      }),
    );
    expect(ours.sort()).toEqual(expected.sort());
  });
});

/** Whether a shape was made of the label with these attributes: `cvat_id`, or TagLab's area, tells them apart. */
function isSource(attributes: Attributes, own: Readonly<Record<string, string>>): boolean {
  const told = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value));
  return ['cvat_id', 'taglab_area'].every((name) => told(attributes[name]) === (own[name] ?? ''));
}

/** Numbers of a list as they are, whatever is written of them: `12.0` or `12`. */
function numbersIn(text: string | undefined): readonly number[] | undefined {
  return text?.split(/[,;]/u).map(Number);
}

const LISTS: ReadonlySet<string> = new Set(['points', 'rle']);
const TEXTS: ReadonlySet<string> = new Set(['label', 'name', 'source']);

/**
 * All that an element says, its children included, as text. The order of its children is not among it: a server lists the points of
 * a skeleton as they were made, we in the order of its label; and it mixes shapes that are in several fields here.
 */
function factsOf({ name, attributes, children, text }: XmlNode): string {
  const facts = Object.entries(attributes).map(([key, value]): [string, unknown] => {
    // A point that is outside has no place here; a server says where it was before.
    if (key === 'points' && attributes['outside'] === '1') return [key, null];
    if (LISTS.has(key)) return [key, numbersIn(value)];
    return [key, TEXTS.has(key) ? value : Number(value)];
  });
  return JSON.stringify([name, facts.sort(), text.trim(), children.map(factsOf).sort()]);
}

describe.skipIf(!existsSync(SERVER))('beside the exports of a CVAT server', () => {
  test.each(['task', 'project', 'project-nested', 'job', 'odd', 'review', 'honeypots', 'corners', 'grid'])(
    'every shape is the same: %s',
    async (name) => {
      const mediaOut = newFolder();
      const told = await readAll(cvat, join(SERVER, `export-${name}-cvat-images-download.zip`), { mediaOut });
      const out = newFolder();
      const options = writeOptions({ out, media: mediaOut }, told.samples, { media: 'none', missing: 'empty' });
      await cvat.write(options, job());
      const theirs = await xmlImages(await unpackedXml(name));
      const ours = await xmlImages(join(out, 'annotations.xml'));
      const shapes = (images: readonly XmlNode[]): unknown =>
        images.map(({ children }) => children.map(factsOf).sort());
      expect(shapes(ours)).toEqual(shapes(theirs));
    },
  );
});

async function unpackedXml(name: string): Promise<string> {
  const zip = await openPromise(join(SERVER, `export-${name}-cvat-images-download.zip`), {
    lazyEntries: true,
    autoClose: false,
  });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== 'annotations.xml') continue;
      const file = join(newFolder(), 'annotations.xml');
      writeFileSync(file, await buffer(await zip.openReadStreamPromise(entry)));
      return file;
    }
  } finally {
    zip.close();
  }
  throw new Error('no annotations.xml');
}
