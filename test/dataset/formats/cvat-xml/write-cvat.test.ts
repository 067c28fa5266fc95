import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { cvat } from '../../../../src/dataset/formats/cvat-xml/cvat-xml.ts';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import type { Detection, Keypoint, Label, Mask } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { findingsIn } from '../findings-in.ts';
import { newFolder, readAll } from '../read-format.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

let media = '';
let out = '';

beforeEach(() => {
  media = newFolder();
  out = newFolder();
});

const options = (samples: readonly Sample[], more: Partial<WriteOptions> = {}): WriteOptions =>
  writeOptions({ out, media }, samples, { media: 'none', missing: 'empty', ...more });

const xml = (): string => readFileSync(join(out, 'annotations.xml'), 'utf8');
const body = (): string => xml().slice(xml().indexOf('</meta>') + 8);

const BASE = { confidence: null, tags: [], attributes: {} } as const;
const SQUARE = [2, 2, 7, 2, 7, 7, 2, 7];
const HOLE = [3, 3, 6, 3, 6, 6, 3, 6];
const square = (more: Partial<ReturnType<typeof outline>> = {}): ReturnType<typeof outline> =>
  outline('A', SQUARE, { units: 'pixel', ...more });
const rings = [
  { xy: SQUARE, hole: false },
  { xy: HOLE, hole: true },
];
const box: Detection = { ...BASE, kind: 'detection', label: 'A', units: 'pixel', box: [1, 2, 3, 4] };
const points: Keypoint = { ...BASE, kind: 'keypoint', label: 'A', units: 'pixel', xy: [1, 2, 5, 6.5] };
const mask: Mask = { ...BASE, kind: 'mask', label: 'A', left: 1, top: 1, width: 2, height: 2, counts: [0, 3, 1] };

/** A sample of 10 x 10 pixels. */
const small = (labels: readonly Label[] | null, more: Partial<Sample> = {}): Sample => {
  const base = { filepath: 'a.jpg', width: 10, height: 10, tags: [], fields: {}, labels: { gt_polylines: labels } };
  return { ...base, ...more };
};

/** Elements of the only image, a line each, without what all shapes have. */
async function elements(label: Label, more: Partial<WriteOptions> = {}): Promise<string[]> {
  await cvat.write(options([small([label])], more), job());
  const lines = body().split('\n').slice(1, -3);
  return lines.map((line) =>
    line.trim().replace(' label="A" source="manual" occluded="0"', '').replace(' z_order="0"', ''),
  );
}

