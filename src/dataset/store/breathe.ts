import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';

/** Lets others run between two batches of long work, and stops where that was asked for. @throws UserError `cancelled` */
export async function breathe({ signal }: Pick<Job, 'signal'>): Promise<void> {
  await setImmediate();
  throwIfCancelled(signal);
}
