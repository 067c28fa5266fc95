import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import type { WriteOptions } from '../../../../src/dataset/formats/define-format.ts';
import { parquet } from '../../../../src/dataset/formats/parquet/parquet.ts';
import { parquetFile } from '../../../../src/dataset/formats/parquet/parquet-file.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';
import type { Sample } from '../../../../src/dataset/model/sample.ts';
import type { Field } from '../../../../src/dataset/model/schema.ts';
import type { Answer, Value } from '../../../../src/dataset/query/answer.ts';
import { newFolder } from '../read-format.ts';
import { outline } from '../sample-of.ts';
import { job, writeOptions } from '../write-options.ts';

const ID = '0123456789abcdef01234567';
const BASE = { id: ID, label: 'A', confidence: null, tags: [], attributes: {} };
const labels: readonly Label[] = [
  outline('Porites', [0, 0, 0.5, 0, 0.5, 0.5], {
    id: ID,
    confidence: 0.5,
    tags: ['qc'],
    attributes: { depth: 3, x: NaN },
  }),
  { ...BASE, kind: 'detection', units: 'pixel', box: [16, 8, 32, 16] },
  { ...BASE, kind: 'keypoint', units: 'pixel', xy: [32, 16, NaN, NaN] },
  { ...BASE, kind: 'mask', left: 1, top: 2, width: 2, height: 2, counts: [1, 3] },
  { ...BASE, kind: 'classification' },
];
const samples: readonly Sample[] = [
  {
    ...{ id: ID, filepath: 'é ###.jpg', width: 64, height: 32, tags: ['train', 'qc'] },
    fields: {
      ...{ year: 2 ** 52, depth: -0.5, note: '', ok: false, day: new Date('2021-05-01T00:00:00.250Z') },
      ...{ list: [1, null, 3], any: [1, 'a'], free: { a: NaN } },
    },
    labels: { gt: labels, none: null },
  },
  { filepath: 'b.jpg', width: null, height: null, tags: [], fields: { depth: NaN }, labels: { gt: [], none: null } },
];
const value = (name: string, type: string, element?: string): Field =>
  ({ kind: 'value', name, type, ...(element !== undefined && { element }) }) as Field;
const list = (name: string): Field => ({ kind: 'labels', name, label: 'mixed', list: true, attributes: {} });
const fields: readonly Field[] = [
  ...[
    value('year', 'int'),
    value('depth', 'float'),
    value('note', 'string'),
    value('ok', 'bool'),
    value('day', 'date'),
  ],
  ...[value('list', 'list', 'int'), value('any', 'list'), value('free', 'dict'), list('gt'), list('none')],
];

async function rowsOf(
  more: Partial<WriteOptions> = {},
  from = samples,
  known = fields,
): Promise<Record<string, unknown>[]> {
  const file = await written(more, from, known);
  return readBack(file);
}

async function written(more: Partial<WriteOptions>, from = samples, known = fields): Promise<ArrayBuffer> {
  const out = join(newFolder(), 'table.parquet');
  const options = writeOptions({ out, media: '/nowhere' }, from, more);
  await parquet.write({ ...options, dataset: { ...options.dataset, fields: known } }, job());
  return bytesOf(out);
}

async function readBack(file: ArrayBuffer): Promise<Record<string, unknown>[]> {
  return (await parquetReadObjects({ file })).map((row) => nulls(row) as Record<string, unknown>);
}

/** The reader gives `undefined` for a list or an object that is missing. */
function nulls(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(nulls);
  if (typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nulls(inner)]));
}

function bytesOf(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}

const NO_SHAPE = { units: null, points: null, holes: null, closed: null, filled: null, mask: null };

