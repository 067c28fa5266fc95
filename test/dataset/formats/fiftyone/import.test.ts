import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { fillDataset } from '../../../../src/commands/fill-dataset.ts';
import type { Dataset } from '../../../../src/dataset/dataset.ts';
import { fiftyone } from '../../../../src/dataset/formats/fiftyone/fiftyone.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import { wholeDataset } from '../../../../src/dataset/query/plan.ts';
import { temporaryFolder, testJob, testLibrary } from '../../library-fixture.ts';
import {
  fieldDocument,
  labelDocument,
  labelsDocument,
  listDocument,
  metadataOf,
  oid,
  putExport,
} from './export-folder.ts';

const FIELDS = [
  fieldDocument('year', 'IntField'),
  fieldDocument('score', 'FloatField'),
  fieldDocument('never', 'DateTimeField'),
  listDocument('times', 'DateTimeField'),
  labelsDocument('gt', 'Polylines', [fieldDocument('seen', 'DateTimeField'), fieldDocument('cvat_id', 'IntField')]),
  labelsDocument('empty', 'Detections'),
];
const TIME = { $date: '2021-05-01T08:00:00Z' };
const LABEL = labelDocument('Polyline', 9, {
  label: 'Porites',
  points: [[[0, 0.1]]],
  seen: TIME,
  mixed: 1,
  pale: null,
});
const SAMPLES = [
  { _id: oid(2), filepath: '/b.jpg', tags: [], year: null, score: { $numberDouble: 'NaN' }, times: [TIME] },
  {
    _id: oid(1),
    filepath: '/a.jpg',
    tags: [],
    score: { $numberDouble: 'Infinity' },
    gt: { _cls: 'Polylines', polylines: [LABEL] },
  },
];
const ABOUT = { default_classes: ['Porites'], info: { b: 1, a: [null] }, app_config: { grid: 1 } };

async function imported(): Promise<{ readonly dataset: Dataset; readonly samples: readonly Sample[] }> {
  const library = testLibrary(temporaryFolder());
  const folder = putExport(metadataOf(FIELDS, ABOUT), SAMPLES);
  const context = { library, statement: 'import', job: testJob() };
  await fillDataset('reef', context, (mediaOut) =>
    fiftyone.read({ path: folder, media: null, field: null, mediaOut }, testJob()),
  );
  const dataset = await library.open('reef', { runner: 'in-place' });
  const samples: Sample[] = [];
  for await (const sample of dataset.samples(wholeDataset('reef'), testJob().signal)) samples.push(sample);
  return { dataset, samples };
}

describe('a dataset made of an export', () => {
  test('has the declared fields, whatever was seen in them', async () => {
    const { dataset } = await imported();
    const { fields } = await dataset.catalog();
    expect(
      fields.map((field) =>
        field.kind === 'value' ? [field.name, field.type, field.element] : [field.name, field.label, field.attributes],
      ),
    ).toEqual([
      ['year', 'int', undefined],
      ['score', 'float', undefined],
      ['never', 'date', undefined],
      ['times', 'list', 'date'],
      ['gt', 'polyline', { seen: 'date', cvat_id: 'int', mixed: 'int' }],
      ['empty', 'detection', {}],
    ]);
    expect(await dataset.classLists()).toEqual({ gt: ['Porites'], empty: ['Porites'] });
    await dataset.close();
  });

  test('keeps the order, nulls, NaN and infinities of its samples', async () => {
    const { dataset, samples } = await imported();
    const [b, a] = samples;
    expect(b).toMatchObject({ filepath: '/b.jpg', nulls: ['year', 'score'], extras: { nan: ['score'] } });
    expect(b?.fields).toEqual({ year: null, score: null, never: null, times: ['2021-05-01T08:00:00.000Z'] });
    expect(a?.fields).toEqual({ year: null, score: Infinity, never: null, times: null });
    expect(a?.labels['gt']?.[0]?.attributes).toEqual({ seen: '2021-05-01T08:00:00.000Z', mixed: 1, pale: null });
    expect(a?.nulls).toBeUndefined();
    await dataset.close();
  });

  test('keeps what the source says of it as a whole', async () => {
    const { dataset } = await imported();
    await dataset.close();
    const db = new Sqlite(dataset.file, { readonly: true });
    const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
    expect(['info', 'default_classes', 'fiftyone'].map((key) => read.get(key))).toEqual([
      '{"b":1,"a":[null]}',
      '["Porites"]',
      JSON.stringify({ app_config: { grid: 1 }, sample_fields: FIELDS }),
    ]);
    db.close();
  });
});
