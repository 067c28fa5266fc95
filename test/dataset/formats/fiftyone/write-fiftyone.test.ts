import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { numpyArray } from '../../../../src/dataset/formats/fiftyone/instance-mask.ts';
import type { Label, Mask } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import type { Field, LabelField } from '../../../../src/dataset/model/schema.ts';
import { box, outline, sampleOf } from '../../library-fixture.ts';
import { type Document, hex, oid } from './export-folder.ts';
import { write } from './written.ts';

const BARE = { confidence: null, tags: [], attributes: {} };

function labelField(label: LabelField['label'], more: Partial<LabelField> = {}): LabelField {
  return { kind: 'labels', name: 'gt', label, list: true, attributes: {}, ...more };
}

function sample(labels: readonly Label[] | null, more: Partial<Sample> = {}): Sample {
  return sampleOf('a.jpg', { id: hex(1), labels: { gt: labels }, ...more });
}

async function documents(field: LabelField, labels: readonly Label[]): Promise<readonly Document[]> {
  const { samples } = await write([field], [sample(labels)]);
  const gt = samples[0]?.['gt'] as Document;
  return gt[(gt['_cls'] as string).toLowerCase()] as readonly Document[];
}

describe('a sample is written', () => {
  test('with what FiftyOne wants of each, in ASCII', async () => {
    const fields: Field[] = [
      { kind: 'value', name: 'depth', type: 'float' },
      { kind: 'value', name: 'year', type: 'int' },
      { kind: 'value', name: 'at', type: 'date' },
      { kind: 'value', name: 'times', type: 'list', element: 'date' },
    ];
    const one = sampleOf('/é/a.jpg', {
      id: hex(1),
      tags: ['été'],
      fields: { depth: 3, year: 3, at: new Date(0), times: ['2021-05-01T08:00:00.125Z'] },
    });
    const { folder } = await write(fields, [one], { mediaPath: ({ filepath }) => filepath });
    expect(readFileSync(`${folder}/samples.json`, 'latin1')).toBe(
      '{"samples": [{"_id": {"$oid": "000000000000000000000001"}, "filepath": "/\\u00e9/a.jpg", "tags": ["\\u00e9t\\u00e9"], ' +
        '"metadata": {"_cls":"ImageMetadata","width":100,"height":80}, "_media_type": "image", "_rand": 0.9998649727227167, ' +
        '"depth": 3.0, "year": 3, "at": {"$date": "1970-01-01T00:00:00Z"}, ' +
        '"times": [{"$date": "2021-05-01T08:00:00.125Z"}], "_dataset_id": {"$oid": "41e845725293912b9eef76a9"}}]}',
    );
  });

  test('null, missing and empty as they are; NaN where it was', async () => {
    const fields: Field[] = [
      labelField('polyline'),
      labelField('polyline', { name: 'pred' }),
      labelField('detection', { name: 'none' }),
      { kind: 'value', name: 'score', type: 'float' },
      { kind: 'value', name: 'gone', type: 'int' },
      { kind: 'value', name: 'was', type: 'float' },
    ];
    const one = sample([], {
      labels: { gt: [], pred: null, none: null },
      fields: { score: null, gone: null },
      nulls: ['pred', 'gone', 'unheard', 'score'],
      extras: { nan: ['score', 'was'] },
    });
    const { samples } = await write(fields, [one]);
    expect(samples[0]).toMatchObject({
      gt: { _cls: 'Polylines', polylines: [] },
      pred: null,
      gone: null,
      score: { $numberDouble: 'NaN' },
    });
    expect(samples[0]).not.toHaveProperty('none');
    expect(samples[0]).not.toHaveProperty('unheard');
    expect(samples[0]).not.toHaveProperty('was');
  });
});

