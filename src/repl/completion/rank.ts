import { fuzzyMatch } from '../input/fuzzy.ts';
import type { CompletionItem } from './completion.ts';

/** Items that fit what has been typed: those that begin with it in their own order, then those that only contain it. */
export function rank(items: readonly CompletionItem[], typed: string): readonly CompletionItem[] {
  if (typed === '') return items.slice(0, LIMIT);
  const lower = typed.toLowerCase();
  const beginning = items.filter(({ label }) => label.toLowerCase().startsWith(lower));
  const containing = items
    .filter((item) => !beginning.includes(item))
    .flatMap((item) => {
      const match = typed.length < 2 ? undefined : fuzzyMatch(typed, item.label);
      return match === undefined ? [] : [{ item, score: match.score }];
    })
    .sort((left, right) => right.score - left.score)
    .map(({ item }) => item);
  return [...beginning, ...containing].slice(0, LIMIT);
}

const LIMIT = 200;
