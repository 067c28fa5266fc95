import { describe, expect, test } from 'vitest';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import type { Told } from '../read-format.ts';
import { newFolder, put, readAll } from '../read-format.ts';
import {
  type Document,
  fieldDocument,
  hex,
  labelsDocument,
  listDocument,
  metadataOf,
  oid,
  putExport,
} from './export-folder.ts';

const PICTURE = { _id: oid(1), filepath: 'a.jpg', tags: ['train'], _media_type: 'image' };

function read(fields: readonly Document[], samples: readonly Document[] | string, more: Document = {}): Promise<Told> {
  return readAll(fiftyone, putExport(metadataOf(fields, more), samples));
}

async function readOne(fields: readonly Document[], members: Document): Promise<Told['samples'][number]> {
  const { samples } = await read(fields, [{ ...PICTURE, ...members }]);
  const [sample] = samples;
  if (sample === undefined) throw new Error('no sample');
  return sample;
}

describe('values', () => {
  test('are of their declared types, also where no sample has one', async () => {
    const fields = [
      fieldDocument('year', 'IntField'),
      fieldDocument('depth', 'FloatField'),
      fieldDocument('site', 'StringField'),
      fieldDocument('reviewed', 'BooleanField'),
      fieldDocument('at', 'DateTimeField'),
      fieldDocument('day', 'DateField'),
      fieldDocument('ref', 'ObjectIdField'),
      fieldDocument('extra', 'DictField'),
      listDocument('notes', 'StringField'),
      listDocument('times', 'DateTimeField'),
      fieldDocument('anything', 'ListField'),
    ];
    const told = await read(fields, [
      {
        ...PICTURE,
        year: 2021,
        depth: 3,
        site: 'crème <&> brûlée 珊瑚',
        reviewed: false,
        at: { $date: '2021-05-01T08:00:00Z' },
        day: { $date: 0 },
        ref: oid(9),
        extra: { v: [1, null, { $date: 0 }] },
        notes: [],
        times: [{ $date: '2021-05-01T08:00:00Z' }],
        anything: [1, 'a', null],
      },
    ]);
    expect(told.fields).toEqual([
      { kind: 'value', name: 'year', type: 'int' },
      { kind: 'value', name: 'depth', type: 'float' },
      { kind: 'value', name: 'site', type: 'string' },
      { kind: 'value', name: 'reviewed', type: 'bool' },
      { kind: 'value', name: 'at', type: 'date' },
      { kind: 'value', name: 'day', type: 'date' },
      { kind: 'value', name: 'ref', type: 'string' },
      { kind: 'value', name: 'extra', type: 'dict' },
      { kind: 'value', name: 'notes', type: 'list', element: 'string' },
      { kind: 'value', name: 'times', type: 'list', element: 'date' },
      { kind: 'value', name: 'anything', type: 'list' },
    ]);
    expect(told.samples[0]?.fields).toEqual({
      year: 2021,
      depth: 3,
      site: 'crème <&> brûlée 珊瑚',
      reviewed: false,
      at: new Date('2021-05-01T08:00:00Z'),
      day: new Date(0),
      ref: hex(9),
      extra: { v: [1, null, '1970-01-01T00:00:00.000Z'] },
      notes: [],
      times: ['2021-05-01T08:00:00.000Z'],
      anything: [1, 'a', null],
    });
    expect(told.notes.slice(1)).toEqual([
      `1 dates and ids inside labels, lists and objects, kept as texts (sample ${hex(1)}, extra)`,
    ]);
  });

  test('null, missing and empty are three things', async () => {
    const fields = ['a', 'b', 'c'].map((name) => listDocument(name, 'StringField'));
    const sample = await readOne([...fields, labelsDocument('gt', 'Polylines')], { a: null, b: [], gt: null });
    expect(sample).toMatchObject({ fields: { b: [] }, labels: {}, nulls: ['a', 'gt'] });
  });

  test('NaN is kept beside, infinities stay, as pymongo 4 and as pymongo 3 wrote them', async () => {
    const fields = [fieldDocument('score', 'FloatField')];
    const [nan, infinite] = [{ $numberDouble: 'NaN' }, { $numberDouble: '-Infinity' }];
    const told = await read(fields, [
      { ...PICTURE, score: nan },
      { ...PICTURE, _id: oid(2), score: infinite },
    ]);
    const old = `{"samples": [{"_id":{"$oid":"${hex(1)}"},"filepath":"NaN.jpg","score":NaN}, {"_id":{"$oid":"${hex(2)}"},"filepath":"b","score": -Infinity}]}`;
    const toldOld = await read(fields, old);
    for (const { samples } of [told, toldOld]) {
      expect(samples.map((sample) => sample.fields['score'])).toEqual([NaN, -Infinity]);
      expect(samples.map((sample) => sample.extras)).toEqual([{ nan: ['score'] }, undefined]);
    }
    expect(toldOld.samples[0]?.filepath).toMatch(/NaN\.jpg$/);
  });
});

