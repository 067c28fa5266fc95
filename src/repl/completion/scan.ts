import { type Token, type TokenKind, tokenize } from '../../render/highlight.ts';

/** An open bracket and what is known of where it stands. */
export type Frame = {
  readonly opener: string;
  /** The word before the bracket: what is called. Braces and square brackets inside a call belong to it. */
  readonly callee: string | undefined;
  /** The words of the chain before the callee: `ds`, `where` for `ds.where(...).take(`. */
  readonly receiver: readonly string[];
  /** The chain that stands right before the bracket: `ds` for `ds[`. */
  readonly words: readonly string[];
  /** The source of `receiver`: `ds.where(year > 2020)`. Empty for a function. */
  readonly on: string;
  /** Where the operand that the bracket belongs to begins. */
  readonly start: number;
  /** How many commas have been passed. */
  readonly argument: number;
  /** The keyword of the argument, as in `fields: ` and `only_matches=`. */
  readonly keyword: string | undefined;
  /** Strings that stand directly in the brackets. */
  readonly strings: readonly string[];
  /** What the method that is called is called on, where a field says so: a verb may have its name. */
  readonly receives?: 'labels' | 'value';
  /** What the bracket's content is compared with, as in `label in ['`. */
  readonly compared: readonly string[] | undefined;
};

/** Where a text ends, as far as completion needs to know. */
export type Scanned = {
  /** Open brackets, the outermost first. */
  readonly frames: readonly Frame[];
  /** The chain that the end belongs to, without the word being typed: `ds`, `where` for `ds.where(year > 1).cou`. */
  readonly chain: readonly string[];
  /** The source of that chain: `ds.where(year > 1)`; empty where the end does not stand behind a dot. */
  readonly operand: string;
  /** True right behind a dot, or in a word behind one. */
  readonly afterDot: boolean;
  /** What the end is compared with: `area` for `area == 'Moo`. */
  readonly compared: readonly string[] | undefined;
  /** The word or number being typed; in a string, what stands in it so far. */
  readonly word: string;
  /** The quote of the string that is still open. */
  readonly quote: string | undefined;
  /** True right behind a closed string or bracket, where nothing can be typed but what ends or joins it. */
  readonly afterClosed: boolean;
};

/** Reads a statement up to the cursor. Tolerant: whatever is typed gives an answer. */
export function scan(before: string): Scanned {
  const tokens = placed(tokenize(before, NO_WORDS)).filter(({ kind }) => kind !== 'comment');
  const last = tokens.at(-1);
  const unfinished = last !== undefined && UNFINISHED.has(last.kind) ? last.text : '';
  const quote = last?.kind === 'open-string' ? unfinished.charAt(0) : undefined;
  const complete = unfinished === '' ? tokens : tokens.slice(0, -1);
  return { ...summary(complete, before), word: unfinished.slice(quote?.length), quote };
}

