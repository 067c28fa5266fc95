import { type Span, UserError } from '../../diagnostics.ts';

/** Text that TypeScript's parser can read, of the same length, and what was changed to make it so. */
export type Respelled = {
  readonly text: string;
  /** Offsets of the opening quotes of Python's raw strings. */
  readonly rawStrings: ReadonlySet<number>;
  /** Offsets of colons in slices; `text` has `SLICE_MARK` there. */
  readonly slices: ReadonlySet<number>;
  /** Offsets of braces of dicts whose keys are expressions; `text` has brackets there, and commas for colons. */
  readonly dicts: ReadonlySet<number>;
};

/** Stands for the colon of a slice: an operator that the language does not use and that binds loosely. */
export const SLICE_MARK = '^';

/**
 * Makes the spellings of Python that TypeScript cannot parse readable to it: `r"..."`, `u"..."`, `xs[1:3]` and `# comments`
 * (at the start of a line or after a space). Every offset stays what it was.
 * @throws UserError `syntax` for strings that have values inside (`f"..."`) and for three quotes.
 */
export function respellPython(text: string): Respelled {
  const out = [...splitUnits(text)];
  const state: State = { text, out, raw: new Set(), slices: new Set(), dicts: new Set(), brackets: [], at: 0 };
  while (state.at < text.length) step(state);
  return { text: state.out.join(''), rawStrings: state.raw, slices: state.slices, dicts: state.dicts };
}

type Bracket = { readonly kind: 'subscript' | 'dict' | 'other'; questions: number };
type State = {
  readonly text: string;
  readonly out: string[];
  readonly raw: Set<number>;
  readonly slices: Set<number>;
  readonly dicts: Set<number>;
  readonly brackets: Bracket[];
  at: number;
};

const QUOTES = new Set(['"', "'", '`']);
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;

function step(state: State): void {
  const char = state.text.charAt(state.at);
  if (QUOTES.has(char)) skipString(state, false);
  else if (char === '#' && startsComment(state)) blankComment(state);
  else if (char === '/' && startsRegex(state)) skipRegex(state);
  else if (isWordAt(state)) skipWord(state);
  else {
    trackBracket(state, char);
    state.at += 1;
  }
}

function trackBracket(state: State, char: string): void {
  const { brackets } = state;
  if (OPENING.has(char)) brackets.push({ kind: openingKind(state, char), questions: 0 });
  else if (CLOSING.has(char)) closeBracket(state);
  else if (char === '?' || char === ':') trackColon(state, char);
}

function openingKind({ text, at, out, dicts }: State, char: string): Bracket['kind'] {
  if (char === '[' && endsValue(text, at)) return 'subscript';
  if (char !== '{' || !/^\s*[-(~!\w.]/.test(text.slice(at + 1)) || SIMPLE_KEY.test(text.slice(at + 1))) return 'other';
  dicts.add(at);
  out[at] = '[';
  return 'dict';
}

/** A key that TypeScript reads, or what is no key at all: `{ name: 1`, `{ "a": 1`, `{ name }`, `{ ...rest }`. */
const SIMPLE_KEY = /^\s*(?:(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\d+(?:\.\d+)?)\s*[:,}]|\.\.\.)/u;

function closeBracket({ brackets, out, at }: State): void {
  if (brackets.pop()?.kind === 'dict') out[at] = ']';
}

const OPENING = new Set(['[', '(', '{']);
const CLOSING = new Set([']', ')', '}']);

/** A colon in a subscript is that of a slice, in a dict that of a pair, unless a question mark there waits for it. */
function trackColon({ out, slices, brackets, at }: State, char: string): void {
  const top = brackets.at(-1);
  if (top === undefined || top.kind === 'other') return;
  if (char === '?') top.questions += 1;
  else if (top.questions > 0) top.questions -= 1;
  else if (top.kind === 'dict') out[at] = ',';
  else {
    slices.add(at);
    out[at] = SLICE_MARK;
  }
}

