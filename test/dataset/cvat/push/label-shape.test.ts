import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexLabels } from '../../../../src/dataset/cvat/pull/label-index.ts';
import { shapeLabel } from '../../../../src/dataset/cvat/pull/shape-label.ts';
import { labelCollector } from '../../../../src/dataset/cvat/push/label-specs.ts';
import { labelShape } from '../../../../src/dataset/cvat/push/label-shape.ts';
import type { CvatShape } from '../../../../src/dataset/cvat/reply/annotations.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';

const SIZE = { width: 200, height: 100 };
const index = indexLabels([{ id: 1, name: 'a', type: 'any', attributes: [], sublabels: [] }]);
const about = { label: 'a', confidence: null, tags: [], attributes: {} };

function shape(type: string, points: readonly number[]): CvatShape {
  return {
    ...{ id: 5, labelId: 1, frame: 0, group: 0, source: 'manual', attributes: [], elements: [] },
    ...{ type, points, occluded: false, outside: false, zOrder: 0, rotation: 0 },
  };
}

function labelOf(type: string, points: readonly number[]): Label {
  const made = shapeLabel(shape(type, points), index);
  if ('fault' in made) throw new Error(made.fault);
  return made.label;
}

/** Hundredths of pixels, as people's mice and CVAT's exports have them; also outside of the picture. */
const pixel = fc.integer({ min: -5000, max: 500_000 }).map((value) => value / 100);

describe('a shape that was pulled, pushed and pulled again is the same label', () => {
  test.each(['rectangle', 'ellipse'])('%s', (type) => {
    fc.assert(
      fc.property(fc.tuple(pixel, pixel, pixel, pixel), (points) => {
        const label = labelOf(type, points);
        const pushed = labelShape(label, SIZE);
        expect('points' in pushed && labelOf(type, pushed.points)).toEqual(label);
      }),
    );
  });

  test.each([
    ['polygon', [0, 0, 10.5, 0, 5, 7.25]],
    ['polyline', [0, 0, 10.5, 0, 5, 7.25]],
    ['polyline', [0, 0, 10.5, 0, 5, 7.25, 0, 0]],
    ['points', [3, 4, 5, 6]],
    ['cuboid', Array.from({ length: 16 }, (_, i) => i)],
    ['mask', [2, 3, 1, 10, 20, 12, 21]],
  ])('%s %j', (type, points) => {
    expect(labelShape(labelOf(type, points), SIZE)).toMatchObject({ type, points });
  });
});

describe('labels that do not come from CVAT', () => {
  const outline = { ...about, kind: 'polyline', units: 'normalised', closed: true, filled: true } as const;

  test('fractions become pixels', () => {
    const rings = [{ xy: [0, 0, 0.5, 0, 0.5, 1], hole: false }];
    expect(labelShape({ ...outline, rings }, SIZE)).toEqual({ type: 'polygon', points: [0, 0, 100, 0, 100, 100] });
  });

  test('holes are bridged, several parts are left out', () => {
    const ring = (hole: boolean) => ({ xy: [0, 0, 0.5, 0, 0.5, 1], hole });
    expect(labelShape({ ...outline, rings: [ring(false), ring(true)] }, SIZE)).toMatchObject({ type: 'polygon' });
    expect(labelShape({ ...outline, rings: [ring(false), ring(false)] }, SIZE)).toMatchObject({
      fault: /several parts/u,
    });
  });

  test('an outline that is closed and not filled ends where it begins', () => {
    const rings = [{ xy: [0, 0, 0.5, 0, 0.5, 1], hole: false }];
    expect(labelShape({ ...outline, filled: false, rings }, SIZE)).toEqual({
      type: 'polyline',
      points: [0, 0, 100, 0, 100, 100, 0, 0],
    });
  });

  test('points that were not placed need a skeleton', () => {
    const points = { ...about, kind: 'keypoint', units: 'pixel', xy: [1, 2, NaN, NaN] } as const;
    expect(labelShape(points, SIZE)).toEqual({ fault: 'points that were not all placed' });
    expect(labelShape({ ...points, attributes: { elements: ['tl', 'br'] } }, SIZE)).toMatchObject({
      type: 'skeleton',
      elements: [
        { name: 'tl', points: [1, 2], outside: false },
        { name: 'br', points: [0, 0], outside: true },
      ],
    });
  });
});

test('what a project must declare', () => {
  const collector = labelCollector();
  const take = (label: Label): void => {
    collector.take(label, SIZE);
  };
  take({
    ...labelOf('polygon', [0, 0, 1, 0, 1, 1]),
    attributes: { alive: true, depth: 4, note: 'x', source: 'manual' },
  });
  take({ ...labelOf('polygon', [0, 0, 1, 0, 1, 1]), attributes: { alive: false, depth: 7.5, note: 3 } });
  take({ ...labelOf('rectangle', [0, 0, 1, 1]), label: 'b' });
  take({ ...labelOf('points', [0, 0]), label: 'b' });
  const specs = collector.specs(['unused', 'b']);
  expect(specs.map(({ name, type }) => [name, type])).toEqual([
    ['unused', 'any'],
    ['b', 'any'],
    ['a', 'polygon'],
  ]);
  expect(specs[2]?.attributes).toEqual([
    { name: 'alive', mutable: false, input_type: 'checkbox', default_value: 'false', values: ['false'] },
    { name: 'depth', mutable: false, input_type: 'number', default_value: '4', values: ['4', '8', '0.001'] },
    { name: 'note', mutable: false, input_type: 'text', default_value: '', values: [''] },
  ]);
  expect(specs.every(({ color }) => /^#[0-9a-f]{6}$/u.test(color))).toBe(true);
});
