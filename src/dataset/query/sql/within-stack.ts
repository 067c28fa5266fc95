import { UserError } from '../../../diagnostics.ts';

/**
 * Runs `work`, which goes down into a plan as deep as it was built.
 * @throws UserError `unsupported` where it is deeper than the stack
 */
export function withinStack<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError('unsupported', 'this is nested too deeply', {
      hint: 'split it into several steps',
      cause: error,
    });
  }
}
