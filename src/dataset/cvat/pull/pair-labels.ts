import type { Label } from '../../model/label.ts';
import { overlap } from './label-overlap.ts';

/** How much two labels must overlap to be the same thing, from 0 to 1. */
const SAME = 0.5;

/**
 * The labels of the server under the ids and tags of those that stood here. CVAT gives shapes new ids whenever they are
 * written as a whole, so labels are paired by id, then by class and exact geometry, then by how much they overlap, those of
 * the same class first. A label without a partner keeps the id that it came with.
 */
export function pairLabels(here: readonly Label[], there: readonly Label[]): readonly Label[] {
  const partners = new Map<Label, Label>();
  const left = new Set(here);
  const pair = (label: Label, partner: Label | undefined): void => {
    if (partner === undefined) return;
    partners.set(label, partner);
    left.delete(partner);
  };
  const alone = (): readonly Label[] => there.filter((label) => !partners.has(label));
  const byId = new Map(here.map((label) => [label.id, label]));
  for (const label of there) pair(label, byId.get(label.id));
  for (const label of alone())
    pair(
      label,
      [...left].find((other) => shapeOf(other) === shapeOf(label)),
    );
  for (const [label, partner] of byOverlap(alone(), [...left])) pair(label, partner);
  return there.map((label) => {
    const partner = partners.get(label);
    return partner?.id === undefined ? label : { ...label, id: partner.id, tags: partner.tags };
  });
}

/** Class and geometry, as a text. */
function shapeOf(label: Label): string {
  return JSON.stringify({ ...label, id: null, tags: null, confidence: null, attributes: null });
}

/** Pairs that overlap enough, the best first; each label occurs once. */
function byOverlap(there: readonly Label[], here: readonly Label[]): readonly (readonly [Label, Label])[] {
  const candidates = there.flatMap((label) =>
    here.map((partner) => ({ label, partner, share: overlap(label, partner), isSame: label.label === partner.label })),
  );
  const close = candidates.filter(({ share }) => share >= SAME);
  close.sort((a, b) => Number(b.isSame) - Number(a.isSame) || b.share - a.share);
  const taken = new Set<Label>();
  return close.flatMap(({ label, partner }) => {
    if (taken.has(label) || taken.has(partner)) return [];
    taken.add(label).add(partner);
    return [[label, partner] as const];
  });
}
