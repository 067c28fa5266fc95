import { lineEnd, lineStart, type Place } from './motions.ts';

/** Where a motion leads: the grapheme it ends on, whether an operator takes that one too, or whole lines. */
export type Target = { readonly to: number; readonly takes: 'before' | 'with' | 'lines' };

/** The last search in a line, for `;` and `,`. */
export type Find = { readonly kind: 'f' | 'F' | 't' | 'T'; readonly wanted: string };

/** A motion as it was typed: `w`, `gg`, `fx`; `count` is 1 where none was given, and then `counted` is false. */
export type Motion = { readonly keys: string; readonly count: number; readonly counted: boolean };

/** Where a motion leads from a place; undefined where it leads nowhere. */
export function targetOf(motion: Motion, place: Place, last: Find | undefined): Target | undefined {
  const find = findOf(motion.keys, last);
  if (find !== undefined) return foundIn(place, find, motion);
  const move = MOVES[motion.keys];
  return move?.(place, motion);
}

/** The search that keys ask for, or repeat; undefined for other keys. */
export function findOf(keys: string, last: Find | undefined): Find | undefined {
  if (keys === ';') return last;
  if (keys === ',') return last && { ...last, kind: TURNED[last.kind] };
  const kind = keys.charAt(0);
  const isFind = kind === 'f' || kind === 'F' || kind === 't' || kind === 'T';
  return isFind && keys.length > 1 ? { kind, wanted: keys.slice(1) } : undefined;
}

/** The last place in its line on which a cursor can stand that stands on characters, not between them. */
export function lastOfLine(place: Place): number {
  return Math.max(lineStart(place), lineEnd(place) - 1);
}

/** The first character of the line that is not blank. */
export function firstOfLine(place: Place): number {
  let at = lineStart(place);
  while (at < lineEnd(place) && kindAt(place, at) === 'blank') at += 1;
  return at;
}

const TURNED = { f: 'F', F: 'f', t: 'T', T: 't' } as const;

type Move = (place: Place, motion: Motion) => Target | undefined;

const MOVES: Readonly<Record<string, Move>> = {
  h: (place, { count }) => ({ to: Math.max(lineStart(place), place.cursor - count), takes: 'before' }),
  l: (place, { count }) => ({ to: Math.min(lineEnd(place), place.cursor + count), takes: 'before' }),
  0: (place) => ({ to: lineStart(place), takes: 'before' }),
  '^': (place) => ({ to: firstOfLine(place), takes: 'before' }),
  $: (place, { count }) => ({ to: lastOfLine(lines(place, count - 1)), takes: 'with' }),
  w: words(nextWord, 'before', kindAt),
  W: words(nextWord, 'before', wideKindAt),
  b: words(wordBefore, 'before', kindAt),
  B: words(wordBefore, 'before', wideKindAt),
  e: words(endOfWord, 'with', kindAt),
  E: words(endOfWord, 'with', wideKindAt),
  j: (place, { count }) => ({ to: lines(place, count).cursor, takes: 'lines' }),
  k: (place, { count }) => ({ to: lines(place, -count).cursor, takes: 'lines' }),
  gg: (place, { count }) => ({ to: lines({ ...place, cursor: 0 }, count - 1).cursor, takes: 'lines' }),
  G: (place, { count, counted }) => {
    if (!counted) return { to: place.graphemes.length, takes: 'lines' };
    return { to: lines({ ...place, cursor: 0 }, count - 1).cursor, takes: 'lines' };
  },
  '%': (place) => partnerOf(place),
};

/** The place some lines below, or above, at the beginning of the line; the last line there is where there are fewer. */
function lines(place: Place, by: number): Place {
  let at = place;
  for (let step = 0; step < Math.abs(by); step++) {
    const edge = by > 0 ? lineEnd(at) + 1 : lineStart(at) - 1;
    if (edge < 0 || edge > place.graphemes.length) return at;
    at = { ...place, cursor: lineStart({ ...place, cursor: edge }) };
  }
  return at;
}

