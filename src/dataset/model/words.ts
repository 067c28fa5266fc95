import { type Span, UserError } from '../../diagnostics.ts';

/** A word of a command line: its text without quotes, where it stands, and whether it begins with a quote. */
export type Word = {
  readonly text: string;
  readonly span: Span;
  readonly quoted: boolean;
  /** Where parameters stand in the text, in their order; left out where there is none. */
  readonly parameters?: readonly WordParameter[];
};

/** `$name` or `${name}`: its range in the text of the word, and in the line. */
export type WordParameter = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly span: Span;
};

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Splits a command line into words at white space. Quotes group and are removed, with `\` as escape inside them; brackets
 * group and are kept, with the quotes inside them, so that an expression is one word. A `#` that begins a word begins a
 * comment. `$name` is a parameter outside of single quotes and brackets.
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
  if (word !== '' && !/^#|\$[A-Za-z_{]/u.test(word) && survives(word)) return word;
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
  const parameters: WordParameter[] = [];
  while (at < line.length && !/\s/u.test(line.charAt(at))) {
    const part = readPart(line, at);
    parameters.push(...part.parameters.map((each) => moved(each, text.length)));
    text += part.text;
    quoted ||= at === start && /['"]/u.test(line.charAt(at));
    at = part.end;
  }
  return { text, span: { start, end: at }, quoted, ...(parameters.length > 0 && { parameters }) };
}

/** A quoted part, a bracket with what it holds, a parameter or a character. `end` is in the line, parameters are in the text. */
type Part = { readonly text: string; readonly end: number; readonly parameters: readonly WordParameter[] };

function readPart(line: string, at: number): Part {
  const char = line.charAt(at);
  if (char === "'") {
    const end = endOfQuote(line, at);
    return { text: unescaped(line.slice(at + 1, end - 1)), end, parameters: [] };
  }
  if (char === '"') return readDoubleQuoted(line, at);
  if (char in PAIRS) {
    const end = endOfBracket(line, at);
    return { text: line.slice(at, end), end, parameters: [] };
  }
  return readParameter(line, at) ?? plain(line, at);
}

function plain(line: string, at: number): Part {
  return { text: line.charAt(at), end: at + 1, parameters: [] };
}

function readEscape(line: string, at: number): Part | undefined {
  return line[at] === '\\' ? { ...plain(line, at + 1), end: at + 2 } : undefined;
}

function readDoubleQuoted(line: string, start: number): Part {
  const end = endOfQuote(line, start);
  const parameters: WordParameter[] = [];
  let text = '';
  for (let at = start + 1; at < end - 1;) {
    const part = readEscape(line, at) ?? readParameter(line, at) ?? plain(line, at);
    parameters.push(...part.parameters.map((each) => moved(each, text.length)));
    text += part.text;
    at = part.end;
  }
  return { text, end, parameters };
}

function readParameter(line: string, at: number): Part | undefined {
  PARAMETER.lastIndex = at;
  const found = PARAMETER.exec(line);
  const name = found?.[1] ?? found?.[2];
  if (found === null || name === undefined) return undefined;
  const [text] = found;
  const end = at + text.length;
  return { text, end, parameters: [{ name, start: 0, end: text.length, span: { start: at, end } }] };
}

const PARAMETER = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/uy;

function moved(parameter: WordParameter, by: number): WordParameter {
  return { ...parameter, start: parameter.start + by, end: parameter.end + by };
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
