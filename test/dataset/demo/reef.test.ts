import { describe, expect, test } from 'vitest';
import { pixelVertices, fillRings, rasterOf } from '../../../src/dataset/geometry/rasterise.ts';
import { areaOf, boundsOf, isInsideRing } from '../../../src/dataset/geometry/rings.ts';
import { selfIntersection } from '../../../src/dataset/geometry/self-intersection.ts';
import type { Polyline } from '../../../src/dataset/model/label.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import type { FaultKind, PlantedFault } from '../../../src/dataset/demo/faults.ts';
import { GENERA } from '../../../src/dataset/demo/genera.ts';
import { plantedFaults, reefSamples } from '../../../src/dataset/demo/reef.ts';

const DEFAULT = { samples: 60, labels: 12, seed: 0 };
const SIZE = { width: 1024, height: 768 };
const NAMES = new Set(GENERA.map(({ name }) => name));

describe.each([
  DEFAULT,
  { ...DEFAULT, seed: 7 },
  { ...DEFAULT, seed: 123_456_789_012 },
  { samples: 200, labels: 20, seed: 1 },
  { samples: 25, labels: 8, seed: 2 },
  { samples: 12, labels: 12, seed: 0 },
  { samples: 1, labels: 12, seed: 0 },
])('what is wrong is what was planted: $samples samples, $labels labels, seed $seed', (options) => {
  const samples = [...reefSamples(options)].map(({ sample }) => sample);
  const planted = [...plantedFaults(options)];

  test('missing, empty, sparse, dense', () => {
    expect(where(samples, (labels) => labels === null)).toEqual(namesOf(planted, 'missing'));
    expect(where(samples, (labels) => labels?.length === 0)).toEqual(namesOf(planted, 'empty'));
    expect(where(samples, (labels) => labels?.length === 1 || labels?.length === 2)).toEqual(
      namesOf(planted, 'sparse'),
    );
    expect(where(samples, (labels) => (labels?.length ?? 0) > 50)).toEqual(namesOf(planted, 'dense'));
  });

  test.each<[FaultKind, (label: Polyline) => boolean]>([
    ['self-intersection', ({ rings }) => rings.some(({ xy }) => selfIntersection(xy) !== undefined)],
    ['out-of-bounds', (label) => isOutside(label)],
    ['tiny', ({ rings }) => areaOf(rings) < 25],
    ['misspelt', ({ label }) => label !== null && !NAMES.has(label)],
  ])('%s', (fault, isFaulty) => {
    expect(places(samples, isFaulty)).toEqual(placesOf(planted, fault));
  });

  test('the same colony twice', () => {
    const twice = [...placesOf(planted, 'duplicate'), ...placesOf(planted, 'near-duplicate')];
    expect(duplicates(samples).sort()).toEqual(twice.sort());
  });

  test('a quadrat, or a site in one year, in two splits', () => {
    const pairs = planted.filter(({ fault }) => fault === 'leak').map((fault) => fault.samples.join(' '));
    expect(leaks(samples, ['quadrat_id'])).toEqual(pairs.toSorted());
    expect(leaks(samples, ['area', 'year', 'quadrat_id'])).toEqual(pairs.toSorted());
    const others = samples.filter(({ filepath }) => !filepath.endsWith('b.jpg'));
    expect(leaks(others, ['area', 'year'])).toEqual([]);
  });

  test('names, frames and ids of tasks are unique', () => {
    expect(new Set(samples.map(({ filepath }) => filepath)).size).toBe(samples.length);
    expect(new Set(samples.map(({ provenance }) => provenance)).size).toBe(samples.length);
  });

  test('everything else is sound', () => {
    for (const label of samples.flatMap((sample) => labelsOf(sample) ?? [])) {
      expect(label).toMatchObject({ kind: 'polyline', units: 'pixel', closed: true, filled: true });
      expect(label.rings.map(({ hole }) => hole)).toEqual([false, true].slice(0, label.rings.length));
      for (const { xy } of label.rings) expect(xy.every((value) => Number.isInteger(value * 4))).toBe(true);
      expect(areHolesInside(label)).toBe(true);
    }
  });
});

