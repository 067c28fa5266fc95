import { type Token, type TokenKind, tokenize } from '../../render/highlight.ts';

/** An open bracket and what is known of where it stands. */
export type Frame = {
  readonly opener: string;
  /** The word before the bracket: what is called. Braces and square brackets inside a call belong to it. */
  readonly callee: string | undefined;
  /** The words of the chain before the callee: `ds`, `where` for `ds.where(...).take(`. */
  readonly receiver: readonly string[];
  /** How many commas have been passed. */
  readonly argument: number;
  /** The keyword of the argument, as in `fields: ` and `only_matches=`. */
  readonly keyword: string | undefined;
  /** Strings that stand directly in the brackets. */
  readonly strings: readonly string[];
  /** What the bracket's content is compared with, as in `label in ['`. */
  readonly compared: readonly string[] | undefined;
};

/** Where a text ends, as far as completion needs to know. */
export type Scanned = {
  /** Open brackets, the outermost first. */
  readonly frames: readonly Frame[];
  /** The chain that the end belongs to, without the word being typed: `ds`, `where` for `ds.where(year > 1).cou`. */
  readonly chain: readonly string[];
  /** True right behind a dot, or in a word behind one. */
  readonly afterDot: boolean;
  /** What the end is compared with: `area` for `area == 'Moo`. */
  readonly compared: readonly string[] | undefined;
  /** The word or number being typed; in a string, what stands in it so far. */
  readonly word: string;
  /** The quote of the string that is still open. */
  readonly quote: string | undefined;
};

/** Reads a statement up to the cursor. Tolerant: whatever is typed gives an answer. */
export function scan(before: string): Scanned {
  const tokens = tokenize(before, NO_WORDS).filter(({ kind }) => kind !== 'comment');
  const { kind, text } = tokens.at(-1) ?? { kind: 'space', text: '' };
  const isString = kind === 'open-string';
  const isUnfinished = isString || kind === 'word' || kind === 'number';
  const { frames, chain, afterDot, compared } = (isUnfinished ? tokens.slice(0, -1) : tokens).reduce(step, START);
  return {
    frames,
    chain: afterDot ? chain : [],
    afterDot,
    compared,
    word: isString ? text.slice(1) : isUnfinished ? text : '',
    quote: isString ? text.charAt(0) : undefined,
  };
}

const NO_WORDS = { verbs: new Set<string>(), commands: new Set<string>() };

type Reading = Pick<Scanned, 'frames' | 'chain' | 'afterDot' | 'compared'>;

const START: Reading = { frames: [], chain: [], afterDot: false, compared: undefined };

function step(at: Reading, { kind, text }: Token): Reading {
  if (kind === 'space') return at;
  return (READERS[kind] ?? value)(at, text);
}

const READERS: Partial<Record<TokenKind, (at: Reading, text: string) => Reading>> = {
  word,
  string,
  bracket,
  'stray-bracket': bracket,
  other: operator,
};

/** A number or the like: what a chain is not. */
function value(at: Reading): Reading {
  return { ...at, chain: [], afterDot: false };
}

function string(at: Reading, text: string): Reading {
  return value(top(at, ({ strings }) => ({ strings: [...strings, text.slice(1, -1)] })));
}

function bracket(at: Reading, text: string): Reading {
  return '([{'.includes(text) ? open(at, text) : close(at);
}

function word(at: Reading, text: string): Reading {
  if (at.afterDot) return { ...at, chain: [...at.chain, text], afterDot: false };
  if (text === 'in') return { ...at, chain: [], compared: at.chain };
  if (text === 'and' || text === 'or' || text === 'not') return { ...at, chain: [], compared: undefined };
  return { ...at, chain: [text] };
}

function open({ frames, chain, compared }: Reading, opener: string): Reading {
  const outer = frames.at(-1);
  const inherits = opener !== '(' && outer !== undefined;
  const frame: Frame = {
    opener,
    callee: inherits ? outer.callee : chain.at(-1),
    receiver: inherits ? outer.receiver : chain.slice(0, -1),
    argument: inherits ? outer.argument : 0,
    keyword: inherits ? outer.keyword : undefined,
    strings: [],
    compared: opener === '[' ? compared : undefined,
  };
  return { frames: [...frames, frame], chain: [], afterDot: false, compared: frame.compared };
}

/** What follows goes on with the chain that was called; `F('area')` is the path it names. */
function close({ frames }: Reading): Reading {
  const frame = frames.at(-1);
  const called = frame?.opener === '(' && frame.callee !== undefined ? [...frame.receiver, frame.callee] : [];
  const path = frame?.callee === 'F' && frame.receiver.length === 0 ? frame.strings[0]?.split('.') : undefined;
  return { frames: frames.slice(0, -1), chain: path ?? called, afterDot: false, compared: undefined };
}

function operator(at: Reading, text: string): Reading {
  if (text === '.') return { ...at, afterDot: true };
  if (text === ',') {
    const next = top(at, ({ argument, opener }) =>
      opener === '(' ? { argument: argument + 1, keyword: undefined } : {},
    );
    return { ...next, chain: [], afterDot: false, compared: at.frames.at(-1)?.compared };
  }
  if (text === ':') return { ...top(at, () => ({ keyword: at.chain[0] })), chain: [], afterDot: false };
  if ('=!<>'.includes(text)) return comparison(at, text);
  return { ...at, chain: [], afterDot: false, compared: undefined };
}

/** A single `=` behind a word makes it a keyword, as in Python; a second one makes it a comparison after all. */
function comparison(at: Reading, text: string): Reading {
  const [name] = at.chain;
  if (name === undefined) {
    const [compared] = at.compared ?? [];
    return { ...top(at, ({ keyword }) => (keyword === compared ? { keyword: undefined } : {})), afterDot: false };
  }
  const next = top(at, ({ opener, keyword }) =>
    text === '=' && opener === '(' && keyword === undefined ? { keyword: name } : {},
  );
  return { ...next, chain: [], afterDot: false, compared: at.chain };
}

function top(at: Reading, change: (frame: Frame) => Partial<Frame>): Reading {
  const frame = at.frames.at(-1);
  if (frame === undefined) return at;
  return { ...at, frames: [...at.frames.slice(0, -1), { ...frame, ...change(frame) }] };
}
