import { fuzzyMatch } from './fuzzy.ts';

/** Lines that have been run, the oldest first, and where a walk through them stands. */
export type History = {
  readonly entries: readonly string[];
  /** On which datasets a line has been run, as far as that is known. */
  readonly usedOn: UsedOn;
  /** Those that ended in an error when they were last run: nobody wants them suggested. */
  readonly failed: ReadonlySet<string>;
  readonly walk: Walk | undefined;
};

/** Names of datasets by line. */
export type UsedOn = ReadonlyMap<string, ReadonlySet<string>>;

/** A walk: what was typed before it began, what entries must begin with, and which one is shown. */
type Walk = { readonly draft: string; readonly prefix: string; readonly index: number };

/** A step of a walk: the text to show. */
export type HistoryStep = { readonly history: History; readonly text: string };

/** A hit of the search: `positions` are UTF-16 offsets in `text`. */
export type HistoryMatch = { readonly text: string; readonly positions: readonly number[] };

const ENTRY_LIMIT = 10_000;

/** A history of the given lines; empty ones and repetitions of the line before are left out. */
export function createHistory(
  lines: readonly string[] = [],
  usedOn: UsedOn = new Map(),
  failed: ReadonlySet<string> = new Set(),
): History {
  const entries = lines.filter((line, at) => line.trim() !== '' && line !== lines[at - 1]);
  return { entries: entries.slice(-ENTRY_LIMIT), usedOn, failed, walk: undefined };
}

/** The history in which a line is known to have been run on a dataset. */
export function usedLine(history: History, line: string, dataset: string | undefined): History {
  if (dataset === undefined) return history;
  const usedOn = new Map(history.usedOn).set(line, new Set(history.usedOn.get(line)).add(dataset));
  const [oldest] = usedOn.keys();
  if (usedOn.size > ENTRY_LIMIT && oldest !== undefined) usedOn.delete(oldest);
  return { ...history, usedOn };
}

/** The history in which a line is known to have ended in an error, until it is run again. */
export function failedLine(history: History, line: string): History {
  return { ...history, failed: new Set(history.failed).add(line) };
}

/** The newest line that goes on from a text, and did not end in an error. */
export function lineFrom({ entries, failed }: History, text: string): string | undefined {
  return entries.findLast((line) => line.length > text.length && line.startsWith(text) && !failed.has(line));
}

/** Only the lines that have been run on a dataset. */
export function historyOn(history: History, dataset: string | undefined): History {
  if (dataset === undefined) return history;
  return { ...history, entries: history.entries.filter((line) => history.usedOn.get(line)?.has(dataset) === true) };
}

/** On which datasets lines have been run, from lines with their datasets. */
export function usesOf(entries: readonly { readonly line: string; readonly dataset: string | undefined }[]): UsedOn {
  const usedOn = new Map<string, Set<string>>();
  for (const { line, dataset } of entries) {
    if (dataset !== undefined) usedOn.set(line, (usedOn.get(line) ?? new Set()).add(dataset));
  }
  return usedOn;
}

/** The history with a line that has been run; ends a walk. Empty lines and repetitions of the latest are not added. */
export function addToHistory(history: History, line: string): History {
  const failed = new Set(history.failed);
  failed.delete(line);
  const rested = { ...history, failed, walk: undefined };
  if (line.trim() === '' || line === history.entries.at(-1)) return rested;
  return { ...rested, entries: [...history.entries, line].slice(-ENTRY_LIMIT) };
}

/**
 * The next older line that begins with `prefix`, usually the text before the cursor; undefined when there is none.
 * A walk goes on with the prefix it began with, until `shown`, the text in the prompt, is no longer what it showed.
 */
export function olderEntry(history: History, shown: string, prefix: string): HistoryStep | undefined {
  const { entries } = history;
  const walk = walkShowing(history, shown) ?? { draft: shown, prefix, index: entries.length };
  const index = entries.findLastIndex((line, at) => at < walk.index && offers(line, walk.prefix, shown));
  return stepTo(history, walk, index);
}

/** The next newer line of a walk, at its end the draft; undefined when no walk is going on. */
export function newerEntry(history: History, shown: string): HistoryStep | undefined {
  const walk = walkShowing(history, shown);
  if (walk === undefined) return undefined;
  const index = history.entries.findIndex((line, at) => at > walk.index && offers(line, walk.prefix, shown));
  return stepTo(history, walk, index) ?? { history: { ...history, walk: undefined }, text: walk.draft };
}

/**
 * Lines that contain the characters of the query in order, the best first and of equals the newest, each text once;
 * for an empty query simply the newest.
 */
export function searchHistory(history: History, query: string, limit = 50): readonly HistoryMatch[] {
  const newestFirst = Array.from(new Set(history.entries.toReversed()));
  if (query.trim() === '') return newestFirst.slice(0, limit).map((text) => ({ text, positions: [] }));
  return newestFirst
    .flatMap((text) => {
      const match = fuzzyMatch(query, text);
      return match === undefined ? [] : [{ text, ...match }];
    })
    .sort((left, right) => right.score - left.score)
    .slice(0, limit)
    .map(({ text, positions }) => ({ text, positions }));
}

function walkShowing({ entries, walk }: History, shown: string): Walk | undefined {
  return walk !== undefined && entries[walk.index] === shown ? walk : undefined;
}

/** A line that looks like the one shown would make a key press seem lost. */
function offers(line: string, prefix: string, shown: string): boolean {
  return line.startsWith(prefix) && line !== shown;
}

function stepTo(history: History, walk: Walk, index: number): HistoryStep | undefined {
  const text = history.entries[index];
  return text === undefined ? undefined : { history: { ...history, walk: { ...walk, index } }, text };
}
