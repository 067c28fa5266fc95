import { selfIntersection } from '../geometry/self-intersection.ts';
import type { Polyline, Ring } from '../model/label.ts';
import type { FaultKind } from './faults.ts';
import { type Colony, MISSPELT } from './scene.ts';

/** Labels of a picture, and the places of those (from 0) that a fault was planted in. */
export type Annotation = { readonly labels: readonly Polyline[]; readonly faulty: readonly number[] };

/** Outlines the colonies as an annotator would, with one fault where one is wanted. */
export function annotate(colonies: readonly Colony[], fault: FaultKind | null): Annotation {
  const labels = colonies.map(labelOf);
  const plant = fault === null ? undefined : PLANT[fault];
  return plant === undefined || labels.length === 0 ? { labels, faulty: [] } : plant(labels, labels.length - 1);
}

/** Faults that are in a label; the others are in its colony already, or in the whole sample. */
const PLANT: Readonly<Partial<Record<FaultKind, (labels: readonly Polyline[], last: number) => Annotation>>> = {
  'self-intersection': (labels, last) => changed(labels, Math.min(1, last), crossed),
  misspelt: (labels) => changed(labels, 0, (label) => ({ ...label, label: MISSPELT.label })),
  duplicate: (labels, last) => repeated(labels, Math.min(1, last), 0),
  'near-duplicate': (labels, last) => repeated(labels, Math.min(1, last), 1),
  'out-of-bounds': (labels) => ({ labels, faulty: [0] }),
  tiny: (labels, last) => ({ labels, faulty: [last] }),
};

function labelOf({ genus, ring, hole, health, occluded }: Colony): Polyline {
  return {
    kind: 'polyline',
    label: genus.name,
    confidence: null,
    tags: [],
    attributes: health === null ? { occluded } : { occluded, health },
    units: 'pixel',
    rings: hole === null ? [outer(ring)] : [outer(ring), { xy: hole, hole: true }],
    closed: true,
    filled: true,
  };
}

function outer(xy: readonly number[]): Ring {
  return { xy, hole: false };
}

function changed(labels: readonly Polyline[], at: number, change: (label: Polyline) => Polyline): Annotation {
  return { labels: labels.map((label, i) => (i === at ? change(label) : label)), faulty: [at] };
}

/** The same colony once more, at the end; `slip` is how far the second outline is off. */
function repeated(labels: readonly Polyline[], at: number, slip: number): Annotation {
  const copies = labels
    .slice(at, at + 1)
    .map((label) => ({ ...label, rings: label.rings.map((ring) => slid(ring, slip)) }));
  return { labels: [...labels, ...copies], faulty: [at, labels.length] };
}

function slid({ xy, hole }: Ring, slip: number): Ring {
  return { xy: xy.map((value, i) => value + (i % 2 === 0 ? slip : -slip / 2)), hole };
}

/** The outline with a stretch of it drawn backwards: its ends cross. */
function crossed(label: Polyline): Polyline {
  const [ring, ...holes] = label.rings;
  const vertices = (ring?.xy.length ?? 0) / 2;
  const length = Math.max(2, Math.floor(vertices / 6));
  for (let from = 1; from + length < vertices; from++) {
    const xy = backwards(ring?.xy ?? [], from, length);
    if (selfIntersection(xy) !== undefined) return { ...label, rings: [outer(xy), ...holes] };
  }
  return label;
}

function backwards(xy: readonly number[], from: number, length: number): number[] {
  const turned = xy.slice();
  for (let i = 0; i < length; i++) {
    const source = 2 * (from + length - 1 - i);
    turned[2 * (from + i)] = xy[source] ?? 0;
    turned[2 * (from + i) + 1] = xy[source + 1] ?? 0;
  }
  return turned;
}