test('colonies are at least 60 px large, apart from the specks', () => {
  for (const { sample, fault } of reefSamples({ ...DEFAULT, samples: 600 })) {
    (labelsOf(sample) ?? []).forEach(({ rings }, i) => {
      if (fault?.fault !== 'tiny' || !fault.labels.includes(i)) expect(areaOf(rings)).toBeGreaterThan(60);
    });
  }
});

function labelsOf({ labels }: Sample): readonly Polyline[] | null {
  return labels['gt_polylines'] as readonly Polyline[] | null;
}

function where(samples: readonly Sample[], test: (labels: readonly Polyline[] | null) => boolean): string[] {
  return samples.filter((sample) => test(labelsOf(sample))).map(({ filepath }) => filepath);
}

function places(samples: readonly Sample[], test: (label: Polyline) => boolean): string[] {
  return samples.flatMap((sample) =>
    (labelsOf(sample) ?? []).flatMap((label, i) => (test(label) ? [`${sample.filepath} ${String(i)}`] : [])),
  );
}

function namesOf(planted: readonly PlantedFault[], kind: FaultKind): string[] {
  return planted.filter(({ fault }) => fault === kind).flatMap(({ samples }) => samples);
}

function placesOf(planted: readonly PlantedFault[], kind: FaultKind): string[] {
  return planted
    .filter(({ fault }) => fault === kind)
    .flatMap(({ samples, labels }) => labels.map((label) => `${samples.join(' ')} ${String(label)}`));
}

function isOutside({ rings }: Polyline): boolean {
  const bounds = boundsOf(rings.map(({ xy }) => xy));
  if (bounds === undefined) return true;
  return bounds.x0 < -0.5 || bounds.y0 < -0.5 || bounds.x1 > SIZE.width + 0.5 || bounds.y1 > SIZE.height + 0.5;
}

function areHolesInside({ rings: [outer, ...holes] }: Polyline): boolean {
  const xy = outer?.xy ?? [];
  return holes.every((hole) => hole.xy.every((x, i) => i % 2 === 1 || isInsideRing(x, hole.xy[i + 1] ?? 0, xy)));
}

/** Labels that share at least 0.9 of their pixels with another of the picture. */
function duplicates(samples: readonly Sample[]): string[] {
  return samples.flatMap((sample) => {
    const labels = labelsOf(sample) ?? [];
    const found = new Set<number>();
    labels.forEach((a, i) => {
      labels.slice(i + 1).forEach((b, j) => {
        if (overlap(a, b) >= 0.9) found.add(i).add(i + 1 + j);
      });
    });
    return [...found].map((i) => `${sample.filepath} ${String(i)}`);
  });
}

function overlap(a: Polyline, b: Polyline): number {
  const [p, q] = [boundsOf(a.rings.map(({ xy }) => xy)), boundsOf(b.rings.map(({ xy }) => xy))];
  if (p === undefined || q === undefined || p.x1 < q.x0 || q.x1 < p.x0 || p.y1 < q.y0 || q.y1 < p.y0) return 0;
  const [left, top] = [Math.floor(Math.min(p.x0, q.x0)), Math.floor(Math.min(p.y0, q.y0))];
  const size = { width: Math.ceil(Math.max(p.x1, q.x1)) - left + 1, height: Math.ceil(Math.max(p.y1, q.y1)) - top + 1 };
  const [first, second] = [a, b].map(({ rings }) => {
    const whole = rings.map(({ xy }) => pixelVertices(xy).map((value, i) => value - (i % 2 === 0 ? left : top)));
    return rasterOf(size, (paint) => {
      fillRings(whole, size, paint);
    });
  });
  const sums = [0, 0, 0];
  first?.forEach((set, i) => {
    const how = set + (second?.[i] ?? 0);
    sums[how] = (sums[how] ?? 0) + 1;
  });
  const [, one = 0, both = 0] = sums;
  return both / (one + both);
}

/** Samples that agree in those fields but not in their tag, joined. */
function leaks(samples: readonly Sample[], fields: readonly string[]): string[] {
  const groups = Map.groupBy(samples, (sample) => JSON.stringify(fields.map((field) => sample.fields[field])));
  return [...groups.values()]
    .filter((group) => new Set(group.flatMap(({ tags }) => tags)).size > 1)
    .map((group) => group.map(({ filepath }) => filepath).join(' '))
    .sort();
}
