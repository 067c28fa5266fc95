import type { Attributes, Polyline } from '../../../src/dataset/model/label.ts';
import type { FieldLabels, FieldValue, Sample } from '../../../src/dataset/model/sample.ts';
import type { Field } from '../../../src/dataset/model/schema.ts';
import { testDataset, type TestDataset } from './database.ts';

/** Its fields. */
export const REEF_SCHEMA: readonly Field[] = [
  { kind: 'value', name: 'area', type: 'string' },
  { kind: 'value', name: 'year', type: 'int' },
  { kind: 'value', name: 'depth', type: 'float' },
  { kind: 'value', name: 'reviewed', type: 'bool' },
  { kind: 'value', name: 'captured_at', type: 'date' },
  { kind: 'value', name: 'notes', type: 'list', element: 'string' },
  { kind: 'value', name: 'extra', type: 'dict' },
  { kind: 'labels', name: 'corals', label: 'polyline', list: true, attributes: { health: 'string', cover: 'mixed' } },
  { kind: 'labels', name: 'boxes', label: 'detection', list: true, attributes: {} },
  { kind: 'labels', name: 'quality', label: 'classification', list: false, attributes: {} },
];

let labels = 0;

/** Five samples: annotated, annotated twice, empty, missing, without any value. Labels are numbered 1 to 6. */
export function reef(): TestDataset {
  return testDataset('reef', REEF_SCHEMA, reefSamples());
}

/** The samples of it. */
export function reefSamples(): readonly Sample[] {
  labels = 0;
  return [
    sample(1, ['train', 'qc'], {
      fields: {
        area: 'bora',
        year: 2019,
        depth: 2.5,
        reviewed: true,
        captured_at: new Date('2019-05-01T10:30:00Z'),
        notes: ['clear', 'algae'],
        extra: { v: 3, w: { z: true } },
      },
      labels: {
        corals: [
          coral('Porites', { health: 'good', cover: 5 }, ['checked']),
          coral('Acropora', { health: 'pale', cover: '5' }),
        ],
        boxes: [
          {
            id: id('b', 3),
            kind: 'detection',
            label: 'Porites',
            confidence: 0.9,
            tags: [],
            attributes: {},
            units: 'normalised',
            box: [0.1, 0.2, 0.3, 0.4],
          },
        ],
        quality: [
          { id: id('b', 4), kind: 'classification', label: 'sharp', confidence: 0.5, tags: [], attributes: {} },
        ],
      },
    }),
    sample(2, ['train'], {
      fields: {
        area: 'moorea',
        year: 2021,
        depth: -1,
        reviewed: false,
        captured_at: new Date('2021-12-31T23:59:59Z'),
        notes: [],
        extra: { v: 'three' },
      },
      labels: { corals: [coral('Porites', {}), coral(null, { cover: true })], boxes: [], quality: null },
    }),
    sample(3, ['val'], {
      fields: {
        area: 'Bora',
        year: 2021,
        depth: 7,
        reviewed: null,
        captured_at: null,
        notes: ['z'],
        extra: { v: [1, 2] },
      },
      labels: { corals: [], boxes: null, quality: null },
    }),
    sample(4, [], {
      fields: { area: 'bora', year: 2023, depth: 3.5, reviewed: true },
      labels: { corals: null, boxes: null, quality: null },
    }),
    sample(5, ['test'], { fields: {}, labels: {}, size: null }),
  ];
}

function sample(
  n: number,
  tags: readonly string[],
  more: {
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly labels: Readonly<Record<string, FieldLabels>>;
    readonly size?: null;
  },
): Sample {
  const { fields, labels: own, size } = more;
  return {
    id: id('a', n),
    filepath: `reef/q${String(n)}.jpg`,
    width: size === null ? null : 100 * n,
    height: size === null ? null : 200,
    tags,
    fields,
    labels: own,
  };
}

/** 24 hex digits: a letter, zeros, the number. */
export function id(letter: string, n: number): string {
  return letter + String(n).padStart(23, '0');
}

function coral(label: string | null, attributes: Attributes, tags: readonly string[] = []): Polyline {
  labels += 1;
  return {
    id: id('b', labels > 2 ? labels + 2 : labels),
    kind: 'polyline',
    label,
    confidence: null,
    tags,
    attributes,
    units: 'normalised',
    rings: [{ xy: [0, 0, 1, 0, 1, 1], hole: false }],
    closed: true,
    filled: labels !== 2,
  };
}
