/**
 * Whether the text can be a whole statement: false while a bracket or a template is open, or a string that a `\` at the
 * end of its line continues.
 *
 * A mistake that no further line can heal (a closer too many, a quote open at the end of its line) counts as
 * complete, so that its error is shown. Operators at the end of a line do not ask for another line, since paths of
 * commands end in `/` and `.` too.
 */
export function isComplete(text: string): boolean {
  let scan: Scan = { at: 0, open: undefined, regexPossible: true };
  while (scan.at < text.length) {
    const next = scanToken(text, scan);
    if (typeof next === 'boolean') return next;
    scan = next;
  }
  return scan.open === undefined;
}

/** Whether Enter runs the text rather than starting a new line; in an empty last line it runs whatever is there. */
export function runsOnEnter(text: string): boolean {
  return /\n[^\S\n]*$/.test(text) || isComplete(text);
}

/** How far the text has been read, the closers that are owed (`` ` `` inside a template), and what a `/` would mean. */
type Scan = { readonly at: number; readonly open: Open | undefined; readonly regexPossible: boolean };
type Open = { readonly closer: string; readonly outer: Open | undefined };

/** Reads one token; a boolean when it settles the question. */
function scanToken(text: string, scan: Scan): Scan | boolean {
  const { at, open } = scan;
  const character = text.charAt(at);
  if (open?.closer === '`') return scanTemplate(text, at, open);
  if (character === '"' || character === "'") return scanString(text, scan);
  if (character === '`') return { at: at + 1, open: { closer: '`', outer: open }, regexPossible: true };
  const closer = CLOSERS.get(character);
  if (closer !== undefined) return { at: at + 1, open: { closer, outer: open }, regexPossible: true };
  if (')]}'.includes(character)) {
    if (open?.closer !== character) return true;
    return { at: at + 1, open: open.outer, regexPossible: false };
  }
  return scanPlain(text, scan);
}

/** Comments, regular expressions, words and everything that neither opens nor closes. */
function scanPlain(text: string, scan: Scan): Scan {
  const comment = matchAt(COMMENT, text, scan.at);
  if (comment !== undefined) return { ...scan, at: scan.at + comment.length };
  const regex = scan.regexPossible ? matchAt(REGEX, text, scan.at) : undefined;
  if (regex !== undefined) return { ...scan, at: scan.at + regex.length, regexPossible: false };
  const word = matchAt(WORD, text, scan.at);
  if (word !== undefined) return { ...scan, at: scan.at + word.length, regexPossible: OPERATOR_WORDS.has(word) };
  const character = text.charAt(scan.at);
  const regexPossible = /\s/.test(character) ? scan.regexPossible : character !== '.';
  return { ...scan, at: scan.at + 1, regexPossible };
}

function scanString(text: string, scan: Scan): Scan | boolean {
  const body = matchAt(STRING, text, scan.at);
  if (body !== undefined) return { ...scan, at: scan.at + body.length, regexPossible: false };
  return matchAt(CONTINUED_STRING, text, scan.at) === undefined;
}

function scanTemplate(text: string, at: number, open: Open): Scan {
  if (text[at] === '\\') return { at: at + 2, open, regexPossible: true };
  if (text[at] === '`') return { at: at + 1, open: open.outer, regexPossible: false };
  if (text.startsWith('${', at)) return { at: at + 2, open: { closer: '}', outer: open }, regexPossible: true };
  return { at: at + 1, open, regexPossible: true };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Words after which a value follows, so that `/` begins a regular expression. */
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['in', 'and', 'or', 'not', 'typeof', 'return']);

/** From `#` or `//` at the start of a line or after white space to the end of the line. */
const COMMENT = /(?<=^|\s)(?:#|\/\/)[^\n]*/my;
const WORD = /[\p{L}\p{N}_$]+/uy;
const STRING = /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"/y;
/** A string that the text ends in, with a `\` that continues it on the next line. */
const CONTINUED_STRING = /'(?:[^'\\\n]|\\[^])*\\$|"(?:[^"\\\n]|\\[^])*\\$/y;
/** Bounded, so that a long line full of slashes is read once and not from each of them to its end. */
const REGEX = /\/(?![*/])(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n]){0,99}\]){1,999}\/[a-z]*/y;
