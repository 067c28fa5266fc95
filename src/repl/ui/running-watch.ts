import type { JobInfo } from '../../output.ts';
import type { Progress } from '../../dataset/model/job.ts';
import { progressSentence } from '../../render/progress.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Keeps the state of what runs up to date, a few times a second. */
export type RunningWatch = {
  readonly start: () => void;
  /** What runs brought a job to the front, which has come so far. */
  readonly adopt: (job: JobInfo) => void;
  readonly progress: (progress: Progress) => void;
  /** It has been asked to stop at once. */
  readonly stopping: () => void;
  /** It has been asked to end after the part of its work at hand. */
  readonly ending: (part: string) => void;
  readonly finish: () => void;
};

/** A watch that tells the store; `spoken`: in sentences, one a quarter, for a screen reader. `now` is in milliseconds. */
export function createRunningWatch(
  store: Store<ShellState, ShellEvent>,
  { now, spoken }: { readonly now: () => number; readonly spoken: boolean },
): RunningWatch {
  let started = 0;
  let latest: Progress | undefined;
  let phaseStarted = 0;
  let quarter = 0;
  let stopping = false;
  let endsAfter: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tick = (): void => {
    const at = now();
    const running = { elapsed: at - started, progress: latest, phaseElapsed: at - phaseStarted, stopping, endsAfter };
    store.dispatch({ type: 'progressed', running });
  };
  return {
    start: () => {
      [started, latest, quarter, stopping, endsAfter] = [now(), undefined, 0, false, undefined];
      timer ??= setInterval(tick, TICK);
    },
    adopt: ({ elapsed, phaseElapsed, progress }) => {
      [started, phaseStarted, latest] = [now() - elapsed, now() - phaseElapsed, progress];
      tick();
    },
    progress: (progress) => {
      if (latest?.what !== progress.what) [phaseStarted, quarter] = [now(), 0];
      latest = progress;
      const told = spoken ? progressSentence(progress, quarter) : null;
      if (told === null) return;
      quarter = told.quarter;
      store.dispatch({ type: 'printed', text: `${told.sentence}\n` });
    },
    stopping: () => {
      stopping = true;
      tick();
    },
    ending: (part) => {
      endsAfter = part;
      tick();
    },
    finish: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** Milliseconds between two looks at what runs: often enough to be alive, seldom enough for a slow line. */
const TICK = 500;
