import { fuzzyMatch } from '../input/fuzzy.ts';
import type { CompletionItem } from './completion.ts';

/** Completions that fit what has been typed, the best first, and how many fit altogether. */
export type Ranked = { readonly items: readonly CompletionItem[]; readonly total: number };

/**
 * First what is the typed text, then what begins with it, then what has a word that does, then what has its letters in
 * order. Among equals the more frequent comes first, otherwise the order stays. Case and accents make no difference.
 */
export function rank(items: readonly CompletionItem[], typed: string): Ranked {
  if (typed === '') return { items: items.slice(0, LIMIT), total: items.length };
  const wanted = plain(typed);
  const fitting = items.flatMap((item) => {
    const fit = fitOf(item.name, wanted);
    return fit === undefined ? [] : [{ item, ...fit }];
  });
  fitting.sort(
    (left, right) =>
      left.tier - right.tier || right.score - left.score || (right.item.count ?? 0) - (left.item.count ?? 0),
  );
  return { items: fitting.slice(0, LIMIT).map(({ item }) => item), total: fitting.length };
}

/** More than anyone looks through. */
const LIMIT = 200;

const TIER = { same: 0, begins: 1, word: 2, letters: 3 } as const;

function fitOf(name: string, wanted: string): { readonly tier: number; readonly score: number } | undefined {
  const have = plain(name);
  if (have.startsWith(wanted)) return { tier: have.length === wanted.length ? TIER.same : TIER.begins, score: 0 };
  if (startsWord(name, have, wanted)) return { tier: TIER.word, score: 0 };
  const match = wanted.length < 2 ? undefined : fuzzyMatch(wanted, have);
  return match === undefined ? undefined : { tier: TIER.letters, score: match.score };
}

/** A word begins behind what is no letter or digit, and at a capital behind a small letter. */
function startsWord(name: string, have: string, wanted: string): boolean {
  for (let at = have.indexOf(wanted, 1); at > 0; at = have.indexOf(wanted, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(have.charAt(at - 1))) return true;
    // Where letters were dropped or joined, places in the two texts differ.
    if (have.length === name.length && /\p{Ll}\p{Lu}/u.test(name.slice(at - 1, at + 1))) return true;
  }
  return false;
}

/** Without case and accents. */
function plain(text: string): string {
  const lower = text.toLowerCase();
  return ASCII.test(lower) ? lower : lower.normalize('NFD').replaceAll(/\p{M}/gu, '');
}

// eslint-disable-next-line no-control-regex -- all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/u;
