import type { Assignment } from './faults.ts';
import type { Random } from './random.ts';

/**
 * How many labels each slot of a block gets. Their mean is exactly `mean`, also with samples that have none or many, as
 * long as the ordinary ones stay from 3 to 50 (so in any block of 20 and more with a mean from 8 to 30).
 */
export function labelCounts(
  size: number,
  mean: number,
  { assigned, random }: { readonly assigned: ReadonlyMap<number, Assignment>; readonly random: Random },
): readonly number[] {
  const counts = new Array<number>(size).fill(0);
  const ordinary: number[] = [];
  const twins = new Set([...assigned.values()].map(({ twin }) => twin));
  let rest = size * mean;
  for (let slot = 0; slot < size; slot++) {
    const fixed = twins.has(slot) ? mean : fixedCount(assigned.get(slot), mean, random);
    if (fixed === undefined) ordinary.push(slot);
    else rest -= fixed;
    counts[slot] = fixed ?? 0;
  }
  spread(ordinary.length, rest, { mean, random }).forEach((count, i) => {
    counts[ordinary[i] ?? 0] = count;
  });
  return counts;
}

/** The number that a fault dictates; undefined where it does not. */
function fixedCount(assignment: Assignment | undefined, mean: number, random: Random): number | undefined {
  const fault = assignment?.fault;
  if (fault === 'missing' || fault === 'empty') return 0;
  if (fault === 'sparse') return 1 + random.below(2);
  if (fault === 'dense') return 52 + random.below(5);
  return fault === 'leak' ? mean : undefined;
}

/** Shares `total` among `count` slots: evenly, then from one of a pair to the other. */
function spread(
  count: number,
  total: number,
  { mean, random }: { readonly mean: number; readonly random: Random },
): number[] {
  const [least, most] = limits(mean);
  const each = Math.floor(total / count);
  const more = total - each * count;
  const counts = Array.from({ length: count }, (_, i) => Math.min(most, Math.max(least, each + (i < more ? 1 : 0))));
  const room = Math.max(0, Math.min(each - least, (mean <= 15 ? Math.min(20, most) : most) - each - 1));
  for (let i = 0; i + 1 < count; i += 2) {
    const moved = random.below(room + 1);
    counts[i] = (counts[i] ?? 0) + moved;
    counts[i + 1] = (counts[i + 1] ?? 0) - moved;
  }
  return counts;
}

function limits(mean: number): readonly [number, number] {
  if (mean < 5) return [1, 50];
  return mean <= 30 ? [3, 50] : [3, Infinity];
}