describe('writing cvat', () => {
  test('images, shapes, attributes and the head that declares them', async () => {
    await sharp({ create: { width: 10, height: 10, channels: 3, background: '#246' } }).toFile(
      join(media, 'é & "1".jpg'),
    );
    const attributes = {
      occluded: true,
      source: 'auto',
      z_order: 3,
      group_id: 7,
      depth: 4,
      alive: false,
      note: 'a <b>\n"c"',
    };
    const sample = small([square({ attributes, confidence: 0.5, tags: ['t'] })], {
      filepath: 'é & "1".jpg',
      tags: ['train', 'qc'],
    });
    const report = await cvat.write(options([sample, small(null, { filepath: 'b.jpg' })], { media: 'link' }), job());
    expect(readdirSync(out, { recursive: true }).sort()).toEqual([
      'annotations.xml',
      'images',
      'images/train',
      'images/train/é & "1".jpg',
    ]);
    expect(xml()).toBe(`<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta><project>
<tasks>
<task><name>train</name><size>1</size><mode>annotation</mode><subset>train</subset></task>
</tasks>
<labels>
<label><name>A</name><type>any</type><attributes><attribute><name>depth</name><mutable>False</mutable><input_type>number</input_type><default_value>4</default_value><values>4
4
1</values></attribute><attribute><name>alive</name><mutable>False</mutable><input_type>checkbox</input_type><default_value>false</default_value><values>false</values></attribute><attribute><name>note</name><mutable>False</mutable><input_type>text</input_type><default_value>a &lt;b&gt;&#10;&quot;c&quot;</default_value><values>a &lt;b&gt;&#10;&quot;c&quot;</values></attribute></attributes></label>
</labels>
  </project></meta>
  <image id="0" name="é &amp; &quot;1&quot;.jpg" subset="train" width="10" height="10">
    <polygon label="A" source="auto" occluded="1" points="2,2;7,2;7,7;2,7" z_order="3" group_id="7">
      <attribute name="depth">4</attribute>
      <attribute name="alive">false</attribute>
      <attribute name="note">a &lt;b&gt;&#10;&quot;c&quot;</attribute>
    </polygon>
  </image>
</annotations>
`);
    expect(report.notes).toEqual([
      '1 image, 1 shape',
      'confidences, which CVAT has no place for: 1',
      'labels whose tags CVAT has no place for: 1',
      'pictures: 1 hard-linked',
    ]);
    expect(report.skipped).toMatchObject([{ reason: 'samples whose picture is not there', count: 1 }]);
  });

  test.each([
    ['a filled outline', square(), ['<polygon points="2,2;7,2;7,7;2,7">']],
    ['normalised', outline('A', [0.05, 0, 0.5, 0, 0.5, 0.25]), ['<polygon points="0.5,0;5,0;5,2.5">']],
    ['an open line', square({ closed: false, filled: false }), ['<polyline points="2,2;7,2;7,7;2,7">']],
    ['a closed line', square({ filled: false }), ['<polyline points="2,2;7,2;7,7;2,7;2,2">']],
    ['a hole', square({ rings }), ['<polygon points="2,2;3,3;3,6;6,6;6,3;3,3;2,2;7,2;7,7;2,7">']],
    ['a box', { ...box, attributes: { rotation: 30 } }, ['<box xtl="1" ytl="2" xbr="4" ybr="6" rotation="30">']],
    [
      'an ellipse',
      { ...box, attributes: { shape: 'ellipse', cx: 5, cy: 6, rx: 2, ry: 1 } },
      ['<ellipse cx="5" cy="6" rx="2" ry="1">'],
    ],
    ['points', points, ['<points points="1,2;5,6.5">']],
    ['points, one of them nowhere', { ...points, xy: [1, 2, NaN, NaN] }, ['<points points="1,2">']],
    ['a mask', mask, ['<mask rle="0, 3, 1" left="1" top="1" width="2" height="2">']],
  ] as const)('%s', async (_name, label, lines) => {
    const written = (await elements(label)).filter((line) => !line.startsWith('</'));
    expect(written).toEqual(lines);
  });
});

describe('what is written of', () => {
  test('a tag', async () => {
    await cvat.write(options([small([{ ...BASE, kind: 'classification', label: 'A' }])]), job());
    expect(body()).toContain('<tag label="A" source="manual">');
  });

  test('a skeleton, point by point', async () => {
    const attributes = {
      elements: ['top', 'left'],
      occluded_elements: ['top'],
      element_attributes: { top: { worn: true } },
    };
    await cvat.write(options([small([{ ...points, xy: [1, 2, NaN, NaN], attributes }])]), job());
    expect(body()).toContain(`    <skeleton label="A" source="manual" z_order="0">
      <points label="top" source="manual" outside="0" occluded="1" points="1,2">
      <attribute name="worn">true</attribute>
      </points>
      <points label="left" source="manual" outside="1" occluded="0" points="0,0">
      </points>
    </skeleton>`);
    expect(xml()).toContain(
      '<label><name>left</name><type>points</type><attributes></attributes><parent>A</parent></label>',
    );
  });

  test.each([
    ['outer', ['<polygon points="2,2;7,2;7,7;2,7">']],
    ['split', ['<polygon points="2,2;7,2;7,7;2,7">', '<polygon points="3,3;6,3;6,6;3,6">']],
    ['rle', ['<mask rle="0, 14, 2, 4, 2, 14" left="2" top="2" width="6" height="6">']],
  ] as const)('holes: %s', async (holes, lines) => {
    expect((await elements(square({ rings }), { holes })).filter((line) => !line.startsWith('</'))).toEqual(lines);
  });

  test('all fields that an import from CVAT makes are written', async () => {
    const labels = { gt_polylines: null, gt_detections: [box], predictions: [box], gt_masks: [mask] };
    const report = await cvat.write(options([small(null, { labels })]), job());
    expect(report.labels).toBe(2);
    await expect(cvat.write(options([small(null, { labels: { a: [box], b: [box] } })]), job())).rejects.toThrow('a, b');
  });

  test('what cannot be written is counted', async () => {
    const labels: Label[] = [square(), outline(null, SQUARE), outline('A', [1, 1]), outline('A', [1, NaN, 2, 2, 3, 3])];
    const report = await cvat.write(
      options([small([...labels, { ...points, xy: [NaN, 1] }, outline('Z', SQUARE)])], { classes: ['A'] }),
      job(),
    );
    expect(Object.fromEntries(report.skipped.map(({ reason, count }) => [reason, count]))).toEqual({
      'labels without a class': 1,
      'outlines with fewer than 3 points': 1,
      'labels with a coordinate that is no number': 1,
      'key points of which none is placed': 1,
      'labels of a class that is not in the list: Z': 1,
    });
  });
});

