import type { Watched } from '../../output.ts';
import { renderOutput } from '../../render/index.ts';
import { watchSentence } from '../../render/watch.ts';
import type { PrinterPorts } from './result-printer.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Where it is told: the state, and the scrollback between two results. */
export type FollowTargets = {
  readonly store: Store<ShellState, ShellEvent>;
  readonly aside: (text: string) => void;
};

/**
 * Keeps the state of jobs and watches up to date: jobs twice a second, watches when they change. `ended` is called when a job
 * has ended. The function returned leaves the last state of what is followed in the scrollback.
 */
export function followSession(
  { session, look }: PrinterPorts,
  { store, aside }: FollowTargets,
  ended: () => void,
): () => void {
  const spoken = look().screenReader === true;
  const told = new Map<number, Watched>();
  let timer: NodeJS.Timeout | undefined;
  const tellJobs = (): void => {
    store.dispatch({ type: 'jobs-told', jobs: session.jobs.list() });
  };
  session.on(({ type, cell }) => {
    if (type === 'cell:sent') {
      timer ??= setInterval(tellJobs, TICK);
      tellJobs();
    } else if (type === 'cell:finished' && store.get().jobs.some(({ number }) => number === cell.number)) {
      tellJobs();
      ended();
      if (session.jobs.list().length > 0) return;
      clearInterval(timer);
      timer = undefined;
    }
  });
  const show = (watched: Watched): string => renderOutput({ kind: 'watch', watched }, look());
  session.watches.subscribe((gone) => {
    const watches = session.watches.list();
    store.dispatch({ type: 'watches-told', watches });
    if (gone !== undefined) aside(show(gone));
    for (const watched of watches) {
      const before = told.get(watched.number);
      told.set(watched.number, watched);
      const isNews = before?.changes !== watched.changes || before.problem !== watched.problem;
      if (spoken && isNews) aside(`${watchSentence(watched, look())}\n`);
    }
  });
  return () => {
    clearInterval(timer);
    for (const watched of session.watches.list()) store.dispatch({ type: 'printed', text: show(watched) });
    session.watches.close();
  };
}

/** Milliseconds between two looks at the jobs. */
const TICK = 500;
