import type { Finding } from '../../output.ts';
import type { Machine } from './machine.ts';

/** What a check goes by. */
export type Surroundings = {
  readonly machine: Machine;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** One thing to look at in the surroundings. Pure. */
export type MachineCheck = (surroundings: Surroundings) => readonly Finding[];

/** A size for people. */
export function sizeOf(bytes: number): string {
  const gigabytes = bytes / 1024 ** 3;
  return gigabytes >= 10
    ? `${String(Math.round(gigabytes))} GB`
    : gigabytes >= 1
      ? `${gigabytes.toFixed(1)} GB`
      : `${String(Math.round(bytes / 1024 ** 2))} MB`;
}