describe('there and back', () => {
  const number = fc
    .oneof(fc.integer({ min: -5, max: 90 }), fc.double({ min: -5, max: 90, noNaN: true }))
    .map((x) => x + 0);
  const text = fc.oneof(fc.constantFrom('A', 'Sable & débris', '珊瑚 <1>'), fc.string({ minLength: 1 }));
  const name = text.filter((one) => one.trim() === one && /^[^\p{Cc}\p{Cs}\ufffe\uffff]+$/u.test(one));
  const ring = fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 6 }).map((all) => all.flat());
  const attributes = fc.record(
    {
      depth: fc.double({ min: 0, max: 9, noNaN: true }).map((x) => x + 0),
      alive: fc.boolean(),
      note: name,
      occluded: fc.boolean(),
    },
    { requiredKeys: ['occluded'] },
  );
  const shape = fc.oneof(
    ring.map((xy) => ({
      kind: 'polyline' as const,
      units: 'pixel' as const,
      rings: [{ xy, hole: false }],
      closed: true,
      filled: true,
    })),
    fc.tuple(number, number).map((xy) => ({ kind: 'keypoint' as const, units: 'pixel' as const, xy })),
    fc.constant({ kind: 'mask' as const, left: 3, top: 4, width: 3, height: 2, counts: [0, 1, 2, 3] }),
  );
  const label: fc.Arbitrary<Label> = fc.tuple(name, attributes, shape).map(([one, own, other]) => ({
    ...BASE,
    label: one,
    ...other,
    attributes: { ...own, source: 'manual', z_order: 0 },
  }));
  const labelLists = fc.array(fc.array(label, { maxLength: 4 }), { minLength: 1, maxLength: 3 });

  test('coordinates, classes and attributes are the same', async () => {
    await fc.assert(
      fc.asyncProperty(labelLists, async (lists) => {
        const samples = lists.map((labels, i) =>
          small(labels, { width: 100, height: 100, filepath: `${String(i)}.jpg` }),
        );
        const folder = newFolder();
        await cvat.write(writeOptions({ out: folder, media }, samples, { media: 'none', missing: 'empty' }), job());
        const told = await readAll(cvat, folder);
        expect(told.skipped).toEqual([]);
        const back = told.samples.map(({ labels }) => Object.values(labels).flatMap((some) => some ?? []));
        expect(back.map(sorted)).toEqual(lists.map(sorted));
        expect((await findingsIn(cvat, folder)).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  /** In an order that does not depend on the fields that kinds go to. */
  function sorted(labels: readonly Label[]): Label[] {
    return labels.toSorted((a, b) => JSON.stringify(a.kind).localeCompare(JSON.stringify(b.kind)));
  }

  const FIXTURES = '../shared/fixtures/cvat-2.23.1/files';
  test
    .skipIf(!existsSync(FIXTURES))
    .each([
      'export-task-cvat-images-download.zip',
      'export-project-nested-cvat-images-download.zip',
      'export-grid-cvat-images-download.zip',
      'export-corners-cvat-images-download.zip',
    ])('what a server exported comes back: %s', async (file) => {
    const first = await readAll(cvat, join(FIXTURES, file));
    const folder = newFolder();
    await cvat.write(writeOptions({ out: folder, media }, first.samples, { media: 'none', missing: 'empty' }), job());
    const second = await readAll(cvat, folder);
    const bare = (samples: readonly Sample[]): unknown =>
      samples.map(({ width, height, labels, tags }) => ({ width, height, labels, tags }));
    expect(bare(second.samples)).toEqual(bare(first.samples));
    expect((await findingsIn(cvat, folder)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
