import type { Sample } from '../../model/sample.ts';

/** Numbers of points that mean something: the corners of a quadrat, the crossings of its grid. */
const KNOWN: readonly number[] = [4, 117];

/** Looks at how many points of each class pictures have. */
export type PointCheck = {
  readonly take: (samples: readonly Sample[]) => void;
  /** Pictures that have another number of points than nearly all others, one note a class. */
  readonly notes: () => readonly string[];
};

/**
 * Checks corners and grids. CVAT does not enforce a number, and the points may be one shape, single ones, or a skeleton: what
 * counts is how many a picture has, points that were not placed included. They are checked where most pictures have 4 or
 * 117: altogether, else class by class.
 */
export function pointCheck(): PointCheck {
  const classes = new Map<string, { readonly place: string; readonly points: number }[]>();
  return {
    take: (samples) => {
      for (const sample of samples) {
        for (const [name, points] of pointsByClass(sample)) {
          const pictures = classes.get(name) ?? [];
          classes.set(name, pictures);
          pictures.push({ place: sample.filepath, points });
        }
      }
    },
    notes: () => {
      const pictures = new Map<string, number>();
      for (const { place, points } of [...classes.values()].flat())
        pictures.set(place, (pictures.get(place) ?? 0) + points);
      const all = Array.from(pictures, ([place, points]) => ({ place, points }));
      if (expectedIn(all) !== undefined) return noteOf([...classes.keys()].join(', '), all);
      return [...classes].flatMap(([name, own]) => noteOf(name, own));
    },
  };
}

function pointsByClass({ labels }: Sample): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels['gt_keypoints'] ?? []) {
    if (label.kind !== 'keypoint' || label.attributes['shape'] === 'cuboid') continue;
    const name = label.label ?? '';
    counts.set(name, (counts.get(name) ?? 0) + label.xy.length / 2);
  }
  return counts;
}

const SHOWN = 5;

type Pictures = readonly { readonly place: string; readonly points: number }[];

function expectedIn(pictures: Pictures): number | undefined {
  return KNOWN.find((count) => 2 * pictures.filter(({ points }) => points === count).length > pictures.length);
}

function noteOf(name: string, pictures: Pictures): string[] {
  const expected = expectedIn(pictures);
  const odd = expected === undefined ? [] : pictures.filter(({ points }) => points !== expected);
  if (odd.length === 0) return [];
  const each = odd.slice(0, SHOWN).map(({ place, points }) => `${place} (${String(points)})`);
  const more = odd.length > SHOWN ? ', ...' : '';
  return [`${name}: not ${String(expected)} points in ${String(odd.length)} pictures: ${each.join(', ')}${more}`];
}
