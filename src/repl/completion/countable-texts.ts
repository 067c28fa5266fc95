import { tokenize } from '../../render/highlight.ts';

/** A part of a text that may be a whole expression. */
export type Countable = {
  /** What can be bound: `of`, with the brackets that it leaves open closed. */
  readonly complete: string;
  readonly of: string;
  /** True where `of` is only the beginning of the text. */
  readonly isPrefix: boolean;
};

/** The parts of a text that may be expressions, the longest first: all of it, then up to each dot outside of brackets. */
export function countableTexts(text: string): readonly Countable[] {
  if (text.trim() === '' || text.length > LONGEST) return [];
  const { dots, closers, isInString } = outline(text);
  const whole = { complete: text + closers, of: text, isPrefix: false };
  const prefixes = dots
    .toReversed()
    .map((dot) => text.slice(0, dot))
    .map((of) => ({ complete: of, of, isPrefix: true }));
  return [...(isInString ? [] : [whole]), ...prefixes].slice(0, MOST);
}

/** Longer texts were pasted; more parts than these are not worth the time. */
const LONGEST = 5_000;
const MOST = 12;

const NO_WORDS = { verbs: new Set<string>(), commands: new Set<string>() };
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

type Outline = { readonly dots: readonly number[]; readonly closers: string; readonly isInString: boolean };

function outline(text: string): Outline {
  const tokens = tokenize(text, NO_WORDS);
  const open: string[] = [];
  const dots: number[] = [];
  let at = 0;
  for (const { kind, text: piece } of tokens) {
    const closer = kind === 'bracket' ? CLOSERS[piece] : undefined;
    if (closer !== undefined) open.push(closer);
    else if (kind === 'bracket') open.pop();
    else if (kind === 'other' && piece === '.' && open.length === 0) dots.push(at);
    at += piece.length;
  }
  return { dots, closers: open.toReversed().join(''), isInString: tokens.at(-1)?.kind === 'open-string' };
}
