import { type Span, UserError } from '../../diagnostics.ts';

/** A word of a command line: its text without quotes, where it stands, and whether it begins with a quote. */
export type Word = { readonly text: string; readonly span: Span; readonly quoted: boolean };

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Splits a command line into words at white space. Quotes group and are removed, with `\` as escape inside them; brackets
 * group and are kept, with the quotes inside them, so that an expression is one word. A `#` that begins a word begins a
 * comment.
 *
 * @throws UserError `syntax` for a quote or bracket that is not closed
 */
export function splitWords(line: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && /\s/u.test(line.charAt(at))) at++;
    if (at >= line.length || line[at] === '#') return words;
    const word = readWord(line, at);
    words.push(word);
    at = word.span.end;
  }
}

/** A word as it has to stand in a command line so that `splitWords` gives it back. */
export function quoteWord(word: string): string {
  if (word !== '' && !word.startsWith('#') && survives(word)) return word;
  return quoteText(word);
}

/** A text in quotes, as the language and command lines read it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll(/['\\]/gu, '\\$&')}'`;
}

function survives(word: string): boolean {
  try {
    const words = splitWords(word);
    return words.length === 1 && words[0]?.text === word;
  } catch {
    return false;
  }
}

function readWord(line: string, start: number): Word {
  let text = '';
  let quoted = false;
  let at = start;
  while (at < line.length && !/\s/u.test(line.charAt(at))) {
    const char = line.charAt(at);
    if (char === "'" || char === '"') {
      const end = endOfQuote(line, at);
      text += unescaped(line.slice(at + 1, end - 1));
      quoted ||= at === start;
      at = end;
    } else if (char in PAIRS) {
      const end = endOfBracket(line, at);
      text += line.slice(at, end);
      at = end;
    } else {
      text += char;
      at++;
    }
  }
  return { text, span: { start, end: at }, quoted };
}

/** Offset behind the closing quote. */
function endOfQuote(line: string, start: number): number {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === quote) return at + 1;
  }
  throw new UserError('syntax', 'this quote is not closed', {
    span: { start, end: line.length },
    hint: `close it with ${quote ?? ''}`,
  });
}

/** Offset behind the bracket that closes the one at `start`. */
function endOfBracket(line: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "'" || char === '"') at = endOfQuote(line, at) - 1;
    else if (char in PAIRS) open.push(PAIRS[char] ?? '');
    else if (char === open.at(-1)) {
      open.pop();
      if (open.length === 0) return at + 1;
    }
  }
  throw new UserError('syntax', 'this bracket is not closed', {
    span: { start, end: start + 1 },
    hint: `close it with ${open.at(-1) ?? ''}`,
  });
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gsu, '$1');
}
