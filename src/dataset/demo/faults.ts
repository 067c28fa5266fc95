import type { Identity } from './identity.ts';
import { type Random, shuffled } from './random.ts';

/** An ordinary fault that the demo plants. */
export type FaultKind =
  | 'missing'
  | 'empty'
  | 'sparse'
  | 'dense'
  | 'self-intersection'
  | 'out-of-bounds'
  | 'tiny'
  | 'duplicate'
  | 'near-duplicate'
  | 'misspelt'
  | 'leak';

/** A fault as planted: in which samples, and at which labels of the first (counted from 0). */
export type PlantedFault = {
  readonly fault: FaultKind;
  /** Id of the check that is to find it. */
  readonly check: string;
  /** File paths of the samples; two for a quadrat in two splits. */
  readonly samples: readonly string[];
  readonly labels: readonly number[];
};

/** Which check finds a fault, and how it is named in a report. */
export const FAULTS: Readonly<Record<FaultKind, { readonly check: string; readonly summary: string }>> = {
  missing: { check: 'ANN01', summary: 'never annotated' },
  empty: { check: 'ANN01', summary: 'annotated, without any label' },
  sparse: { check: 'ANN02', summary: 'fewer than 3 labels' },
  dense: { check: 'ANN03', summary: 'more than 50 labels' },
  'self-intersection': { check: 'GEO02', summary: 'outline crosses itself' },
  'out-of-bounds': { check: 'GEO03', summary: 'outline leaves the picture' },
  tiny: { check: 'GEO04', summary: 'smaller than 25 px' },
  duplicate: { check: 'GEO06', summary: 'colony labelled twice, exactly alike' },
  'near-duplicate': { check: 'GEO06', summary: 'colony labelled twice, almost alike' },
  misspelt: { check: 'LAB02', summary: 'class misspelt' },
  leak: { check: 'SPL01', summary: 'same quadrat in two splits' },
};

/** What a slot of a block is to become. `twin` is the slot whose quadrat is photographed again. */
export type Assignment = { readonly fault: FaultKind; readonly twin: number | null };

/** In a whole block; a smaller one takes from the front, on at most half of its samples. */
const ROSTER: readonly FaultKind[] = [
  'missing',
  'empty',
  'sparse',
  'dense',
  'self-intersection',
  'out-of-bounds',
  'tiny',
  'duplicate',
  'misspelt',
  'leak',
  'missing',
  'sparse',
  'self-intersection',
  'out-of-bounds',
  'tiny',
  'near-duplicate',
  'misspelt',
  'leak',
  'missing',
  'tiny',
  'misspelt',
];

/** Hands out the faults of a block among its slots, each slot one at most; the first, which is looked at first, none. */
export function assignFaults(
  identities: readonly Identity[],
  labels: number,
  random: Random,
): ReadonlyMap<number, Assignment> {
  const assigned = new Map<number, Assignment>();
  const slots = shuffled([...identities.keys()].slice(1), random);
  const free = (isWanted: (slot: number) => boolean): number | undefined => {
    const at = slots.findIndex(isWanted);
    return at === -1 ? undefined : slots.splice(at, 1)[0];
  };
  const isTrain = (slot: number): boolean => identities[slot]?.split === 'train';
  let left = Math.floor(identities.length / 2);
  for (const fault of ROSTER) {
    left -= fault === 'leak' ? 2 : 1;
    if (left < 0) break;
    if (!isPossible(fault, identities.length, labels)) continue;
    const twin = fault === 'leak' ? free(isTrain) : null;
    const slot = fault === 'leak' ? free((candidate) => !isTrain(candidate)) : free(() => true);
    if (slot !== undefined && twin !== undefined) assigned.set(slot, { fault, twin });
  }
  return assigned;
}

/** Sparse and dense are faults only where the other samples are neither, and can make up for them. */
function isPossible(fault: FaultKind, size: number, labels: number): boolean {
  if (fault === 'sparse') return labels >= 5 && labels <= 30;
  if (fault === 'dense') return labels >= 8 && labels <= 30 && size >= 20;
  return !fault.endsWith('duplicate') || labels >= 5;
}
