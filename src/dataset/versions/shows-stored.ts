import type { Plan, Stage } from '../query/plan.ts';

/** Stages that choose and order samples, and leave each as it is stored. */
const CHOOSING: ReadonlySet<Stage['kind']> = new Set(['keep-samples', 'keep-places', 'sort', 'shuffle', 'slice']);

/** Whether a view shows its samples as they are stored, so that stored digests tell of what it shows. */
export function showsStored({ stages }: Plan): boolean {
  return stages.every(({ kind }) => CHOOSING.has(kind));
}
