import type { Polyline } from '../model/label.ts';
import type { Sample } from '../model/sample.ts';
import { type Assignment, assignFaults, type FaultKind, FAULTS, type PlantedFault } from './faults.ts';
import { GENERA, type Genus } from './genera.ts';
import { BLOCK, type Identity, identityOf, photographedAgain } from './identity.ts';
import { labelCounts } from './label-counts.ts';
import { annotate } from './labels.ts';
import { randomFrom } from './random.ts';
import { type Colony, MISSPELT, NO_WISHES, PICTURE, sceneOf, type Wishes } from './scene.ts';

/** What decides a demo reef. */
export type ReefOptions = {
  readonly samples: number;
  /** Labels a sample: their mean. */
  readonly labels: number;
  readonly seed: number;
};

/** One sample of the reef: what is known, what is in the picture, and what is wrong with it on purpose. */
export type ReefSample = {
  readonly sample: Sample;
  readonly colonies: readonly Colony[];
  readonly fault: PlantedFault | null;
  /** Number of the sample, from 0. */
  readonly shot: number;
  /** Number of the sample whose ground and colonies it shows: its own, unless a quadrat is photographed again. */
  readonly ground: number;
  /** How far the ground is moved, in pixels. */
  readonly shift: readonly [number, number];
};

/** The label field of the demo. */
export const FIELD = 'gt_polylines';

/** Makes a reef sample by sample; the same one for the same options on every machine. */
export function* reefSamples({ samples, labels, seed }: ReefOptions): Generator<ReefSample> {
  for (let block = 0; block * BLOCK < samples; block++) {
    const size = Math.min(BLOCK, samples - block * BLOCK);
    yield* blockSamples({ block, size, labels, seed });
  }
}

/** Every fault that the reef of these options has on purpose; it has no other of those kinds. */
export function* plantedFaults(options: ReefOptions): Generator<PlantedFault> {
  for (const { fault } of reefSamples(options)) if (fault !== null) yield fault;
}

type Block = { readonly block: number; readonly size: number; readonly labels: number; readonly seed: number };

function* blockSamples({ block, size, labels: mean, seed }: Block): Generator<ReefSample> {
  const random = randomFrom(seed, block, 0);
  const identities = Array.from({ length: size }, (_, slot) => identityOf(block, slot, size));
  const assigned = assignFaults(identities, mean, random);
  const counts = labelCounts(size, mean, { assigned, random });
  const rarities = raritiesOf(size, assigned);
  for (const [slot, own] of identities.entries()) {
    const { fault, twin } = assigned.get(slot) ?? { fault: null, twin: null };
    const first = twin === null ? undefined : identities[twin];
    const identity = first === undefined ? own : photographedAgain(first, own);
    yield grow(
      { identity, twinOf: first?.filepath ?? null, fault, first: rarities.get(slot) ?? null },
      { labels: counts[slot] ?? 0, mean },
      { seed, shot: block * BLOCK + slot, ground: block * BLOCK + (twin ?? slot) },
    );
  }
}

type Wanted = {
  readonly identity: Identity;
  /** File path of the first picture of the same quadrat. */
  readonly twinOf: string | null;
  readonly fault: FaultKind | null;
  readonly first: Genus | null;
};

function grow(
  { identity, twinOf, fault, first }: Wanted,
  { labels, mean }: { readonly labels: number; readonly mean: number },
  { seed, shot, ground }: { readonly seed: number; readonly shot: number; readonly ground: number },
): ReefSample {
  const wishes = { ...NO_WISHES, first, ...(fault !== null && WISHES[fault]) };
  const colonies = sceneOf(sceneCount(labels, mean, fault), wishes, randomFrom(seed, ground, 1));
  const annotation = annotate(colonies.slice(0, labels), fault);
  const sample = sampleOf(identity, fault === 'missing' ? null : annotation.labels);
  const picture = { sample, colonies, shot, ground, shift: wishes.shift };
  if (fault === null) return { ...picture, fault };
  const samples = twinOf === null ? [identity.filepath] : [twinOf, identity.filepath];
  return { ...picture, fault: { fault, check: FAULTS[fault].check, samples, labels: annotation.faulty } };
}

/** The genera that are made sure of, one in each of the first slots that nothing else is planted in. */
function raritiesOf(size: number, assigned: ReadonlyMap<number, Assignment>): ReadonlyMap<number, Genus> {
  const twins = new Set([...assigned.values()].map(({ twin }) => twin));
  const free = Array.from({ length: size }, (_, slot) => slot).filter(
    (slot) => !assigned.has(slot) && !twins.has(slot),
  );
  return new Map(GENERA.flatMap((genus, i) => (free[i] === undefined ? [] : [[free[i], genus] as const])));
}

/** Where annotation is missing or sparse, the colonies are there all the same. */
function sceneCount(labels: number, mean: number, fault: FaultKind | null): number {
  if (fault === 'missing' || fault === 'sparse') return Math.max(labels, mean);
  return fault === 'duplicate' || fault === 'near-duplicate' ? labels - 1 : labels;
}

/** What a fault needs of its scene. */
const WISHES: Readonly<Partial<Record<FaultKind, Partial<Wishes>>>> = {
  'out-of-bounds': { overEdge: true },
  tiny: { speck: true },
  misspelt: { first: MISSPELT.genus },
  leak: { shift: [5.5, -4] },
};

function sampleOf(identity: Identity, labels: readonly Polyline[] | null): Sample {
  return {
    filepath: identity.filepath,
    ...PICTURE,
    tags: [identity.split],
    fields: {
      area: identity.area,
      year: identity.year,
      quadrat_id: identity.quadrat,
      cvat_task_id: identity.taskId,
      cvat_task_name: identity.taskName,
      cvat_subset: identity.split,
      cvat_project_name: 'demo_reef_annotated',
    },
    labels: { [FIELD]: labels },
    provenance: `cvat:demo:${String(identity.taskId)}:${String(identity.frame)}`,
  };
}
