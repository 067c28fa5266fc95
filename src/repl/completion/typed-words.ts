/** The words of a command line that is being typed: those that are complete, and the one that the cursor is in. */
export type TypedWords = { readonly words: readonly string[]; readonly last: TypedWord };

/** The word that the cursor is in. */
export type TypedWord = {
  /** Where it begins, with its quote. */
  readonly start: number;
  /** Without quotes and escapes; as it is inside brackets, where an expression stands. */
  readonly text: string;
  /** The quote that is still open. */
  readonly quote: string | undefined;
};

/** Splits a line as `splitWords` does, but ends wherever the text ends. */
export function typedWords(before: string): TypedWords {
  const words: string[] = [];
  let last: TypedWord = { start: 0, text: '', quote: undefined };
  let at = 0;
  while (at < before.length) {
    const space = matchAt(/\s+/uy, before, at);
    if (space === '') {
      last = readWord(before, at);
      at = endOfWord(before, at);
      if (at < before.length) words.push(last.text);
    }
    at += space.length;
    if (space !== '') last = { start: at, text: '', quote: undefined };
  }
  return { words, last };
}

/** A quoted part, closed or not; a bracket with all that it holds; or a run of other characters. */
const PART = /'(?:\\[^]|[^'\\])*'?|"(?:\\[^]|[^"\\])*"?|[([{]|[^\s'"([{]+/uy;

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !/\s/u.test(text.charAt(at))) at += partAt(text, at).length;
  return at;
}

function readWord(text: string, start: number): TypedWord {
  const end = endOfWord(text, start);
  let plain = '';
  let quote: string | undefined;
  for (let at = start; at < end;) {
    const part = partAt(text, at);
    quote = openQuote(part);
    plain += /^['"]/u.test(part)
      ? part.slice(1, quote === undefined ? -1 : undefined).replaceAll(/\\([^])/gu, '$1')
      : part;
    at += part.length;
  }
  return { start, text: plain, quote };
}

function openQuote(part: string): string | undefined {
  const quote = /^['"]/u.exec(part)?.[0];
  if (quote === undefined) return undefined;
  return /^(['"])(?:\\[^]|(?!\1)[^\\])*\1$/u.test(part) ? undefined : quote;
}

function partAt(text: string, at: number): string {
  const part = matchAt(PART, text, at);
  return /^[([{]$/u.test(part) ? text.slice(at, endOfBracket(text, at)) : part;
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Behind the bracket that closes the one at `start`, or at the end of the text. */
function endOfBracket(text: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < text.length;) {
    const char = text.charAt(at);
    const closer = CLOSERS[char];
    if (closer !== undefined) open.push(closer);
    else if (char === open.at(-1)) open.pop();
    at += char === "'" || char === '"' ? matchAt(PART, text, at).length : 1;
    if (open.length === 0) return at;
  }
  return text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
