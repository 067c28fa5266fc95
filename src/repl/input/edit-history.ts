import { isAscii, toGraphemes } from './graphemes.ts';
import type { Place } from './motions.ts';
import { lineEnd, lineStart } from './motions.ts';

/** One step of undo: at `at`, `removed` was replaced by `inserted`. */
export type Change = {
  readonly at: number;
  readonly removed: readonly string[];
  readonly inserted: readonly string[];
  readonly cursorBefore: number;
  readonly cursorAfter: number;
};

/** A text with what can be undone and redone, the latest change last. */
export type Edited = Place & { readonly undone: readonly Change[]; readonly done: readonly Change[] };

const CHANGE_LIMIT = 500;
/** All changes kept hold at most about this many graphemes; the latest is always kept. */
const KEPT_GRAPHEMES = 4 * 1024 * 1024;

/** A stretch of graphemes, end exclusive, and the text that takes its place. */
export type Replacement = { readonly start: number; readonly end: number; readonly text: string };

/**
 * Replaces a stretch and puts the cursor after the new text, or after the grapheme it has become part of. With `merge`
 * the change becomes one with the one before it. Text is taken as it is: the caller has cleaned it.
 */
export function replaceText<S extends Edited>(state: S, replacement: Replacement, merge = false): S {
  const change = changeFor(state, replacement);
  if (change.removed.length === 0 && change.inserted.length === 0) return { ...state, cursor: change.cursorAfter };
  const last = state.done.at(-1);
  const merged = merge && last !== undefined ? joined(last, change) : undefined;
  const done = merged === undefined ? [...state.done, change] : [...state.done.slice(0, -1), merged];
  return { ...state, ...applied(state.graphemes, change), done: withinLimits(done), undone: [] };
}

/** Takes the latest change back; the state itself when there is none. */
export function undoChange<S extends Edited>(state: S): S {
  const change = state.done.at(-1);
  if (change === undefined) return state;
  const back = applied(state.graphemes, inverse(change));
  return { ...state, ...back, done: state.done.slice(0, -1), undone: [...state.undone, change] };
}

/** Makes the change again that was taken back last; the state itself when there is none. */
export function redoChange<S extends Edited>(state: S): S {
  const change = state.undone.at(-1);
  if (change === undefined) return state;
  const again = applied(state.graphemes, change);
  return { ...state, ...again, undone: state.undone.slice(0, -1), done: [...state.done, change] };
}

/** The changes behind the first `since` as a single one, so that they are undone in one step. */
export function asOneChange<S extends Edited>(state: S, since: number): S {
  if (state.done.length - since < 2) return state;
  let before: Edited = state;
  while (before.done.length > since) before = undoChange(before);
  const change = trimmed({
    at: 0,
    removed: before.graphemes,
    inserted: state.graphemes,
    cursorBefore: before.cursor,
    cursorAfter: state.cursor,
  });
  const isNothing = change.removed.length === 0 && change.inserted.length === 0;
  return { ...state, done: isNothing ? before.done : [...before.done, change] };
}

/** Marks and joiners change the graphemes beside them: where that may happen the whole lines are split anew. */
function changeFor(state: Edited, { start, end, text }: Replacement): Change {
  const { graphemes } = state;
  if (isAscii(`${graphemes[start - 1] ?? ''}${text}${graphemes[end] ?? ''}`)) {
    const inserted = toGraphemes(text);
    return trimmed({
      at: start,
      removed: graphemes.slice(start, end),
      inserted,
      cursorBefore: state.cursor,
      cursorAfter: start + inserted.length,
    });
  }
  const from = lineStart({ graphemes, cursor: start });
  const to = lineEnd({ graphemes, cursor: end });
  const before = graphemes.slice(from, start).join('') + text;
  const inserted = toGraphemes(before + graphemes.slice(end, to).join(''));
  const cursorAfter = from + countUpTo(inserted, before.length);
  return trimmed({ at: from, removed: graphemes.slice(from, to), inserted, cursorBefore: state.cursor, cursorAfter });
}

/** How many graphemes it takes to cover so many UTF-16 units. */
export function countUpTo(graphemes: readonly string[], units: number): number {
  let covered = 0;
  let count = 0;
  while (covered < units && count < graphemes.length) {
    covered += graphemes[count]?.length ?? 0;
    count += 1;
  }
  return count;
}

/** Leaves out what is the same before and after. */
function trimmed(change: Change): Change {
  const { removed, inserted } = change;
  const shorter = Math.min(removed.length, inserted.length);
  let head = 0;
  while (head < shorter && removed[head] === inserted[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && removed.at(-1 - tail) === inserted.at(-1 - tail)) tail += 1;
  return {
    ...change,
    at: change.at + head,
    removed: removed.slice(head, removed.length - tail),
    inserted: inserted.slice(head, inserted.length - tail),
  };
}

/** Two insertions of which the second goes on where the first ended, as one. */
function joined(first: Change, second: Change): Change | undefined {
  if (second.removed.length > 0 || second.at !== first.at + first.inserted.length) return undefined;
  return { ...first, inserted: [...first.inserted, ...second.inserted], cursorAfter: second.cursorAfter };
}

function inverse(change: Change): Change {
  return {
    at: change.at,
    removed: change.inserted,
    inserted: change.removed,
    cursorBefore: change.cursorAfter,
    cursorAfter: change.cursorBefore,
  };
}

function applied(graphemes: readonly string[], change: Change): Place {
  const head = graphemes.slice(0, change.at);
  const tail = graphemes.slice(change.at + change.removed.length);
  return { graphemes: head.concat(change.inserted, tail), cursor: change.cursorAfter };
}

function withinLimits(done: readonly Change[]): readonly Change[] {
  let kept = 0;
  let first = done.length;
  while (first > 0 && done.length - first < CHANGE_LIMIT) {
    const change = done[first - 1];
    kept += (change?.removed.length ?? 0) + (change?.inserted.length ?? 0);
    if (kept > KEPT_GRAPHEMES && first < done.length) break;
    first -= 1;
  }
  return first === 0 ? done : done.slice(first);
}
