import type { Job } from '../dataset/model/job.ts';
import type { Cell } from './session-events.ts';

/** A statement that runs, and how it is asked to stop. */
export type RunningStatement = {
  readonly cell: Cell;
  /** Fires where it is to stop at once. */
  readonly signal: AbortSignal;
  readonly inParts: NonNullable<Job['inParts']>;
  /**
   * Asks it to stop: after the part at hand, where it works in parts and was not asked before, else at once.
   * @returns the part after which it ends
   */
  readonly interrupt: (how: 'gently' | 'now') => string | undefined;
};

/** Takes charge of a statement. */
export function runningStatement(cell: Cell): RunningStatement {
  const abort = new AbortController();
  let parts: { readonly part: string; readonly ending: AbortController } | undefined;
  return {
    cell,
    signal: abort.signal,
    inParts: async (part, work) => {
      const ending = new AbortController();
      parts = { part, ending };
      try {
        return await work(ending.signal);
      } finally {
        parts = undefined;
      }
    },
    interrupt: (how) => {
      if (how === 'now' || parts === undefined || parts.ending.signal.aborted) {
        abort.abort();
        return undefined;
      }
      parts.ending.abort();
      return parts.part;
    },
  };
}
