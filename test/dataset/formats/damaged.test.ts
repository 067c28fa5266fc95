import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { fillDataset } from '../../../src/commands/fill-dataset.ts';
import { UserError } from '../../../src/diagnostics.ts';
import type { Format, WriteOptions } from '../../../src/dataset/formats/define-format.ts';
import { formatNamed } from '../../../src/dataset/formats/index.ts';
import type { Label } from '../../../src/dataset/model/label.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import type { Field } from '../../../src/dataset/model/schema.ts';
import { testJob, testLibrary } from '../library-fixture.ts';
import { newFolder, put } from './read-format.ts';
import { outline } from './sample-of.ts';
import { job, writeOptions } from './write-options.ts';

/** What is damaged: a folder or a file of each format, whole. */
const sources = new Map<string, string>();
const OTHERS = '../shared/data';

beforeAll(async () => {
  const media = newFolder();
  for (const name of ['a.png', 'b.png']) {
    await sharp({ create: { width: 32, height: 24, channels: 3, background: '#246' } }).toFile(join(media, name));
  }
  for (const name of ['yolo', 'yolo-pose', 'coco', 'cvat', 'fiftyone', 'masks']) {
    const out = join(newFolder(), name);
    await formatNamed(name).write?.(optionsFor(name, { out, media }), job());
    sources.set(name, out);
  }
  const labelme = newFolder();
  put(labelme, 'a.json', JSON.stringify(LABELME));
  sources.set('labelme', labelme);
  sources.set('datumaro', put(newFolder(), 'default.json', JSON.stringify(DATUMARO)));
  sources.set('taglab', put(newFolder(), 'project.json', JSON.stringify(TAGLAB)));
});

const about = { width: 32, height: 24, fields: { year: 2021 } };
const square = outline('Porites', [0.1, 0.1, 0.9, 0.1, 0.9, 0.9], { id: '2'.repeat(24), attributes: { depth: 3 } });
const holed = outline('Pavona', [], {
  id: '3'.repeat(24),
  rings: [
    { xy: [0, 0, 1, 0, 1, 1, 0, 1], hole: false },
    { xy: [0.2, 0.2, 0.4, 0.2, 0.4, 0.4], hole: true },
  ],
});
const OUTLINES: readonly Sample[] = [
  { ...about, id: '0'.repeat(24), filepath: 'a.png', tags: ['train'], labels: { gt: [square, holed] } },
  { ...about, id: '1'.repeat(24), filepath: 'b.png', tags: ['val'], labels: { gt: [] } },
];
const corners: Label = {
  kind: 'keypoint',
  units: 'normalised',
  xy: [0.1, 0.1, 0.9, 0.1, 0.9, 0.9, NaN, NaN],
  ...{ label: 'quadrat', confidence: null, tags: [], attributes: {} },
};
const POSES: readonly Sample[] = [{ ...about, filepath: 'a.png', tags: ['train'], labels: { gt: [corners] } }];
const LABELME = {
  ...{ version: '5.2.1', flags: { good: true }, imagePath: 'a.jpg', imageData: null, imageHeight: 24, imageWidth: 32 },
  shapes: [
    {
      label: 'A',
      shape_type: 'polygon',
      points: [
        [1, 1],
        [9, 1],
        [9, 9],
      ],
      group_id: 1,
      flags: {},
    },
    {
      label: 'B',
      shape_type: 'circle',
      points: [
        [5, 5],
        [7, 5],
      ],
    },
  ],
};
const DATUMARO = {
  info: {},
  categories: { label: { labels: [{ name: 'A', parent: '', attributes: [] }] } },
  items: [
    {
      ...{ id: 'a', image: { path: 'a.jpg', size: [24, 32] } },
      annotations: [
        {
          id: 0,
          type: 'polygon',
          attributes: { score: 0.5 },
          group: 0,
          label_id: 0,
          points: [1, 1, 9, 1, 9, 9],
          z_order: 0,
        },
        {
          id: 1,
          type: 'mask',
          attributes: {},
          group: 0,
          label_id: 0,
          rle: { counts: 'PP3', size: [24, 32] },
          z_order: 0,
        },
      ],
    },
  ],
};
const TAGLAB = {
  filename: 'p.json',
  labels: { A: { id: 'A', name: 'A', fill: [1, 2, 3] } },
  images: [
    {
      ...{ id: 'm', name: 'map', width: 32, height: 24, channels: [{ filename: 'maps/a.jpg', type: 'RGB' }] },
      annotations: {
        regions: [
          {
            id: 1,
            'class name': 'A',
            contour: [
              [1, 1],
              [9, 1],
              [9, 9],
            ],
            'inner contours': [
              [
                [2, 2],
                [4, 2],
                [4, 4],
              ],
            ],
          },
        ],
        points: [{ id: 2, X: 3, Y: 3, 'class name': 'A' }],
      },
    },
  ],
};