describe('labels are written', () => {
  test('in fractions of the picture, rings in their order', async () => {
    const more = { id: hex(2), confidence: 1, attributes: { index: 4, pale: null } };
    const rings = [
      { xy: [0, 0, 50, 20], hole: false },
      { xy: [1, 1], hole: true },
    ];
    const field = labelField('polyline', { attributes: { index: 'int' } });
    const { samples, report } = await write([field], [sample([outline('Porites', [], { ...more, rings })])]);
    expect(samples[0]?.['gt']).toEqual({
      _cls: 'Polylines',
      polylines: [
        {
          _id: oid(2),
          _cls: 'Polyline',
          attributes: {},
          tags: [],
          label: 'Porites',
          points: [
            [
              [0, 0],
              [0.5, 0.25],
            ],
            [[0.01, 0.0125]],
          ],
          confidence: 1,
          closed: true,
          filled: true,
          index: 4,
          pale: null,
        },
      ],
    });
    expect(report.notes.at(-1)).toMatch(/^1 outline with holes: rings of one label/);
  });

  test('a mask as a detection with a mask of its box', async () => {
    const mask: Mask = {
      ...BARE,
      kind: 'mask',
      id: hex(2),
      label: 'a',
      left: 10,
      top: 20,
      width: 3,
      height: 2,
      counts: [1, 2, 2, 1],
    };
    const [document] = await documents(labelField('mask'), [mask]);
    expect(document).toMatchObject({ _cls: 'Detection', bounding_box: [0.1, 0.25, 0.03, 0.025] });
    const { $binary: binary } = document?.['mask'] as { readonly $binary: { readonly base64: string } };
    const file = inflateSync(Buffer.from(binary.base64, 'base64'));
    expect(numpyArray(file)).toEqual({ height: 2, width: 3, type: '|b1' });
    expect([...file.subarray(-6)]).toEqual([0, 1, 1, 0, 0, 1]);
  });

  test('key points with a confidence for each, and none where nobody placed one', async () => {
    const point = { ...BARE, kind: 'keypoint', units: 'normalised', label: null, xy: [0.5, 0.5, NaN, NaN] } as const;
    const [first, second, third] = await documents(labelField('keypoint'), [
      { ...point, id: hex(2), confidence: 0.5 },
      { ...point, id: hex(3), attributes: { confidence: [0.1, null] } },
      { ...point, id: hex(4) },
    ]);
    const nan = { $numberDouble: 'NaN' };
    expect(first).toMatchObject({
      points: [
        [0.5, 0.5],
        [nan, nan],
      ],
      confidence: [0.5, 0.5],
      label: null,
    });
    expect(second).toMatchObject({ confidence: [0.1, null] });
    expect(third).toMatchObject({ confidence: null });
  });
});

describe('labels are written beside others', () => {
  test('a single one as itself', async () => {
    const quality = { ...BARE, kind: 'classification', id: hex(2), label: 'good' } as const;
    const { samples } = await write([labelField('classification', { list: false })], [sample([quality])]);
    expect(samples[0]?.['gt']).toEqual({ _id: oid(2), _cls: 'Classification', tags: [], label: 'good' });
  });

  test('attributes of any name, under another where that one is taken', async () => {
    const attributes = { points: 1, 'a.b': 2, a_b: 3, $x: 4, _y: 5, 'Größe 1': 6, attributes: { old: 1 } };
    const { samples, report } = await write(
      [labelField('polyline')],
      [sample([outline('a', [], { id: hex(2), rings: [], attributes })])],
    );
    const { polylines } = samples[0]?.['gt'] as { readonly polylines: readonly Document[] };
    expect(polylines[0]).toMatchObject({
      points: [],
      points_: 1,
      a_b: 2,
      a_b_: 3,
      x: 4,
      y: 5,
      'Größe 1': 6,
      attributes: { old: 1 },
    });
    expect(report.notes.at(-1)).toMatch(/^5 attributes with a name that FiftyOne or MongoDB has other uses for/);
  });

  test('of several kinds as several fields', async () => {
    const labels = [outline('a', [0, 0, 1, 1], { id: hex(2) }), box('b', [0, 0, 1, 1], { id: hex(3) })];
    const { samples, metadata, report } = await write([labelField('mixed')], [sample(labels)]);
    expect(samples[0]).toMatchObject({
      gt_polylines: { polylines: [{ label: 'a' }] },
      gt_detections: { detections: [{ label: 'b' }] },
    });
    const names = (metadata['sample_fields'] as readonly Document[]).map(({ name }) => name);
    expect(names.slice(-2)).toEqual(['gt_polylines', 'gt_detections']);
    expect(report.notes.slice(-2)).toEqual(['gt is written as gt_polylines', 'gt is written as gt_detections']);
    expect(report.labels).toBe(2);
  });

  test('not where they are in pixels of a picture of unknown size', async () => {
    const one = sample([outline('a', [0, 0, 1, 1], { id: hex(2) })], { width: null });
    const { samples, report } = await write([labelField('polyline')], [one]);
    expect(samples[0]).toMatchObject({ gt: { polylines: [] } });
    expect(report).toMatchObject({
      labels: 0,
      skipped: [
        {
          reason: 'labels in pixels of a picture of unknown size',
          count: 1,
          examples: [`sample ${hex(1)}, label ${hex(2)}`],
        },
      ],
    });
  });
});