describe('parquet', () => {
  test('a row a sample, every value of its type, labels in lists', async () => {
    const [first, second] = await rowsOf();
    expect(first).toMatchObject({
      ...{ id: ID, filepath: 'é ###.jpg', tags: ['train', 'qc'], metadata: { width: 64n, height: 32n } },
      ...{ year: 4503599627370496n, depth: -0.5, note: '', ok: false, day: new Date('2021-05-01T00:00:00.250Z') },
      ...{ list: [1n, null, 3n], any: '[1,"a"]', free: '{"a":{"$float":"NaN"}}', none: null },
    });
    const [polyline, detection, keypoint, mask, classification] = first?.['gt'] as readonly Record<string, unknown>[];
    expect(polyline).toMatchObject({
      ...{
        id: ID,
        kind: 'polyline',
        label: 'Porites',
        confidence: 0.5,
        tags: ['qc'],
        units: 'normalised',
        area: 0.125,
      },
      ...{ bounding_box: [0, 0, 0.5, 0.5], vertices: 3n, closed: true, filled: true },
      points: [
        [
          [0, 0],
          [0.5, 0],
          [0.5, 0.5],
        ],
      ],
      attributes: '{"depth":3,"x":{"$float":"NaN"}}',
    });
    expect(detection).toMatchObject({ kind: 'detection', units: 'normalised', bounding_box: [0.25, 0.25, 0.5, 0.5] });
    expect(keypoint).toMatchObject({
      units: 'normalised',
      points: [
        [
          [0.5, 0.5],
          [NaN, NaN],
        ],
      ],
      vertices: 2n,
    });
    expect(mask).toMatchObject({
      units: 'pixel',
      mask: { left: 1n, top: 2n, width: 2n, height: 2n, counts: [1n, 3n] },
    });
    expect(classification).toMatchObject({ kind: 'classification', label: 'A' });
    expect(second).toMatchObject({
      id: null,
      tags: [],
      year: null,
      depth: NaN,
      note: null,
      ok: null,
      day: null,
      list: null,
      gt: [],
    });
  });

  test('types that a reader of tables sees', async () => {
    const { children } = parquetSchema(parquetMetadata(await written({})));
    expect(children.map(({ element: { name, type, converted_type: as } }) => [name, type, as])).toEqual([
      ['id', 'BYTE_ARRAY', 'UTF8'],
      ['filepath', 'BYTE_ARRAY', 'UTF8'],
      ['tags', undefined, 'LIST'],
      ['metadata', undefined, undefined],
      ['year', 'INT64', undefined],
      ['depth', 'DOUBLE', undefined],
      ['note', 'BYTE_ARRAY', 'UTF8'],
      ['ok', 'BOOLEAN', undefined],
      ['day', 'INT64', 'TIMESTAMP_MILLIS'],
      ['list', undefined, 'LIST'],
      ['any', 'BYTE_ARRAY', 'UTF8'],
      ['free', 'BYTE_ARRAY', 'UTF8'],
      ['gt', undefined, 'LIST'],
      ['none', undefined, 'LIST'],
    ]);
  });

  test('a row a label; pixels where the size of the picture is not known', async () => {
    const unknown: Sample = { ...(samples[0] as Sample), width: null, height: null };
    const rows = await rowsOf({ rows: 'labels', fields: ['gt'] }, [unknown]);
    expect(rows.map(({ sample, field, kind, units }) => [sample, field, kind, units])).toEqual([
      [ID, 'gt', 'polyline', 'normalised'],
      [ID, 'gt', 'detection', 'pixel'],
      [ID, 'gt', 'keypoint', 'pixel'],
      [ID, 'gt', 'mask', 'pixel'],
      [ID, 'gt', 'classification', null],
    ]);
    expect(rows[1]).toMatchObject({ bounding_box: [16, 8, 32, 16], area: null });
    expect(rows[2]).toMatchObject({
      points: [
        [
          [32, 16],
          [NaN, NaN],
        ],
      ],
    });
    expect(rows[4]).toMatchObject({ ...NO_SHAPE, bounding_box: null, attributes: null });
  });

  test('a result: each column of the type that fits all its values', async () => {
    const table: Answer = {
      kind: 'table',
      columns: ['n', 'n', 'x', 'mixed', 'none'].map((name) => ({ name, type: 'mixed' })),
      rows: [
        [1, 'a', 1, true, null],
        [null, null, 0.5, 'b', null],
      ],
      total: 2,
    };
    expect(await rowsOf({ table })).toEqual([
      { n: 1n, n_2: 'a', x: 1, mixed: 'true', none: null },
      { n: null, n_2: null, x: 0.5, mixed: '"b"', none: null },
    ]);
    expect(await rowsOf({ table: { kind: 'scalar', value: 7 } })).toEqual([{ value: 7n }]);
    await expect(rowsOf({ table: { kind: 'view', samples: 1, labels: {} } })).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });
});

describe('files of parquet', () => {
  test('no samples are a table without rows; a value of another type is an error that names it', async () => {
    expect(await rowsOf({}, [])).toEqual([]);
    const wrong: Sample = { ...(samples[1] as Sample), fields: { year: 'x' } };
    await expect(rowsOf({}, [wrong])).rejects.toMatchObject({
      code: 'invalid',
      message: 'b.jpg: year has a value that is no int',
    });
  });

  test('what was written is read back the same, in any groups', async () => {
    const field = fc.record({
      i: fc.option(fc.maxSafeInteger()),
      f: fc.option(fc.double({ noDefaultInfinity: false })),
      s: fc.option(fc.string({ unit: 'grapheme' })),
      b: fc.option(fc.boolean()),
      d: fc.option(fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2200-01-01') })),
      l: fc.option(fc.array(fc.option(fc.integer()))),
    });
    const known = [
      ...[value('i', 'int'), value('f', 'float'), value('s', 'string'), value('b', 'bool'), value('d', 'date')],
      value('l', 'list', 'int'),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 40 }), async (rows) => {
        const from = rows.map((own): Sample => ({
          ...(samples[1] as Sample),
          fields: own,
          labels: {},
        }));
        const back = await rowsOf({}, from, known);
        expect(back.map(({ i, f, s, b, d, l }) => ({ i, f, s, b, d, l }))).toEqual(
          rows.map((row) => ({ ...row, i: bigOf(row.i), l: row.l?.map(bigOf) ?? null })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('a group is written when it is heavy enough', async () => {
    const out = join(newFolder(), 'a.parquet');
    const file = await parquetFile(out, { n: { kind: 'int' }, tags: { kind: 'list', of: { kind: 'string' } } }, 10);
    for (let i = 0; i < 25; i++) await file.add([BigInt(i), i % 3 === 0 ? null : ['a', String(i)]], 1);
    await file.finish();
    await file.close();
    const { row_groups: groups } = parquetMetadata(bytesOf(out));
    expect(groups.map(({ num_rows: rows }) => Number(rows))).toEqual([10, 10, 5]);
    const back = await readBack(bytesOf(out));
    expect(back[7]).toEqual({ n: 7n, tags: ['a', '7'] });
    expect(back[9]).toEqual({ n: 9n, tags: null });
  });
});

function bigOf(number: number | null): Value | bigint {
  return number === null ? null : BigInt(number);
}
