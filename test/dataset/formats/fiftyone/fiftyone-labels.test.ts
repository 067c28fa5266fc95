import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import { labelsOf, onlyLabel, readAll, type Told } from '../read-format.ts';
import {
  type Document,
  fieldDocument,
  hex,
  labelDocument,
  labelsDocument,
  metadataOf,
  oid,
  putExport,
} from './export-folder.ts';

const PICTURE = { _id: oid(1), filepath: 'a.jpg', tags: ['train'], _media_type: 'image' };

function read(fields: readonly Document[], samples: readonly Document[]): Promise<Told> {
  return readAll(fiftyone, putExport(metadataOf(fields), samples));
}

describe('labels', () => {
  test('keep their ids, order, tags, attributes and numbers; null attributes stay null', async () => {
    const attributes = [fieldDocument('index', 'IntField'), fieldDocument('health', 'StringField')];
    const polylines = [
      labelDocument('Polyline', 1, {
        label: 'Acropora',
        tags: ['checked'],
        points: [
          [
            [0.1, -0.2],
            [1.05, 0.30000000000000004],
          ],
          [[0.5, 0.5]],
          [],
        ],
        closed: true,
        filled: false,
        confidence: 0.25,
        index: 4,
        health: 'pale',
        mixed: null,
      }),
      labelDocument('Polyline', 2, { label: null, points: [], closed: false, filled: true, mixed: [1, '2'] }),
    ];
    const told = await read(
      [labelsDocument('gt', 'Polylines', attributes)],
      [{ ...PICTURE, gt: { _cls: 'Polylines', polylines } }],
    );
    expect(told.fields).toEqual([
      { kind: 'labels', name: 'gt', label: 'polyline', list: true, attributes: { index: 'int', health: 'string' } },
    ]);
    expect(labelsOf(told.samples[0], 'gt')).toEqual([
      {
        kind: 'polyline',
        id: hex(1),
        units: 'normalised',
        label: 'Acropora',
        tags: ['checked'],
        rings: [
          { xy: [0.1, -0.2, 1.05, 0.30000000000000004], hole: false },
          { xy: [0.5, 0.5], hole: false },
          { xy: [], hole: false },
        ],
        closed: true,
        filled: false,
        confidence: 0.25,
        attributes: { index: 4, health: 'pale', mixed: null },
      },
      {
        kind: 'polyline',
        id: hex(2),
        units: 'normalised',
        label: null,
        tags: [],
        rings: [],
        closed: false,
        filled: true,
        confidence: null,
        attributes: { mixed: [1, '2'] },
      },
    ]);
  });
});

describe('fields of labels', () => {
  test('of all kinds, several and single', async () => {
    const fields = [
      labelsDocument('boxes', 'Detections'),
      labelsDocument('box', 'Detection'),
      labelsDocument('points', 'Keypoints'),
      labelsDocument('point', 'Keypoint'),
      labelsDocument('classes', 'Classifications'),
      labelsDocument('quality', 'Classification'),
      labelsDocument('line', 'Polyline'),
    ];
    const nan = { $numberDouble: 'NaN' };
    const box = labelDocument('Detection', 1, { bounding_box: [-0.05, 0.9, 0.3, 0.2] });
    const point = labelDocument('Keypoint', 2, {
      points: [
        [0.1, 0.2],
        [nan, nan],
      ],
      confidence: [0.5, null],
    });
    const quality = { _id: oid(3), _cls: 'Classification', tags: [], label: 'good', confidence: 0.95 };
    const told = await read(fields, [
      {
        ...PICTURE,
        boxes: { _cls: 'Detections', detections: [box] },
        box,
        points: { _cls: 'Keypoints', keypoints: [point] },
        point: { ...point, confidence: null },
        classes: { _cls: 'Classifications', classifications: [quality], logits: null },
        quality,
        line: labelDocument('Polyline', 4, { points: [[[0, 0]]] }),
      },
    ]);
    const [sample] = told.samples;
    expect(told.fields.map((field) => field.kind === 'labels' && [field.name, field.label, field.list])).toEqual([
      ['boxes', 'detection', true],
      ['box', 'detection', false],
      ['points', 'keypoint', true],
      ['point', 'keypoint', false],
      ['classes', 'classification', true],
      ['quality', 'classification', false],
      ['line', 'polyline', false],
    ]);
    expect(onlyLabel(sample, 'boxes')).toEqual(onlyLabel(sample, 'box'));
    expect(onlyLabel(sample, 'box')).toMatchObject({ kind: 'detection', box: [-0.05, 0.9, 0.3, 0.2] });
    expect(onlyLabel(sample, 'points')).toMatchObject({
      xy: [0.1, 0.2, NaN, NaN],
      confidence: null,
      attributes: { confidence: [0.5, null] },
    });
    expect(onlyLabel(sample, 'point').attributes).toEqual({});
    expect(onlyLabel(sample, 'classes')).toEqual(onlyLabel(sample, 'quality'));
    expect(onlyLabel(sample, 'quality')).toEqual({
      kind: 'classification',
      id: hex(3),
      label: 'good',
      confidence: 0.95,
      tags: [],
      attributes: {},
    });
    expect(onlyLabel(sample, 'line')).toMatchObject({ closed: false, filled: false, label: null });
    expect(told.skipped).toEqual([
      { reason: 'members of a list of labels', count: 1, examples: [`sample ${hex(1)}, classes, logits`] },
    ]);
  });
});

