/** A match: the better the higher `score`; `positions` are the UTF-16 offsets in the text of the query's characters. */
export type FuzzyMatch = { readonly score: number; readonly positions: readonly number[] };

/**
 * Finds the characters of the query in the text, in order but with gaps. Upper case in the query is matched exactly,
 * lower case matches both; white space in the query matches nothing and only parts it. Undefined when one is missing.
 * The score rewards runs and beginnings of words and puts the query as it stands before everything else.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | undefined {
  const wanted = query.replace(/\s+/g, '');
  const exact = wanted !== wanted.toLowerCase();
  const hay = exact ? text : lowered(text);
  const whole = hay.lastIndexOf(query);
  if (whole >= 0) {
    const positions = Array.from({ length: query.length }, (_, offset) => whole + offset);
    return { score: scoreOf(text, positions) + query.length * WHOLE, positions };
  }
  const positions = tightest(hay, wanted);
  return positions === undefined ? undefined : { score: scoreOf(text, positions), positions };
}

const WHOLE = 4;
const RUN = 3;
const WORD_START = 2;

/** The first place where the query ends, gone back from there so that the characters lie as close as they can. */
function tightest(hay: string, wanted: string): readonly number[] | undefined {
  let end = -1;
  for (const unit of wanted.split('')) {
    end = hay.indexOf(unit, end + 1);
    if (end < 0) return undefined;
  }
  const positions: number[] = [];
  for (const unit of wanted.split('').reverse()) {
    end = hay.lastIndexOf(unit, end);
    positions.push(end);
    end -= 1;
  }
  return positions.reverse();
}

function scoreOf(text: string, positions: readonly number[]): number {
  return positions.reduce((score, at, index) => {
    const previous = positions[index - 1];
    const gap = previous === undefined ? 0 : at - previous - 1;
    const run = previous !== undefined && gap === 0 ? RUN : 0;
    const start = /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 0 : WORD_START;
    return score + 1 + run + start - Math.min(gap, 8) / 8;
  }, 0);
}

/** Lower case of the same length: characters whose lower case is longer stay. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
}
