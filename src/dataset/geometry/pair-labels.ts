import type { Label } from '../model/label.ts';
import { overlap } from './label-overlap.ts';
import type { PictureSize } from './measure.ts';

/** How much two labels must overlap to be the same thing, from 0 to 1. */
export const SAME = 0.5;

/** How labels are compared, in whatever form they come. */
export type Comparing<T> = {
  readonly idOf: (label: T) => string | undefined;
  /** Class and geometry: equal for labels that are the same but for the rest. */
  readonly shapeOf: (label: T) => string;
  /** The label itself; asked only of those that have found no partner otherwise. */
  readonly labelOf: (label: T) => Label;
  /** Size of their picture, where some of them are in fractions of it. */
  readonly size?: PictureSize;
  /** Overlap that is enough, from 0 to 1; default: `SAME`. */
  readonly least?: number;
};

/** Labels that are the same thing in two lists, in the order of the first, and those without a partner. */
export type Pairing<T> = {
  readonly pairs: readonly (readonly [T, T])[];
  readonly first: readonly T[];
  readonly second: readonly T[];
};

/**
 * Pairs the labels of two lists by id, then by class and exact geometry, then by how much they overlap, those of the same class
 * first. Each has one partner at most. The lists may be swapped: the pairs stay the same.
 */
export function pairLabels<T>(first: readonly T[], second: readonly T[], comparing: Comparing<T>): Pairing<T> {
  const partners = new Map<T, T>();
  const taken = new Set<T>();
  const pair = (a: T, b: T): void => {
    partners.set(a, b);
    taken.add(b);
  };
  const left = (): { readonly first: readonly T[]; readonly second: readonly T[] } => ({
    first: first.filter((label) => !partners.has(label)),
    second: second.filter((label) => !taken.has(label)),
  });
  for (const keyOf of [comparing.idOf, comparing.shapeOf]) {
    const alone = left();
    if (alone.first.length > 0 && alone.second.length > 0) pairByKey(alone, keyOf, pair);
  }
  const alone = left();
  for (const [a, b] of byOverlap(alone, comparing)) pair(a, b);
  const pairs = first.flatMap((label) => {
    const partner = partners.get(label);
    return partner === undefined ? [] : [[label, partner] as const];
  });
  return { pairs, ...left() };
}

/** Where several have one key, the first with the first, the second with the second. */
function pairByKey<T>(
  { first, second }: Pick<Pairing<T>, 'first' | 'second'>,
  keyOf: (label: T) => string | undefined,
  pair: (a: T, b: T) => void,
): void {
  const byKey = Map.groupBy(second, keyOf);
  for (const label of first) {
    const key = keyOf(label);
    const partner = key === undefined ? undefined : byKey.get(key)?.shift();
    if (partner !== undefined) pair(label, partner);
  }
}

type Candidate<T> = {
  readonly pair: readonly [T, T];
  readonly share: number;
  readonly isSame: boolean;
  /** Places in the two lists. */
  readonly at: readonly [number, number];
};

/** Pairs that overlap enough, the best first; each label occurs once. */
function byOverlap<T>(
  { first, second }: Pick<Pairing<T>, 'first' | 'second'>,
  { labelOf, size, least = SAME }: Comparing<T>,
): readonly (readonly [T, T])[] {
  const others = second.map((label) => ({ label, whole: labelOf(label) }));
  const candidates = first.flatMap((label, i) => {
    const whole = labelOf(label);
    return others.map((other, j): Candidate<T> => ({
      pair: [label, other.label],
      share: overlap(whole, other.whole, size),
      isSame: whole.label === other.whole.label,
      at: [i, j],
    }));
  });
  const close = candidates.filter(({ share }) => share > 0 && share >= least).sort(compareCandidates);
  const taken = new Set<T>();
  return close.flatMap(({ pair: [a, b] }) => {
    if (taken.has(a) || taken.has(b)) return [];
    taken.add(a).add(b);
    return [[a, b] as const];
  });
}

/** The last two keys are the same with the lists swapped, so that equal shares are told apart alike both ways. */
function compareCandidates<T>(a: Candidate<T>, b: Candidate<T>): number {
  return (
    Number(b.isSame) - Number(a.isSame) ||
    b.share - a.share ||
    a.at[0] + a.at[1] - (b.at[0] + b.at[1]) ||
    Math.min(...a.at) - Math.min(...b.at)
  );
}
