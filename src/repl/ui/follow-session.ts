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
 * Keeps the state of jobs and watches up to date, at most twice a second. `changed` is called when a job has ended, or what is
 * followed has changed: datasets are not as they were. The function returned leaves the last state of what is followed in the
 * scrollback.
 */
export function followSession(ports: PrinterPorts, targets: FollowTargets, changed: () => void): () => void {
  const stopJobs = followJobs(ports, targets, changed);
  const stopWatches = followWatches(ports, targets, changed);
  return () => {
    stopJobs();
    stopWatches();
  };
}

/** Milliseconds between two pictures of what goes on. */
const TICK = 500;

function followJobs({ session }: PrinterPorts, { store }: FollowTargets, ended: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    store.dispatch({ type: 'jobs-told', jobs: session.jobs.list() });
  };
  session.on(({ type, cell }) => {
    if (type === 'cell:sent') {
      timer ??= setInterval(tell, TICK);
      tell();
    } else if (type === 'cell:finished' && store.get().jobs.some(({ number }) => number === cell.number)) {
      tell();
      ended();
      if (session.jobs.list().length > 0) return;
      clearInterval(timer);
      timer = undefined;
    }
  });
  return () => {
    clearInterval(timer);
  };
}

function followWatches(
  { session, look }: PrinterPorts,
  { store, aside }: FollowTargets,
  changed: () => void,
): () => void {
  const { watches, ports } = session;
  const news = newsOf();
  const isSpoken = look().screenReader === true;
  const show = (watched: Watched): string => renderOutput({ kind: 'watch', watched }, look());
  let timer: NodeJS.Timeout | undefined;
  let notBefore = 0;
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const list = watches.list();
    store.dispatch({ type: 'watches-told', watches: list });
    notBefore = ports.now() + paceOf(list);
    const differing = news(list);
    if (differing.some(({ changes }) => changes > 0)) changed();
    if (isSpoken) for (const watched of differing) aside(`${watchSentence(watched, look())}\n`);
  };
  watches.subscribe((gone) => {
    if (watches.list().length === store.get().watches.length)
      timer ??= setTimeout(tell, Math.max(0, notBefore - ports.now()));
    else tell();
    if (gone !== undefined) aside(show(gone));
  });
  return () => {
    for (const watched of watches.list()) store.dispatch({ type: 'printed', text: show(watched) });
    watches.close();
    clearTimeout(timer);
  };
}

/** Milliseconds until the next picture: the more lines change, the longer, so that a slow line is never full of them. */
function paceOf(watches: readonly Watched[]): number {
  const changed = watches.reduce((sum, { rows }) => sum + 1 + rows.filter(({ change }) => change !== 'same').length, 0);
  return Math.min(SLOWEST, Math.max(TICK, PER_LINE * changed));
}

/** A line takes some 60 bytes, and is drawn again when its mark goes: four a second keep to 0.5 KB. */
const PER_LINE = 250;
const SLOWEST = 3000;

/** Those that changed since they were told of last. */
function newsOf(): (watches: readonly Watched[]) => readonly Watched[] {
  let told: readonly Watched[] = [];
  return (watches) => {
    const before = new Map(told.map((watched) => [watched.number, watched]));
    told = watches;
    return watches.filter(({ number, changes, problem }) => {
      const was = before.get(number);
      return was?.changes !== changes || was.problem !== problem;
    });
  };
}
