import type { CvatJob } from '../reply/records.ts';

/** The annotation job of a frame: the first, where jobs overlap. Ground truth jobs and replicas are none. */
export function jobOf(jobs: readonly CvatJob[], frame: number): CvatJob | undefined {
  return jobs.find(
    ({ type, startFrame, stopFrame }) => type === 'annotation' && startFrame <= frame && frame <= stopFrame,
  );
}