function optionsFor(name: string, places: { readonly out: string; readonly media: string }): WriteOptions {
  const options = writeOptions(places, name === 'yolo-pose' ? POSES : OUTLINES, { missing: 'empty' });
  const fields: Field[] = [
    { kind: 'value', name: 'year', type: 'int' },
    {
      kind: 'labels',
      name: 'gt',
      label: name === 'yolo-pose' ? 'keypoint' : 'polyline',
      list: true,
      attributes: { depth: 'int' },
    },
  ];
  return { ...options, dataset: { ...options.dataset, fields } };
}

const NAMES = ['yolo', 'yolo-pose', 'coco', 'cvat', 'fiftyone', 'masks', 'labelme', 'datumaro', 'taglab'];

/** What stands in the place of some bytes, or of a whole number, word or string. */
const ODD = [
  ...[
    '',
    'null',
    '[]',
    '{}',
    '"',
    '"x"',
    '-1',
    '0',
    '1e999',
    '1e400',
    'NaN',
    '99999999999999999999',
    '-0.0',
    'true',
    '[[[[[',
  ],
  ...['\u0000', '\ufffd', '../../x', '/etc/passwd', '&lol;', '<', ']]>', ',', '\n', '\ufeff', '{"$oid": 1}', ' '],
];

const damage = fc.array(
  fc.record({
    file: fc.nat(),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.nat(3), fc.nat(400)),
    what: fc.oneof(
      fc.constantFrom(...ODD).map((text) => ({ kind: 'put' as const, text })),
      fc.constantFrom(...ODD).map((text) => ({ kind: 'word' as const, text })),
      fc.constant({ kind: 'cut' as const }),
      fc.constant({ kind: 'twice' as const }),
      fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => ({ kind: 'bytes' as const, bytes })),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);
type Damage = (typeof damage extends fc.Arbitrary<infer D> ? D : never)[number];

function damaged(content: Buffer, { at, length, what }: Damage): Buffer {
  const from = Math.floor(at * content.length);
  const [head, rest] = [content.subarray(0, from), content.subarray(from)];
  switch (what.kind) {
    case 'cut':
      return head;
    case 'twice':
      return Buffer.concat([head, rest.subarray(0, length), rest]);
    case 'put':
      return Buffer.concat([head, Buffer.from(what.text), rest.subarray(length)]);
    case 'bytes':
      return Buffer.concat([head, what.bytes, rest.subarray(length)]);
    case 'word': {
      // Latin-1 keeps places of bytes.
      const word = /"[^"]*"|[-\w.]+/u.exec(rest.toString('latin1'));
      if (word === null) return content;
      const end = word.index + word[0].length;
      return Buffer.concat([head, rest.subarray(0, word.index), Buffer.from(what.text), rest.subarray(end)]);
    }
  }
}

/** A copy of a source in which some files are damaged. */
function damagedCopy(source: string, all: readonly Damage[]): string {
  const copy = join(newFolder(), basename(source));
  cpSync(source, copy, { recursive: true });
  const files = statSync(copy).isFile()
    ? [copy]
    : readdirSync(copy, { recursive: true, encoding: 'utf8' })
        .map((name) => join(copy, name))
        .filter((file) => statSync(file).isFile() && !file.endsWith('manifest.json'))
        .sort();
  for (const one of all) {
    const file = files[one.file % files.length] ?? '';
    writeFileSync(file, damaged(readFileSync(file), one));
  }
  return copy;
}

/** Imports it: the number of samples, or the error, after which there must be no dataset. */
async function imported(format: Format, path: string): Promise<number | UserError> {
  const library = testLibrary(newFolder());
  const job = testJob();
  const options = { path, media: null, field: null, classes: null, background: null };
  try {
    const output = await fillDataset('reef', { library, job, statement: 'import' }, (mediaOut) => {
      if (format.read === undefined) throw new Error(`${format.name} does not read`);
      return format.read({ ...options, mediaOut }, job);
    });
    return output.kind === 'change' ? output.samples : 0;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect(await library.list()).toEqual([]);
    return error as UserError;
  }
}

async function checked(format: Format, path: string): Promise<void> {
  if (format.verify === undefined) return;
  try {
    for await (const { message } of format.verify(path, job())) expect(message).not.toBe('');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
  }
}

describe('damaged files end in words, and in no dataset', () => {
  test.each(NAMES)('%s', { timeout: 60_000 }, async (name) => {
    const source = sources.get(name) ?? '';
    const format = formatNamed(name);
    // Whole, it is one or two samples.
    expect([1, 2]).toContain(await imported(format, source));
    await fc.assert(
      fc.asyncProperty(damage, async (all) => {
        const copy = damagedCopy(source, all);
        await imported(format, copy);
        await checked(format, copy);
      }),
      { numRuns: Number(process.env['QUADRAT_FUZZ'] ?? 30) },
    );
  });

  test.skipIf(!existsSync(OTHERS))('real ones of others', { timeout: 60_000 }, async () => {
    const taglab = join(OTHERS, 'taglab/multi-temporal_comparison_project.json');
    for (const [name, source] of [['taglab', taglab]] as const) {
      await fc.assert(
        fc.asyncProperty(damage, async (all) => {
          await imported(formatNamed(name), damagedCopy(source, all));
        }),
        { numRuns: 15 },
      );
    }
  });
});