type Kind = 'blank' | 'word' | 'other' | 'end';
type KindAt = (place: Place, at: number) => Kind;

function kindAt({ graphemes }: Place, at: number): Kind {
  const grapheme = graphemes[at];
  if (grapheme === undefined) return 'end';
  if (/^\s/u.test(grapheme)) return 'blank';
  return /^[\p{L}\p{N}_]/u.test(grapheme) ? 'word' : 'other';
}

/** Everything between blanks is one word. */
function wideKindAt(place: Place, at: number): Kind {
  const kind = kindAt(place, at);
  return kind === 'other' ? 'word' : kind;
}

function words(step: (place: Place, kind: KindAt) => number, takes: Target['takes'], kind: KindAt): Move {
  return (place, { count }) => {
    let at = place;
    for (let i = 0; i < count; i++) at = { ...at, cursor: step(at, kind) };
    return { to: at.cursor, takes };
  };
}

function nextWord(place: Place, kind: KindAt): number {
  let at = place.cursor;
  const first = kind(place, at);
  while (first !== 'blank' && first !== 'end' && kind(place, at) === first) at += 1;
  while (kind(place, at) === 'blank') at += 1;
  return at;
}

function wordBefore(place: Place, kind: KindAt): number {
  let at = place.cursor - 1;
  while (at > 0 && kind(place, at) === 'blank') at -= 1;
  while (at > 0 && kind(place, at - 1) === kind(place, at)) at -= 1;
  return Math.max(at, 0);
}

function endOfWord(place: Place, kind: KindAt): number {
  const last = place.graphemes.length - 1;
  let at = place.cursor + 1;
  while (at < last && kind(place, at) === 'blank') at += 1;
  while (at < last && kind(place, at + 1) === kind(place, at)) at += 1;
  return Math.max(0, Math.min(at, last));
}

/** A character in the line of the cursor, on either side of it. */
function foundIn(place: Place, { kind, wanted }: Find, { keys, count }: Motion): Target | undefined {
  const step = kind === kind.toLowerCase() ? 1 : -1;
  const beside = kind.toLowerCase() === 't' ? step : 0;
  // Repeated, `t` would find the character it stands before.
  let at: number | undefined = place.cursor + (keys.length === 1 ? beside : 0);
  for (let left = count; left > 0 && at !== undefined; left--) at = nextInLine(place, wanted, { at, step });
  return at === undefined ? undefined : { to: at - beside, takes: step > 0 ? 'with' : 'before' };
}

/** Where a character stands next in the line of the cursor, going from `at` in one direction. */
function nextInLine(
  place: Place,
  wanted: string,
  { at, step }: { readonly at: number; readonly step: number },
): number | undefined {
  const [from, to] = [lineStart(place), lineEnd(place)];
  for (let next = at + step; next >= from && next < to; next += step) {
    if (place.graphemes[next] === wanted) return next;
  }
  return undefined;
}

const PARTNERS: Readonly<Record<string, readonly [string, 1 | -1]>> = {
  ...{ '(': [')', 1], '[': [']', 1], '{': ['}', 1] },
  ...{ ')': ['(', -1], ']': ['[', -1], '}': ['{', -1] },
};

/** The bracket that belongs to the first one at or behind the cursor in its line. */
function partnerOf(place: Place): Target | undefined {
  const { graphemes } = place;
  const behind = graphemes.slice(place.cursor, lineEnd(place)).findIndex((each) => Object.hasOwn(PARTNERS, each));
  const start = place.cursor + behind;
  const own = graphemes[start] ?? '';
  const found = behind < 0 ? undefined : PARTNERS[own];
  if (found === undefined) return undefined;
  const [partner, step] = found;
  let open = 0;
  for (let at = start; at >= 0 && at < graphemes.length; at += step) {
    open += graphemes[at] === own ? 1 : graphemes[at] === partner ? -1 : 0;
    if (open === 0) return { to: at, takes: 'with' };
  }
  return undefined;
}
