import { measure } from '../../geometry/measure.ts';
import type { Label, Ring, Units } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import type { Value } from '../../query/answer.ts';
import { type ColumnType, listOf } from './column-type.ts';

const FLOAT: ColumnType = { kind: 'float' };
const INT: ColumnType = { kind: 'int' };
const BOOL: ColumnType = { kind: 'bool' };
const STRING: ColumnType = { kind: 'string' };

/** Members of a label, the same for all kinds: a column of labels can be read without knowing what they are. */
export const LABEL_MEMBERS = {
  id: STRING,
  kind: STRING,
  label: STRING,
  confidence: FLOAT,
  tags: listOf(STRING),
  units: STRING,
  bounding_box: listOf(FLOAT),
  area: FLOAT,
  vertices: INT,
  points: listOf(listOf(listOf(FLOAT))),
  holes: listOf(BOOL),
  closed: BOOL,
  filled: BOOL,
  mask: {
    kind: 'struct',
    members: { left: INT, top: INT, width: INT, height: INT, counts: listOf(INT) },
  },
  attributes: { kind: 'json' },
} as const satisfies Readonly<Record<string, ColumnType>>;

/**
 * A label as these members. `points` are rings of `[x, y]`, of which a keypoint has one, as fractions of the picture, or in pixels
 * where its size is not known: `units` says which, also of the `bounding_box` (`[x, y, width, height]`) of a detection. Other boxes
 * and `area` are fractions, and missing where the size is. A point that is not placed is NaN. `mask` has its own pixels and run lengths, row by row.
 */
export function labelStruct(label: Label, sample: Sample): Readonly<Record<keyof typeof LABEL_MEMBERS, Value>> {
  const { x, y, w, h, area, vertices } = measure(label, sample);
  const box = [x, y, w, h];
  const hasBox = label.kind !== 'classification' && box.every((side) => side !== null);
  return {
    ...{ id: label.id ?? null, kind: label.kind, label: label.label, confidence: label.confidence, tags: label.tags },
    ...{ bounding_box: hasBox ? box : null, area, vertices: Math.floor(vertices) },
    ...NOTHING,
    ...shapeOf(label, sample),
    attributes: Object.keys(label.attributes).length === 0 ? null : label.attributes,
  };
}

/** How many numbers it holds, roughly. */
export function weightOf(label: Label): number {
  switch (label.kind) {
    case 'polyline':
      return label.rings.reduce((sum, { xy }) => sum + xy.length, LEAST);
    case 'keypoint':
      return LEAST + label.xy.length;
    case 'mask':
      return LEAST + label.counts.length;
    case 'detection':
    case 'classification':
      return LEAST;
  }
}

const LEAST = 20;

const NOTHING = { units: null, points: null, holes: null, closed: null, filled: null, mask: null } as const;

type Shape = Partial<Record<keyof typeof LABEL_MEMBERS, Value>>;

function shapeOf(label: Label, sample: Sample): Shape {
  switch (label.kind) {
    case 'polyline': {
      const { rings, closed, filled } = label;
      const holes = rings.some(({ hole }) => hole) ? rings.map(({ hole }) => hole) : null;
      return { ...pointsOf(rings, label.units, sample), holes, closed, filled };
    }
    case 'keypoint':
      return pointsOf([label], label.units, sample);
    case 'detection':
      return label.units === 'pixel' && !isKnown(sample)
        ? { units: 'pixel', bounding_box: label.box }
        : { units: 'normalised' };
    case 'mask': {
      const { left, top, width, height, counts } = label;
      return { units: 'pixel', mask: { left, top, width, height, counts } };
    }
    case 'classification':
      return {};
  }
}

function pointsOf(rings: readonly Pick<Ring, 'xy'>[], units: Units, sample: Sample): Shape {
  const { width, height } = sample;
  const scale = units === 'pixel' && isKnown(sample) ? [width ?? 1, height ?? 1] : [1, 1];
  const [sx = 1, sy = 1] = scale;
  const points = rings.map(({ xy }) =>
    Array.from({ length: xy.length >> 1 }, (_, i) => [(xy[2 * i] ?? NaN) / sx, (xy[2 * i + 1] ?? NaN) / sy]),
  );
  return { units: units === 'pixel' && !isKnown(sample) ? 'pixel' : 'normalised', points };
}

function isKnown({ width, height }: Sample): boolean {
  return width !== null && height !== null && width > 0 && height > 0;
}
