import { UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { WatchesPort } from '../commands/context.ts';
import type { Watched } from '../output.ts';
import { beginFollowing, type Followed, goOnFollowing, type Question } from './follow-question.ts';

/** The questions that are followed above the prompt, each on its own, until it is ended or its dataset is gone. */
export type Watches = Pick<WatchesPort, 'list' | 'stop'> & {
  /** Asks for the first time, and goes on from there. @throws UserError */
  readonly start: (question: Question, signal: AbortSignal) => Promise<void>;
  /** Called after each change of the list; `ended` is one that ended by itself. The function returned unsubscribes. */
  readonly subscribe: (listener: (ended: Watched | undefined) => void) => () => void;
  /** Ends all without a word. */
  readonly close: () => void;
};

type Entry = { followed: Followed; readonly question: Question; readonly stop: AbortController };

/** Milliseconds between two looks: often enough to be alive, seldom enough for a slow line. */
const INTERVAL = 500;

/** None yet; `open` gives a dataset as long as there is one of that name. */
export function createWatches(open: (name: string) => Promise<Dataset>): Watches {
  const entries = new Map<number, Entry>();
  const listeners = new Set<(ended: Watched | undefined) => void>();
  const tell = (ended?: Watched): void => {
    for (const listener of listeners) listener(ended);
  };
  const list = (): readonly Watched[] => Array.from(entries.values(), ({ followed }) => followed.watched);
  const end = (number: number): void => {
    entries.get(number)?.stop.abort();
    entries.delete(number);
  };
  const goOn = async (entry: Entry): Promise<void> => {
    const { question, stop } = entry;
    const isOver = (): boolean => stop.signal.aborted;
    while (!isOver()) {
      const next = await step(entry, open);
      if (isOver()) return;
      if (next === 'gone') {
        end(question.number);
        tell({ ...entry.followed.watched, problem: `there is no dataset ${entry.followed.watched.dataset} any more` });
        return;
      }
      const isNews = next.watched !== entry.followed.watched;
      entry.followed = next;
      if (isNews) tell();
    }
  };
  return {
    list,
    start: async (question, signal) => {
      const entry = { question, followed: await beginFollowing(question, signal), stop: new AbortController() };
      entries.set(question.number, entry);
      tell();
      void goOn(entry);
    },
    stop: (which) => {
      const ended = which === 'all' ? list() : list().filter(({ number }) => number === which);
      if (which !== 'all' && ended.length === 0) throw noWatch(which, list());
      for (const { number } of ended) end(number);
      tell();
      return ended;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      for (const number of [...entries.keys()]) end(number);
      tell();
    },
  };
}

/** What cannot be answered just now says why and is tried again: fields come back with an undo. */
async function step(
  { question, followed, stop }: Entry,
  open: (name: string) => Promise<Dataset>,
): Promise<Followed | 'gone'> {
  const { signal } = stop;
  try {
    return await goOnFollowing(question, followed, { interval: INTERVAL, signal });
  } catch (error) {
    const isThere = await open(followed.watched.dataset).then(
      () => true,
      () => false,
    );
    if (!isThere) return 'gone';
    const problem = error instanceof Error ? error.message : String(error);
    if (followed.watched.problem === problem) return followed;
    return { ...followed, watched: { ...followed.watched, problem } };
  }
}

function noWatch(number: number, known: readonly Watched[]): UserError {
  const numbers = known.map((watched) => watched.number);
  return new UserError('not-found', `there is no watch ${String(number)}`, {
    hint: numbers.length === 0 ? 'watch EXPRESSION begins one' : `there is ${numbers.join(', ')}`,
  });
}
