import type { JobInfo } from '../output.ts';
import type { Job, Progress } from '../dataset/model/job.ts';
import type { OpenDatasets } from './open-datasets.ts';
import type { Cell } from './session-events.ts';

/** A statement that runs, and how it is asked to stop. */
export type RunningStatement = {
  readonly cell: Cell;
  /** When it began, in milliseconds. */
  readonly started: number;
  /** What it reads. One that goes on behind the prompt keeps these for itself. */
  readonly datasets: OpenDatasets;
  /** Fires where it is to stop at once. */
  readonly signal: AbortSignal;
  readonly inParts: NonNullable<Job['inParts']>;
  /**
   * Asks it to stop: after the part at hand, where it works in parts and was not asked before, else at once.
   * @returns the part after which it ends
   */
  readonly interrupt: (how: 'gently' | 'now') => string | undefined;
  readonly report: (progress: Progress) => void;
  /** How far it is, and since when, as `jobs` tells. */
  readonly info: () => JobInfo;
  /** Resolves once it has been sent behind the prompt. */
  readonly sent: Promise<void>;
  readonly send: () => void;
};

/** Takes charge of a statement; `now` is in milliseconds. */
export function runningStatement(cell: Cell, datasets: OpenDatasets, now: () => number): RunningStatement {
  const abort = new AbortController();
  const sent = Promise.withResolvers<undefined>();
  const progress = progressClock(now);
  let parts: { readonly part: string; readonly ending: AbortController } | undefined;
  const stateOf = (): JobInfo['state'] => {
    if (abort.signal.aborted) return 'stopping';
    return parts?.ending.signal.aborted === true ? 'ending' : 'running';
  };
  return {
    cell,
    started: now(),
    datasets,
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
    report: progress.report,
    info: () => ({ number: cell.number, statement: cell.statement, state: stateOf(), ...progress.read() }),
    sent: sent.promise,
    send: () => {
      sent.resolve(undefined);
    },
  };
}

type ProgressClock = {
  readonly report: (progress: Progress) => void;
  readonly read: () => Pick<JobInfo, 'progress' | 'elapsed' | 'phaseElapsed'>;
};

/** Remembers how far work has come, and when the piece of it at hand began. */
function progressClock(now: () => number): ProgressClock {
  const started = now();
  let phaseStarted = started;
  let latest: Progress | undefined;
  return {
    report: (progress) => {
      if (latest?.what !== progress.what) phaseStarted = now();
      latest = progress;
    },
    read: () => ({ progress: latest, elapsed: now() - started, phaseElapsed: now() - phaseStarted }),
  };
}