describe('what has no field of its own', () => {
  test('what queries do not see is kept: the rest of the metadata, dates of FiftyOne, its random number', async () => {
    const date = { $date: '2026-01-01T00:00:00Z' };
    const sample = await readOne([], {
      _rand: 0.9995,
      created_at: date,
      last_modified_at: date,
      _dataset_id: oid(7),
      metadata: { _cls: 'ImageMetadata', size_bytes: 5, mime_type: 'image/jpeg', width: 1920, height: 1080, iso: null },
    });
    expect(sample).toMatchObject({ width: 1920, height: 1080, fields: {} });
    expect(sample.extras).toEqual({
      metadata: { size_bytes: 5, mime_type: 'image/jpeg', iso: null },
      _rand: 0.9995,
      created_at: date,
      last_modified_at: date,
    });
    expect((await readOne([], { metadata: null })).nulls).toEqual(['metadata']);
  });

  test('fields that are not declared are kept as they look, labels too', async () => {
    const told = await read(
      [],
      [{ ...PICTURE, year: 2021, at: { $date: 0 }, more: [1], gt: { _cls: 'Detections', detections: [] } }],
    );
    expect(told.samples[0]).toMatchObject({ fields: { year: 2021, at: new Date(0), more: [1] }, labels: { gt: [] } });
    expect(told.notes).toContain(
      `4 values of fields that metadata.json does not declare, of the type they look like (sample ${hex(1)}, year, ...)`,
    );
  });

  test('documents that Quadrat has no labels for are kept as objects', async () => {
    const score = fieldDocument('score', 'EmbeddedDocumentField', {
      embedded_doc_type: 'fiftyone.core.labels.Regression',
    });
    const values = fieldDocument('scores', 'ListField', {
      subfield: 'fiftyone.core.fields.EmbeddedDocumentField',
      embedded_doc_type: 'fiftyone.core.labels.Regression',
    });
    const value = { _id: oid(3), _cls: 'Regression', tags: [], value: { $numberDouble: 'NaN' } };
    const told = await read([score, values], [{ ...PICTURE, score: value, scores: [value] }]);
    expect(told.samples[0]?.fields).toEqual({ score: value, scores: [value] });
    expect(told.notes).toContain('the field score holds objects as they stand: Quadrat has nothing like Regression');
  });
});

describe('names', () => {
  test('of fields and members may differ', async () => {
    const told = await read([fieldDocument('year', 'IntField', { db_field: 'y' })], [{ ...PICTURE, y: null }]);
    expect(told.fields).toEqual([{ kind: 'value', name: 'year', type: 'int' }]);
    expect(told.samples[0]?.nulls).toEqual(['year']);
  });

  test('that objects have of their own are only names', async () => {
    const text = `{"samples": [{"_id": {"$oid": "${hex(1)}"}, "filepath": "a", "__proto__": 1, "constructor": "x",
      "toString": {"_cls": "Polylines", "polylines": [{"_cls": "Polyline", "__proto__": 5, "hasOwnProperty": null}]}}]}`;
    const told = await read([], text);
    const [sample] = told.samples;
    expect(Object.entries(sample?.fields ?? {})).toEqual([['constructor', 'x']]);
    expect(told.skipped[0]).toMatchObject({ reason: 'private members of samples', count: 1 });
    const attributes = sample?.labels['toString']?.[0]?.attributes ?? {};
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', 5],
      ['hasOwnProperty', null],
    ]);
  });
});

