import { describe, expect, test } from 'vitest';
import { overlap } from '../../../src/dataset/geometry/label-overlap.ts';
import { pairLabels } from '../../../src/dataset/geometry/pair-labels.ts';
import type { Label } from '../../../src/dataset/model/label.ts';

type Square = { readonly id: string; readonly label: string; readonly at: number; readonly scale?: number };

/** A square of side 10, or of fractions of a picture of 100 x 100. */
function labelOf({ id, label, at, scale = 1 }: Square): Label {
  const xy = [at, 0, at + 10, 0, at + 10, 10, at, 10].map((value) => value * scale);
  return {
    id,
    label,
    confidence: null,
    tags: [],
    attributes: {},
    kind: 'polyline',
    units: scale === 1 ? 'pixel' : 'normalised',
    rings: [{ xy, hole: false }],
    closed: true,
    filled: true,
  };
}

const comparing = {
  idOf: ({ id }: Square) => id,
  shapeOf: ({ label, at }: Square) => `${label} ${String(at)}`,
  labelOf,
};
const ids = (pairs: readonly (readonly [Square, Square])[]): string[] => pairs.map(([a, b]) => `${a.id}${b.id}`);

describe('pairs of labels', () => {
  const first = [
    { id: 'a', label: 'x', at: 0 },
    { id: 'b', label: 'x', at: 3 },
    { id: 'c', label: 'y', at: 50 },
  ];

  test('are found by id, then shape, then overlap, and the rest is told', () => {
    const second = [
      { id: 'd', label: 'x', at: 3 },
      { id: 'a', label: 'z', at: 90 },
      { id: 'e', label: 'y', at: 52 },
      { id: 'f', label: 'y', at: 80 },
    ];
    const { pairs, first: alone, second: others } = pairLabels(first, second, comparing);
    expect(ids(pairs)).toEqual(['aa', 'bd', 'ce']);
    expect(alone).toEqual([]);
    expect(others.map(({ id }) => id)).toEqual(['f']);
  });

  test('are the same with the lists swapped, also where shares are equal', () => {
    const second = [
      { id: 'g', label: 'x', at: 1 },
      { id: 'h', label: 'x', at: 2 },
    ];
    const there = ids(pairLabels(first, second, comparing).pairs).sort();
    const back = ids(pairLabels(second, first, comparing).pairs.map(([a, b]) => [b, a] as const));
    expect(back.sort()).toEqual(there);
  });

  test('need the overlap that is asked for', () => {
    const second = [{ id: 'e', label: 'y', at: 52 }];
    expect(ids(pairLabels(first, second, { ...comparing, least: 0.9 }).pairs)).toEqual([]);
  });
});

describe('fractions', () => {
  const [pixels, fractions] = [
    labelOf({ id: 'a', label: 'x', at: 0 }),
    labelOf({ id: 'b', label: 'x', at: 5, scale: 0.01 }),
  ];

  test('are compared with pixels where the size of the picture is known', () => {
    expect(overlap(pixels, fractions, { width: 100, height: 100 })).toBeCloseTo(1 / 3, 1);
    expect(overlap(pixels, fractions)).toBe(0);
  });

  test('are compared with each other whatever the size', () => {
    expect(overlap(fractions, labelOf({ id: 'c', label: 'x', at: 0, scale: 0.01 }))).toBeCloseTo(1 / 3, 1);
  });
});
