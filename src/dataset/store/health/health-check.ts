import { quoteWord } from '../../model/words.ts';
import type { Job } from '../../model/job.ts';
import type { Trouble } from '../../model/trouble.ts';
import type { Ask } from '../read-catalog.ts';

/** A dataset that is looked at. Nothing of it is changed. */
export type Patient = {
  readonly name: string;
  readonly file: string;
  readonly mediaRoot: string;
  /** Whether there is a file at a path. */
  readonly isThere: (path: string) => Promise<boolean>;
  /** Runs a statement; cancelling the job ends it. */
  readonly ask: Ask;
  readonly job: Job;
  /** Whether everything is read that could be wrong, however long it takes. */
  readonly deep: boolean;
};

/** One thing to look at in a dataset. `gate`: where it finds an error, the checks after it would only repeat it. */
export type HealthCheck = {
  readonly name: string;
  readonly gate?: true;
  /** Only where everything is to be read. */
  readonly deep?: true;
  readonly run: (patient: Patient) => Promise<readonly Trouble[]>;
};

/** What to do about rows that no longer fit each other. */
export function repairHint(name: string): string {
  return `doctor --repair ${quoteWord(name)}`;
}
