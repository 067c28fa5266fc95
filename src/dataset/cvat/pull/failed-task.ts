import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Requests } from '../client/cvat-client.ts';
import type { CvatTask } from '../reply/records.ts';

/** A task that could not be fetched. */
export type FailedTask = { readonly task: CvatTask; readonly error: UserError };

/**
 * The error as one of this task alone: the others are worth a try.
 *
 * @throws the error itself where nothing can be written, nothing answers any more, the login is over, or work was stopped
 */
export async function failureOfTask(requests: Requests, error: unknown, signal: AbortSignal): Promise<UserError> {
  throwIfCancelled(signal);
  if (!(error instanceof UserError) || error.code === 'unwritable') throw error;
  try {
    await requests.get({ path: '/api/users/self', what: 'your own account', attempts: 1 });
  } catch {
    throw error;
  }
  return error;
}