describe('the dataset is written', () => {
  const fields: Field[] = [
    { kind: 'value', name: 'day', type: 'date' },
    labelField('polyline', { attributes: { health: 'string', mixed: 'mixed' } }),
  ];
  const day = {
    name: 'day',
    ftype: 'fiftyone.core.fields.DateField',
    fields: [],
    db_field: 'day',
    description: 'when',
  };
  const view = { name: 'train', _dataset_id: oid(9) };

  test('in the version that every FiftyOne from 1.0 on reads, with its declared fields', async () => {
    const { metadata } = await write(fields, []);
    expect(metadata).toMatchObject({ version: '1.0.0', name: 'reef', slug: 'reef', media_type: 'image' });
    const [labels] = (metadata['sample_fields'] as readonly Document[]).slice(-1);
    const [list] = labels?.['fields'] as readonly Document[];
    const parts = list?.['fields'] as readonly Document[];
    expect(parts.map(({ name }) => name)).toEqual([
      'id',
      'tags',
      'attributes',
      'label',
      'points',
      'confidence',
      'index',
      'closed',
      'filled',
      'health',
    ]);
  });

  test('with what an import kept: declarations, views of the whole, classes', async () => {
    const details = {
      info: { source: 'cvat' },
      default_classes: ['a', 'b'],
      fiftyone: { sample_fields: [day], saved_views: [view], default_mask_targets: { 1: 'a' } },
    };
    const dataset = { name: 'My_Reef 2', fields, details, classLists: { gt: ['a', 'b'], pred: ['c'] }, isWhole: true };
    const { metadata } = await write(fields, [], { dataset });
    expect(metadata).toMatchObject({
      name: 'My_Reef 2',
      slug: 'my-reef-2',
      info: { source: 'cvat' },
      default_classes: ['a', 'b'],
      classes: { pred: ['c'] },
      default_mask_targets: { 1: 'a' },
      saved_views: [{ name: 'train', _dataset_id: metadata['_id'] }],
    });
    expect(metadata['sample_fields']).toContainEqual(day);
    const part = await write(fields, [], { dataset: { ...dataset, isWhole: false } });
    expect(part.metadata['saved_views']).toEqual([]);
  });

  test('with members named as MongoDB names them', async () => {
    const details = { fiftyone: { sample_fields: [{ ...day, db_field: 'd' }] } };
    const dataset = { name: 'reef', fields, details, classLists: {}, isWhole: true };
    const one = sample(null, { fields: { day: new Date(0) } });
    expect((await write(fields, [one], { dataset })).samples[0]).toMatchObject({
      d: { $date: '1970-01-01T00:00:00Z' },
    });
  });

  test('not on when that is not wanted any more', async () => {
    await expect(write([], [sample(null)], {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('without declarations that do not fit any more', async () => {
    const old = { ...day, ftype: 'fiftyone.core.fields.IntField' };
    const details = { fiftyone: { sample_fields: [old] } };
    const { metadata } = await write(fields, [], {
      dataset: { name: 'reef', fields, details, classLists: {}, isWhole: true },
    });
    const found = (metadata['sample_fields'] as readonly Document[]).find(({ name }) => name === 'day');
    expect(found).toMatchObject({ ftype: 'fiftyone.core.fields.DateTimeField' });
  });

  test.each(['__proto__', 'constructor', 'toString', 'valueOf'])('a text whose type is called %s', async (ftype) => {
    const kept: Field[] = [{ kind: 'value', name: 'day', type: 'dict' }];
    const details = { fiftyone: { sample_fields: [{ ...day, ftype: `fiftyone.core.fields.${ftype}` }] } };
    const dataset = { name: 'reef', fields: kept, details, classLists: {}, isWhole: true };
    const { metadata, samples } = await write(kept, [sample(null, { fields: { day: 'a "day"' } })], { dataset });
    expect(metadata['sample_fields']).toContainEqual(
      expect.objectContaining({ ftype: `fiftyone.core.fields.${ftype}` }),
    );
    expect(samples[0]).toMatchObject({ day: 'a "day"' });
  });

  test('a sample once, whatever the view shows', async () => {
    const { samples, report } = await write([], [sample(null), sample(null)]);
    expect(samples).toHaveLength(1);
    expect(report.skipped).toEqual([
      { reason: 'samples that the view shows again: FiftyOne takes an id once', count: 1, examples: ['a.jpg'] },
    ]);
  });

  test.each([
    ['field', { fields: ['gt'] }],
    ['split-by', { splitBy: 'year' }],
    ['classes', { classes: ['a'] }],
    ['missing', { missing: 'skip' as const }],
  ])('with no use for --%s', async (flag, options) => {
    await expect(write([], [], options)).rejects.toMatchObject({
      code: 'usage',
      message: `fiftyone writes every field and sample as it is: --${flag} has no use`,
    });
  });
});