function summary(complete: readonly Omit<PlacedToken, 'before'>[], before: string): Omit<Scanned, 'word' | 'quote'> {
  const { frames, chain, start, end, afterDot, compared } = complete.reduce(stepIn(before), START);
  return {
    frames,
    chain: afterDot ? chain : [],
    operand: afterDot ? before.slice(start, end) : '',
    afterDot,
    compared,
    afterClosed: /['"`)\]}]$/u.test(complete.at(-1)?.text ?? ''),
  };
}

/** What the end of a text may leave unfinished. */
const UNFINISHED: ReadonlySet<TokenKind> = new Set(['open-string', 'word', 'number']);

const NO_WORDS = { verbs: new Set<string>(), commands: new Set<string>() };

type PlacedToken = Token & { readonly at: number; readonly before: string };

function placed(tokens: readonly Token[]): readonly Omit<PlacedToken, 'before'>[] {
  let at = 0;
  return tokens.map((token) => {
    const here = { ...token, at };
    at += token.text.length;
    return here;
  });
}

/** `start` and `end`: where the operand just read begins and ends; the same where there is none. */
type Reading = Pick<Scanned, 'frames' | 'chain' | 'afterDot' | 'compared'> & {
  readonly start: number;
  readonly end: number;
};

const START: Reading = { frames: [], chain: [], afterDot: false, compared: undefined, start: 0, end: 0 };

function stepIn(before: string): (at: Reading, token: Omit<PlacedToken, 'before'>) => Reading {
  return (reading, token) =>
    token.kind === 'space' ? reading : (READERS[token.kind] ?? value)(reading, { ...token, before });
}

type Reader = (reading: Reading, token: PlacedToken) => Reading;

const READERS: Partial<Record<TokenKind, Reader>> = {
  word,
  string,
  bracket,
  'stray-bracket': bracket,
  other: operator,
};

function extent({ at, text }: PlacedToken): Pick<Reading, 'start' | 'end'> {
  return { start: at, end: at + text.length };
}

function nothing({ at, text }: PlacedToken): Pick<Reading, 'start' | 'end'> {
  return { start: at + text.length, end: at + text.length };
}

/** A number or the like: what a chain of words is not. */
function value(reading: Reading, token: PlacedToken): Reading {
  return { ...reading, ...extent(token), chain: [], afterDot: false };
}

function string(reading: Reading, token: PlacedToken): Reading {
  return value(
    top(reading, ({ strings }) => ({ strings: [...strings, token.text.slice(1, -1)] })),
    token,
  );
}

function bracket(reading: Reading, token: PlacedToken): Reading {
  return '([{'.includes(token.text) ? open(reading, token) : close(reading, token);
}

function word(reading: Reading, token: PlacedToken): Reading {
  const { text } = token;
  const { chain } = reading;
  if (reading.afterDot) return { ...reading, end: extent(token).end, chain: [...chain, text], afterDot: false };
  if (text === 'in') return { ...reading, ...nothing(token), chain: [], compared: chain };
  if (text === 'and' || text === 'or' || text === 'not') {
    return { ...reading, ...nothing(token), chain: [], compared: undefined };
  }
  return { ...reading, ...extent(token), chain: [text] };
}

function open(reading: Reading, token: PlacedToken): Reading {
  const { frames, chain, compared, start, end } = reading;
  const { text, at } = token;
  const outer = frames.at(-1);
  // A bracket that groups inside a call belongs to it, as one that begins a list does.
  const opener = text === '(' && start === end && outer !== undefined ? '[' : text;
  const frame: Frame = {
    ...(opener !== '(' && outer !== undefined ? outer : callOf(reading, token)),
    opener,
    words: chain,
    start: start < end ? start : at,
    strings: [],
    compared: opener === '[' ? compared : undefined,
  };
  const inside = { start: at + 1, end: at + 1, chain: [], afterDot: false, compared: frame.compared };
  return { ...inside, frames: [...frames, frame] };
}

/** What the bracket calls. */
function callOf(
  { chain, start, end }: Reading,
  { before }: PlacedToken,
): Pick<Frame, 'callee' | 'receiver' | 'on' | 'argument' | 'keyword'> {
  const on = receiverText(before.slice(start, end), chain.length);
  return { callee: chain.at(-1), receiver: chain.slice(0, -1), on, argument: 0, keyword: undefined };
}

/** What stands before the last `.name` of a chain. */
function receiverText(operand: string, words: number): string {
  return words < 2 ? '' : operand.replace(/\s*\.\s*[$\p{L}_][$\p{L}\p{N}_]*$/u, '');
}

/** What follows goes on with the chain that was called. */
function close({ frames }: Reading, token: PlacedToken): Reading {
  const frame = frames.at(-1);
  return {
    frames: frames.slice(0, -1),
    chain: frame === undefined ? [] : called(frame),
    afterDot: false,
    compared: undefined,
    start: frame?.start ?? token.at,
    end: token.at + 1,
  };
}

/** `F('area')` is the path it names, `ds[2:5]` goes on with `ds`. */
function called({ opener, callee, receiver, strings, words }: Frame): readonly string[] {
  if (opener === '[') return words;
  if (opener !== '(' || callee === undefined) return [];
  const path = callee === 'F' && receiver.length === 0 ? strings[0]?.split('.') : undefined;
  return path ?? [...receiver, callee];
}

function operator(reading: Reading, token: PlacedToken): Reading {
  const { text } = token;
  if (text === '.') return { ...reading, afterDot: true };
  const none = nothing(token);
  if (text === ',') {
    const next = top(reading, ({ argument, opener }) => {
      if (opener === '[') return {};
      return { keyword: undefined, argument: opener === '(' ? argument + 1 : argument };
    });
    return { ...next, ...none, chain: [], afterDot: false, compared: reading.frames.at(-1)?.compared };
  }
  if (text === ':') {
    return { ...top(reading, () => ({ keyword: reading.chain[0] })), ...none, chain: [], afterDot: false };
  }
  if ('=!<>'.includes(text)) return { ...comparison(reading, text), ...none };
  return { ...reading, ...none, chain: [], afterDot: false, compared: undefined };
}

/** A single `=` behind a word makes it a keyword, as in Python; a second one makes it a comparison after all. */
function comparison(reading: Reading, text: string): Reading {
  const [name] = reading.chain;
  if (name === undefined) {
    const [compared] = reading.compared ?? [];
    return { ...top(reading, ({ keyword }) => (keyword === compared ? { keyword: undefined } : {})), afterDot: false };
  }
  const next = top(reading, ({ opener, keyword }) =>
    text === '=' && opener === '(' && keyword === undefined ? { keyword: name } : {},
  );
  return { ...next, chain: [], afterDot: false, compared: reading.chain };
}

function top(reading: Reading, change: (frame: Frame) => Partial<Frame>): Reading {
  const frame = reading.frames.at(-1);
  if (frame === undefined) return reading;
  return { ...reading, frames: [...reading.frames.slice(0, -1), { ...frame, ...change(frame) }] };
}
