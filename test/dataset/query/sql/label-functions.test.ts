import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeGeometry } from '../../../../src/dataset/model/geometry-blob.ts';
import type { ShapeLabel } from '../../../../src/dataset/model/label.ts';
import { LABEL_FUNCTIONS } from '../../../../src/dataset/query/sql/label-functions.ts';

const BASE = { label: null, confidence: null, tags: [], attributes: {} } as const;
const { label_points: points, label_shapes: shapes, label_perimeter: perimeter } = LABEL_FUNCTIONS;

const square: ShapeLabel = {
  ...BASE,
  kind: 'polyline',
  units: 'pixel',
  rings: [
    { xy: [0, 0, 10, 0, 10, 10, 0, 10], hole: false },
    { xy: [2, 2, 4, 2], hole: false },
  ],
  closed: true,
  filled: true,
};
const box: ShapeLabel = { ...BASE, kind: 'detection', units: 'normalised', box: [0.5, 0.5, 0.25, 0.5] };
const keys: ShapeLabel = { ...BASE, kind: 'keypoint', units: 'normalised', xy: [0.5, 0.25, NaN, NaN] };

test('points are fractions of the picture, as FiftyOne has them', () => {
  const blob = encodeGeometry(square);
  expect(JSON.parse(String(points.run('polyline', blob, 20, 40)))).toEqual([
    [
      [0, 0],
      [0.5, 0],
      [0.5, 0.25],
      [0, 0.25],
    ],
    [
      [0.1, 0.05],
      [0.2, 0.05],
    ],
  ]);
  expect(points.run('polyline', blob, null, 40)).toBeNull();
  expect(points.run('detection', encodeGeometry(box), 20, 40)).toBeNull();
  expect(points.run('keypoint', encodeGeometry(keys), null, null)).toBe('[[0.5,0.25],[null,null]]');
});

test('the number of shapes needs only the beginning of the geometry', () => {
  expect(shapes.run('polyline', encodeGeometry(square).subarray(0, 8))).toBe(2);
  expect(shapes.run('keypoint', encodeGeometry(keys).subarray(0, 8))).toBe(2);
  expect(shapes.run('detection', encodeGeometry(box))).toBeNull();
});

test('a perimeter is that of all rings, closed ones all the way round', () => {
  const blob = encodeGeometry(square);
  expect(perimeter.run('polyline', blob, 1, 20, 40, 1)).toBe(44);
  expect(perimeter.run('polyline', blob, 0, 20, 40, 1)).toBe(32);
  expect(perimeter.run('polyline', blob, 1, 20, 40, 0)).toBeCloseTo(0.5 + 0.25 + 0.5 + 0.25 + 0.2);
  expect(perimeter.run('polyline', blob, 1, null, null, 1)).toBeNull();
  expect(perimeter.run('detection', encodeGeometry(box), null, 100, 100, 1)).toBe(150);
  expect(perimeter.run('keypoint', encodeGeometry(keys), null, 100, 100, 1)).toBeNull();
});

test('bytes that are no geometry give NULL', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('polyline', 'keypoint', 'detection'),
      (blob, kind) => {
        points.run(kind, blob, 10, 10);
        shapes.run(kind, blob);
        perimeter.run(kind, blob, 1, 10, 10, 1);
      },
    ),
  );
  expect(points.run('polyline', new Uint8Array([0]), 1, 1)).toBeNull();
});