describe('labels that are odd', () => {
  test('keep the mask of an instance as it stands', async () => {
    const header = "{'descr': '|b1', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117);
    const file = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n\x01\x00`, 'latin1');
    const base64 = deflateSync(file).toString('base64');
    const mask = { $binary: { base64, subType: '00' } };
    const label = labelDocument('Detection', 1, { bounding_box: [0, 0, 1, 1], mask });
    const told = await read([labelsDocument('box', 'Detection')], [{ ...PICTURE, box: label }]);
    expect(onlyLabel(told.samples[0], 'box').attributes).toEqual({ mask: base64 });
    expect(told.notes.at(-1)).toMatch(/^1 instance masks of detections: kept as they stand/);
  });

  test('keep where the files of masks lie', async () => {
    const semantic = fieldDocument('semantic', 'EmbeddedDocumentField', {
      embedded_doc_type: 'fiftyone.core.labels.Segmentation',
    });
    const label = labelDocument('Detection', 1, { bounding_box: [0, 0, 1, 1], mask_path: 'fields/box/a.png' });
    const folder = putExport(metadataOf([labelsDocument('box', 'Detection'), semantic]), [
      { ...PICTURE, box: label, semantic: { _cls: 'Segmentation', mask_path: '/masks/a.png' } },
    ]);
    const { samples } = await readAll(fiftyone, folder);
    expect(onlyLabel(samples[0], 'box').attributes).toEqual({ mask_path: `${folder}/fields/box/a.png` });
    expect(samples[0]?.fields['semantic']).toEqual({ _cls: 'Segmentation', mask_path: '/masks/a.png' });
  });

  test('whose attributes are not of their declared type are kept and noted', async () => {
    const field = labelsDocument('gt', 'Polyline', [fieldDocument('cvat_id', 'IntField')]);
    const told = await read([field], [{ ...PICTURE, gt: labelDocument('Polyline', 1, { cvat_id: 'seven' }) }]);
    expect(onlyLabel(told.samples[0], 'gt').attributes).toEqual({ cvat_id: 'seven' });
    expect(told.notes.at(-1)).toMatch(/^1 attributes that are not of the type/);
  });

  test('a list that is null inside its document is empty; two labels of one id are both kept', async () => {
    const one = labelDocument('Polyline', 1);
    const told = await read(
      [labelsDocument('gt', 'Polylines'), labelsDocument('pred', 'Polylines')],
      [{ ...PICTURE, gt: { _cls: 'Polylines', polylines: null }, pred: { _cls: 'Polylines', polylines: [one, one] } }],
    );
    expect(told.samples[0]?.labels['gt']).toEqual([]);
    expect(labelsOf(told.samples[0], 'pred')).toHaveLength(2);
    expect(told.notes.slice(-2)).toEqual([
      `1 lists of labels that are null inside their document: empty, as FiftyOne counts them (sample ${hex(1)}, gt)`,
      `1 lists of labels in which two have the same id, both kept (sample ${hex(1)}, pred)`,
    ]);
  });
});