describe('the dataset', () => {
  test('has its classes, info and what only an export gives back', async () => {
    const [gt, pred] = [labelsDocument('gt', 'Polylines'), labelsDocument('pred', 'Detections')];
    const fields = [gt, pred, labelsDocument('quality', 'Classification')];
    const told = await read(fields, [], {
      classes: { pred: ['a', 'b'] },
      default_classes: ['Porites', 'Acropora'],
      info: { source: 'cvat', nested: { a: [1, null] } },
      default_mask_targets: { 1: 'Porites' },
      saved_views: [{ name: 'train' }],
      evaluations: { eval: {} },
      skeletons: {},
    });
    expect(told.classes).toEqual({ gt: ['Porites', 'Acropora'], pred: ['a', 'b'] });
    expect(told.details).toEqual({
      info: { source: 'cvat', nested: { a: [1, null] } },
      default_classes: ['Porites', 'Acropora'],
      fiftyone: { default_mask_targets: { 1: 'Porites' }, saved_views: [{ name: 'train' }], sample_fields: fields },
    });
    expect(told.notes).toEqual([
      'saved views kept for an export to FiftyOne, no views here: train',
      'evaluations not imported: eval',
    ]);
  });

  test('finds pictures below its folder, below --media, or where they say', async () => {
    const folder = putExport(metadataOf([]), [
      { ...PICTURE, filepath: 'data/100% é & <1>.jpg' },
      { ...PICTURE, _id: oid(2), filepath: '/data/coral/../b.jpg' },
      { ...PICTURE, _id: oid(3), filepath: '../c\u0007.jpg' },
    ]);
    put(folder, 'data/100% é & <1>.jpg', '');
    const media = newFolder();
    const paths = async (options: { readonly media?: string }): Promise<readonly string[]> => {
      const { samples } = await readAll(fiftyone, `${folder}/metadata.json`, options);
      return samples.map(({ filepath }) => filepath);
    };
    expect(await paths({})).toEqual([`${folder}/data/100% é & <1>.jpg`, '/data/b.jpg', `${folder}/c_.jpg`]);
    expect(await paths({ media })).toEqual([`${media}/data/100% é & <1>.jpg`, '/data/b.jpg', `${media}/c_.jpg`]);
    const { notes } = await readAll(fiftyone, folder);
    expect(notes).toEqual([
      `2 of 3 pictures not found below ${folder} or where they say; imported without (--media DIR says where pictures are)`,
      `1 file paths that needed to be made safe: one that has control characters (sample ${hex(3)}, "../c\\u0007.jpg")`,
    ]);
  });

  test('may come as a file for each sample, in the order of their names', async () => {
    const folder = newFolder();
    put(folder, 'metadata.json', JSON.stringify(metadataOf([])));
    put(folder, 'samples/000002-b.json', JSON.stringify({ ...PICTURE, _id: oid(2), filepath: 'b.jpg' }));
    put(folder, 'samples/000001-a.json', JSON.stringify(PICTURE));
    put(folder, 'samples/000003.json', JSON.stringify({ samples: [{ ...PICTURE, _id: oid(3), filepath: 'c.jpg' }] }));
    const { samples } = await readAll(fiftyone, folder);
    expect(samples.map(({ id }) => id)).toEqual([hex(1), hex(2), hex(3)]);
  });

  test('is not read on when that is not wanted any more', async () => {
    const folder = putExport(metadataOf([]), [PICTURE]);
    await expect(readAll(fiftyone, folder, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('comes in batches, and leaves out what is no picture', async () => {
    const many = Array.from({ length: 450 }, (_, i) => ({ ...PICTURE, _id: oid(i + 1), filepath: `${String(i)}.jpg` }));
    const told = await read([], [...many, { ...PICTURE, _id: oid(999), _media_type: 'video' }]);
    expect(told.batches).toEqual([...Array.from({ length: 18 }, () => 25), 0]);
    expect(told.skipped).toEqual([
      { reason: 'samples that are no pictures', count: 1, examples: [`sample ${hex(999)}`] },
    ]);
    expect(told.progress.at(-1)).toMatchObject({ what: 'reading samples.json', unit: 'bytes' });
  });
});