/** Words that TypeScript reserves and that are names of parameters in Python: `switch(..., default=1)`. */
const RESERVED = new Set(['default', 'new']);

function skipWord(state: State): void {
  WORD.lastIndex = state.at;
  const word = WORD.exec(state.text)?.[0] ?? '';
  const start = state.at;
  state.at += word.length;
  if (RESERVED.has(word) && /^\s*=(?!=)/.test(state.text.slice(state.at))) state.out[start] = '_';
  if (!QUOTES.has(state.text.charAt(state.at)) || state.text.charAt(state.at) === '`') return;
  const span = { start, end: state.at };
  if (/^(f|rf|fr)$/i.test(word)) {
    throw formatted(state, span);
  }
  if (!/^[ru]$/i.test(word)) return;
  state.out[start] = ' ';
  if (/^r$/i.test(word)) state.raw.add(state.at);
  skipString(state, /^r$/i.test(word));
}

/** `f"..."`, which is the text itself where no value stands in it. */
function formatted({ text }: State, span: Span): UserError {
  const quote = text.charAt(span.end);
  const end = text.indexOf(quote, span.end + 1);
  const holdsValues = end === -1 || text.slice(span.end, end).includes('{') || text.charAt(end - 1) === '\\';
  if (holdsValues || span.end > span.start + 1 || end === span.end + 1) {
    return new UserError('syntax', 'a text with values inside (f"...") is not part of the query language', {
      span,
      hint: 'write the text out, or use a parameter: $name',
    });
  }
  return new UserError('syntax', 'f"..." is not part of the query language', {
    span,
    hint: 'leave the f out',
    fix: { written: null, meant: '' },
  });
}

function skipString(state: State, raw: boolean): void {
  const { text, at } = state;
  const quote = text.charAt(at);
  if (text.startsWith(quote.repeat(3), at)) {
    throw new UserError('syntax', 'a text in three quotes is not part of the query language', {
      span: { start: at, end: at + 3 },
      hint: 'use one pair of quotes',
    });
  }
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== quote) {
    if (text.charAt(end) !== '\\') end += 1;
    else {
      // TypeScript must not take `\u` or `\x` of a raw string for an escape that it finds malformed.
      if (raw && /[ux\d]/.test(text.charAt(end + 1))) state.out[end] = '_';
      end += 2;
    }
  }
  state.at = Math.min(end + 1, text.length);
}

function startsComment({ text, at }: State): boolean {
  return at === 0 || /\s/.test(text.charAt(at - 1));
}

function blankComment(state: State): void {
  while (state.at < state.text.length && state.text.charAt(state.at) !== '\n') {
    state.out[state.at] = ' ';
    state.at += 1;
  }
}

function startsRegex({ text, at }: State): boolean {
  const next = text.charAt(at + 1);
  return next !== '/' && next !== '*' && !endsValue(text, at);
}

function skipRegex(state: State): void {
  let inClass = false;
  let end = state.at + 1;
  for (; end < state.text.length; end++) {
    const char = state.text.charAt(end);
    if (char === '\\') end += 1;
    else if (char === '\n' || (char === '/' && !inClass)) break;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
  }
  state.at = Math.min(end + 1, state.text.length);
}

/** Whether what stands before `at` is a value, so that `[` is a subscript and `/` a division. */
function endsValue(text: string, at: number): boolean {
  let end = at;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end -= 1;
  const before = text.slice(Math.max(0, end - 10), end);
  if (/(^|[^\p{ID_Continue}$])(in|typeof)$/u.test(before)) return false;
  return /[\p{ID_Continue}$)\]}"'`]$/u.test(before);
}

function isWordAt({ text, at }: State): boolean {
  WORD.lastIndex = at;
  return WORD.test(text);
}

function* splitUnits(text: string): Generator<string> {
  for (let i = 0; i < text.length; i++) yield text.charAt(i);
}
