import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { UserError } from '../../src/diagnostics.ts';
import type { Output } from '../../src/output.ts';
import { toJsonDocument, toJsonError } from '../../src/render/json.ts';
import { EXAMPLES, SAMPLE, square } from './examples.ts';

function documentOf(output: Output): unknown {
  return JSON.parse(toJsonDocument(output, 7));
}

function sampleWith(label: Label, size: Pick<Sample, 'width' | 'height'>): Output {
  return { kind: 'sample', sample: { ...SAMPLE, ...size, fields: {}, labels: { f: [label] } } };
}

const BASE = { id: '5f00000000000000000000c1', label: 'a', confidence: null, tags: [], attributes: {} } as const;
const SIZE = { width: 200, height: 100 };

function geometry(label: Label, size: Pick<Sample, 'width' | 'height'> = SIZE): unknown {
  const { sample } = documentOf(sampleWith(label, size)) as { sample: { f: readonly Record<string, unknown>[] } };
  const { id, kind, label: name, confidence, tags, attributes, ...rest } = sample.f[0] ?? {};
  expect({ id, label: name, confidence, tags, attributes, kind }).toEqual({ ...BASE, kind: label.kind });
  return rest;
}

describe('toJsonDocument', () => {
  it.each([
    [EXAMPLES['view'], '{"step":7,"kind":"view","samples":142,"labels":{"gt_polylines":2204}}'],
    [EXAMPLES['scalar-missing'], '{"step":7,"kind":"scalar","value":null}'],
    [{ kind: 'scalar', value: NaN }, '{"step":7,"kind":"scalar","value":{"$float":"NaN"}}'],
    [
      { kind: 'list', values: [-Infinity, [Infinity]] },
      '{"step":7,"kind":"list","values":[{"$float":"-Infinity"},[{"$float":"Infinity"}]]}',
    ],
    [
      { kind: 'scalar', value: new Date('2021-05-01') },
      '{"step":7,"kind":"scalar","value":"2021-05-01T00:00:00.000Z"}',
    ],
    [{ kind: 'text', text: 'a\u202e\u0085\n' }, '{"step":7,"kind":"text","text":"a\\u202e\\u0085\\n"}'],
    [
      { kind: 'scalar', value: JSON.parse('{"__proto__": 1}') as { x: number } },
      '{"step":7,"kind":"scalar","value":{"__proto__":1}}',
    ],
  ] as readonly (readonly [Output, string])[])('prints %j', (output, expected) => {
    expect(toJsonDocument(output, 7)).toBe(expected);
  });

  it('gives a table its columns, rows and the rows before any cap', () => {
    expect(documentOf(EXAMPLES['histogram'] ?? { kind: 'text', text: '' })).toEqual({
      step: 7,
      kind: 'table',
      columns: [
        { name: 'lower', type: 'float' },
        { name: 'upper', type: 'float' },
        { name: 'count', type: 'int' },
      ],
      rows: [
        [0, 8.25, 9],
        [8.25, 16.5, 62],
        [16.5, 24.75, 0],
        [24.75, 33, 1],
        [null, null, 3],
      ],
      total: 5,
    });
  });

  it('gives a sample its id, path, tags, metadata, fields and labels, missing as null', () => {
    expect(documentOf({ kind: 'sample', sample: SAMPLE })).toMatchObject({
      kind: 'sample',
      sample: {
        id: SAMPLE.id,
        filepath: 'media/MooreaE2B_2020_05.jpg',
        tags: ['train', 'reviewed'],
        metadata: { width: 4000, height: 3000 },
        surveyed: '2020-05-14T00:00:00.000Z',
        note: null,
        divers: [],
        predictions: [],
        review: null,
      },
    });
  });

  it('gives a picture as its sample, and skipped things with reason and count', () => {
    const picture = documentOf({ kind: 'picture', picture: { file: null, sample: SAMPLE } });
    expect(picture).toEqual(documentOf({ kind: 'sample', sample: SAMPLE }));
    expect(documentOf(EXAMPLES['files'] ?? { kind: 'text', text: '' })).toMatchObject({
      skipped: [{ reason: 'never annotated', count: 2 }],
    });
  });

  it('is one line of JSON for any value', () => {
    const value = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(value, (json) => {
        const line = toJsonDocument({ kind: 'scalar', value: json as string }, 1);
        // eslint-disable-next-line no-control-regex -- control bytes are what is looked for
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u);
        expect(JSON.parse(line)).toEqual({
          step: 1,
          kind: 'scalar',
          value: JSON.parse(JSON.stringify(json)) as unknown,
        });
      }),
    );
  });
});

describe('geometry in JSON', () => {
  it('has points as rings of fractions, closed and filled', () => {
    expect(geometry({ ...square('a', 0.25, 0.5, 0.25) })).toEqual({
      points: [
        [
          [0.25, 0.5],
          [0.5, 0.5],
          [0.5, 0.75],
          [0.25, 0.75],
        ],
      ],
      closed: true,
      filled: true,
    });
  });

  it('divides pixels by the size of the picture and names holes', () => {
    const rings = [
      { xy: [0, 0, 200, 0, 200, 100], hole: false },
      { xy: [20, 10, 40, 10, 40, 20], hole: true },
    ];
    const label: Label = { ...BASE, kind: 'polyline', units: 'pixel', rings, closed: true, filled: true };
    expect(geometry(label)).toMatchObject({
      points: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        [
          [0.1, 0.1],
          [0.2, 0.1],
          [0.2, 0.2],
        ],
      ],
      holes: [false, true],
    });
  });

  it('has boxes, points that were not placed, masks and nothing', () => {
    expect(geometry({ ...BASE, kind: 'detection', units: 'pixel', box: [20, 10, 40, 50] })).toEqual({
      bounding_box: [0.1, 0.1, 0.2, 0.5],
    });
    expect(geometry({ ...BASE, kind: 'keypoint', units: 'normalised', xy: [0.5, 0.5, NaN, NaN] })).toEqual({
      points: [
        [0.5, 0.5],
        [{ $float: 'NaN' }, { $float: 'NaN' }],
      ],
    });
    const mask = { left: 20, top: 10, width: 2, height: 1, counts: [1, 1] } as const;
    expect(geometry({ ...BASE, kind: 'mask', ...mask })).toEqual({ bounding_box: [0.1, 0.1, 0.01, 0.01], mask });
    expect(geometry({ ...BASE, kind: 'classification' })).toEqual({});
  });

  it('keeps pixels under their own name where the size is not known', () => {
    const label: Label = { ...BASE, kind: 'detection', units: 'pixel', box: [20, 10, 40, 50] };
    expect(geometry(label, { width: null, height: null })).toEqual({ bounding_box: null, pixels: [20, 10, 40, 50] });
  });
});

describe('toJsonError', () => {
  it('has code, message, hint and span', () => {
    const error = new UserError('unknown-field', 'no field `yaer`', {
      span: { start: 9, end: 13 },
      hint: 'did you mean `year`?',
    });
    expect(JSON.parse(toJsonError(error, 2))).toEqual({
      step: 2,
      kind: 'error',
      code: 'unknown-field',
      message: 'no field `yaer`',
      hint: 'did you mean `year`?',
      span: [9, 13],
    });
    expect(toJsonError(new UserError('busy', 'x'), 1)).toBe(
      '{"step":1,"kind":"error","code":"busy","message":"x","hint":null,"span":null}',
    );
  });
});
