import { paint, type PaintOptions, type Role } from './paint.ts';

/** What a piece of a statement is. */
export type TokenKind =
  | 'comment'
  | 'string'
  | 'open-string'
  | 'number'
  | 'word'
  | 'verb'
  | 'command'
  | 'bracket'
  | 'stray-bracket'
  | 'space'
  | 'other';

/** A piece of a statement: `text` is what stands there, tokens joined give the statement back. */
export type Token = { readonly kind: TokenKind; readonly text: string };

/** Words that have a meaning of their own. */
export type Vocabulary = { readonly verbs: ReadonlySet<string>; readonly commands: ReadonlySet<string> };

/** Colours a statement by what its parts are; unfinished statements are fine. The text itself is not changed. */
export function highlight(text: string, vocabulary: Vocabulary, options: PaintOptions): string {
  if (options.colour === 0) return text;
  return tokenize(text, vocabulary)
    .map(({ kind, text: piece }) => {
      const role = ROLES[kind];
      return role === null ? piece : paint(piece, role, options);
    })
    .join('');
}

const ROLES: Readonly<Record<TokenKind, Role | null>> = {
  comment: 'dim',
  string: 'string',
  'open-string': 'warning',
  number: 'number',
  word: null,
  verb: 'verb',
  command: 'command',
  bracket: null,
  'stray-bracket': 'error',
  space: null,
  other: null,
};

/** Cuts a statement into tokens. Tolerant: whatever is typed yields tokens, and these joined yield what was typed. */
export function tokenize(text: string, vocabulary: Vocabulary): Token[] {
  const pieces = Array.from(text.matchAll(PIECE), (match) => match[0]);
  const stray = strayBrackets(pieces);
  let atStart = true;
  return pieces.map((piece, i) => {
    const before = pieces[i - 1] ?? '\n';
    const kind = stray.has(i)
      ? 'stray-bracket'
      : kindOf(piece, { before, after: pieces[i + 1] ?? '', atStart }, vocabulary);
    if (kind !== 'space' && piece !== '.') atStart = false;
    return { kind, text: piece };
  });
}

/** White space, `#` to the end of the line, strings (perhaps open), numbers, words, single characters. */
const PIECE =
  /\s+|#[^\n]*|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|(?:\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?)|[$\p{L}_][$\p{L}\p{N}_]*|[^]/gu;

type Neighbourhood = { readonly before: string; readonly after: string; readonly atStart: boolean };

function kindOf(piece: string, around: Neighbourhood, vocabulary: Vocabulary): TokenKind {
  if (/^\s/u.test(piece)) return 'space';
  if (piece.startsWith('#')) return around.atStart || /\s$/u.test(around.before) ? 'comment' : 'other';
  if (/^['"]/u.test(piece)) return isClosed(piece) ? 'string' : 'open-string';
  if (/^\d/u.test(piece)) return 'number';
  if (/^[$\p{L}_]/u.test(piece)) return wordKind(piece, around, vocabulary);
  return '()[]{}'.includes(piece) ? 'bracket' : 'other';
}

/** A verb stands behind a dot; a command is the first word and does not go on as an expression. */
function wordKind(word: string, { before, after, atStart }: Neighbourhood, { verbs, commands }: Vocabulary): TokenKind {
  if (atStart && commands.has(word) && !/^[.(=]/u.test(after)) return 'command';
  if (before !== '.') return 'word';
  return verbs.has(word) || commands.has(word) ? 'verb' : 'word';
}

function isClosed(piece: string): boolean {
  return piece.length > 1 && piece.endsWith(piece.charAt(0)) && !/(?:^|[^\\])(?:\\\\)*\\.$/u.test(piece);
}

/** Positions of closing brackets without an opening one, and of those that do not match it. */
function strayBrackets(pieces: readonly string[]): ReadonlySet<number> {
  const stray = new Set<number>();
  const open: string[] = [];
  pieces.forEach((piece, i) => {
    const closing = CLOSING[piece];
    if (closing !== undefined) open.push(closing);
    else if (piece === ')' || piece === ']' || piece === '}') {
      if (open.at(-1) === piece) open.pop();
      else stray.add(i);
    }
  });
  return stray;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
