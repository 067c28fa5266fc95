import { describe, expect, test } from 'vitest';
import { overlap } from '../../../../src/dataset/geometry/label-overlap.ts';
import { keepIds } from '../../../../src/dataset/cvat/pull/keep-ids.ts';
import type { Label } from '../../../../src/dataset/model/label.ts';

const about = { confidence: null, tags: [], attributes: {} };
const idOf = (n: number): string => String(n).padStart(24, '0');

/** A square outline of side 10 whose corner is at x, y. */
function square(id: number, label: string, x: number, y = 0): Label {
  const xy = [x, y, x + 10, y, x + 10, y + 10, x, y + 10];
  return {
    ...about,
    id: idOf(id),
    label,
    kind: 'polyline',
    units: 'pixel',
    rings: [{ xy, hole: false }],
    closed: true,
    filled: true,
  };
}

const box = (id: number, x: number): Label => ({
  ...about,
  id: idOf(id),
  label: 'a',
  kind: 'detection',
  units: 'pixel',
  box: [x, 0, 10, 10],
});

const ids = (labels: readonly Label[]): (string | undefined)[] => labels.map(({ id }) => id?.replace(/^0+/u, ''));

describe('labels find their partners', () => {
  test('by id, whatever became of them', () => {
    const tagged = { ...square(1, 'a', 0), tags: ['mine'] };
    expect(keepIds([tagged], [square(1, 'b', 500)])).toEqual([{ ...square(1, 'b', 500), tags: ['mine'] }]);
  });

  test('by class and exact geometry, before any that only overlap', () => {
    const here = [square(1, 'a', 0.5), square(2, 'a', 0)];
    expect(ids(keepIds(here, [square(8, 'a', 0), square(9, 'a', 0.5)]))).toEqual(['2', '1']);
  });

  test('by overlap, those of the same class first', () => {
    const here = [square(1, 'b', 0), square(2, 'a', 3)];
    expect(ids(keepIds(here, [square(9, 'a', 0.5)]))).toEqual(['2']);
    expect(ids(keepIds([square(1, 'b', 0)], [square(9, 'a', 0.5)]))).toEqual(['1']);
  });

  test('each once, and those without one keep their own id', () => {
    expect(ids(keepIds([square(1, 'a', 0)], [square(8, 'a', 0), square(9, 'a', 0), square(7, 'a', 90)]))).toEqual([
      '1',
      '9',
      '7',
    ]);
  });

  test('not where they hardly touch, nor with a label of another kind', () => {
    expect(ids(keepIds([square(1, 'a', 6)], [square(9, 'a', 0)]))).toEqual(['9']);
    expect(ids(keepIds([box(1, 0)], [square(9, 'a', 0)]))).toEqual(['9']);
  });

  test('a class for the whole picture by being the same', () => {
    const tag = (id: number, label: string): Label => ({ ...about, id: idOf(id), label, kind: 'classification' });
    expect(ids(keepIds([tag(1, 'a'), tag(2, 'b')], [tag(8, 'b'), tag(9, 'c')]))).toEqual(['2', '9']);
  });
});

describe('how much labels overlap', () => {
  test.each([
    ['a square with itself', square(1, 'a', 0), square(2, 'a', 0), 1],
    ['half a square', square(1, 'a', 0), square(2, 'a', 5), 1 / 3],
    ['squares apart', square(1, 'a', 0), square(2, 'a', 20), 0],
    ['half a box', box(1, 0), box(2, 5), 1 / 3],
  ])('%s', (_what, a, b, share) => {
    expect(overlap(a, b)).toBeCloseTo(share, 1);
  });

  test('points that were not placed count for nothing', () => {
    const points = (xy: readonly number[]): Label => ({ ...about, label: 'a', kind: 'keypoint', units: 'pixel', xy });
    expect(overlap(points([0, 0, 9, 9, NaN, NaN]), points([0, 0, 9, 9, 100, 100]))).toBeLessThan(0.1);
    expect(overlap(points([NaN, NaN]), points([NaN, NaN]))).toBe(0);
  });
});
