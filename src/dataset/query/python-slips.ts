import { type Fix, type Span, UserError } from '../../diagnostics.ts';

/**
 * What stops TypeScript's parser in a line that is written as Python has it, or another language. Where only one thing can have
 * been meant the error carries it as a fix.
 * @param at where the parser stumbled, in UTF-16 units
 */
export function pythonSlip(text: string, at: number): UserError | undefined {
  const line = { text, code: withoutTexts(text) };
  return singleEquals(line, at) ?? foreignOperator(line, at) ?? pythonWord(line, at);
}

/** `=` where only a comparison can be meant: inside of brackets, and not that of an option. */
export function assignmentMistake(text: string, span: Span): UserError {
  const isCertain = CALLS.has(innermostBracket(withoutTexts(text).slice(0, span.start)));
  return new UserError('syntax', 'operator = is not part of the query language', {
    span,
    hint: 'use == to compare',
    ...(isCertain && { fix: { written: null, meant: '==' } }),
  });
}

/** `not (x)`, which TypeScript takes for the call of a function. */
export function negationMistake(text: string, span: Span): UserError {
  return wordMistake({ text, code: withoutTexts(text) }, 'not', span);
}

/** A text, and the same without what stands in its quotes. */
type Line = { readonly text: string; readonly code: string };

/** The text with `_` for what stands in quotes: as long as it was. */
function withoutTexts(text: string): string {
  return text.replaceAll(QUOTED, (quoted) => {
    const end = quoted.length > 1 && quoted.endsWith(quoted.charAt(0)) ? quoted.charAt(0) : '';
    return quoted.charAt(0) + '_'.repeat(quoted.length - 1 - end.length) + end;
  });
}

const QUOTED = /'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\.|[^`\\])*`?/gsu;

const CALLS: ReadonlySet<string> = new Set(['(', '[']);

/** The bracket that is open at the end; empty where none is. */
function innermostBracket(code: string): string {
  const open: string[] = [];
  for (const [bracket] of code.matchAll(/[([{}\])]/g)) {
    if ('([{'.includes(bracket)) open.push(bracket);
    else open.pop();
  }
  return open.at(-1) ?? '';
}

/** `a == 1 && b = 2`. */
function singleEquals({ text, code }: Line, at: number): UserError | undefined {
  if (!/^=(?![=><])/.test(code.slice(at)) || !CALLS.has(innermostBracket(code.slice(0, at)))) return undefined;
  return assignmentMistake(text, { start: at, end: at + 1 });
}

type Foreign = {
  readonly pattern: RegExp;
  readonly hint: string;
  readonly meant?: string;
  /** How far behind it the parser may stumble. */
  readonly reach?: number;
};

/** Operators of other languages near which the parser stumbles, what to write instead, and what each stands for. */
const FOREIGN_OPERATORS: readonly Foreign[] = [
  { pattern: /<>/g, hint: 'use != to compare', meant: '!=' },
  // TypeScript takes it for the beginning of a type.
  { pattern: /=</g, hint: 'use <= to compare', meant: '<=', reach: Infinity },
  { pattern: /->/g, hint: 'write a function as x => x > 2' },
  { pattern: /\/\/.*$/g, hint: 'this begins a comment; for whole numbers write (a / b).floor()' },
  { pattern: /\bis\s+not\b/g, hint: 'use != to compare, exists(x) to ask for a value', meant: '!=' },
  { pattern: /\bnot\s+in\b/g, hint: "write !(x in ['a', 'b'])" },
];

function foreignOperator(line: Line, at: number): UserError | undefined {
  for (const { pattern, hint, meant, reach = 1 } of FOREIGN_OPERATORS) {
    const found = [...line.code.matchAll(pattern)].find(
      ({ index, 0: written }) => at >= index && at <= index + written.length + reach,
    );
    if (found === undefined) continue;
    const operator = found[0].startsWith('//') ? '//' : found[0];
    const span = { start: found.index, end: found.index + operator.length };
    const certain = operator.startsWith('not') ? notAmong(line, span) : sameMeaning(meant, line, span);
    return new UserError('syntax', `${operator} is not part of the query language`, { span, hint, ...certain });
  }
  return undefined;
}

/** Where the fix goes, if that is not what the error points at anyway, and the fix. */
type Certain = { readonly span?: Span; readonly fix?: Fix };

/** An operator that stands between two values means what `meant` does. */
function sameMeaning(meant: string | undefined, { code }: Line, { start, end }: Span): Certain {
  if (meant === undefined || !ENDS_VALUE.test(code.slice(0, start)) || !BEGINS_VALUE.test(code.slice(end))) return {};
  return { fix: { written: null, meant } };
}

const ENDS_VALUE = /[\p{L}\p{N}_$)\]}'"`]\s*$/u;
const BEGINS_VALUE = /^\s*[\p{L}\p{N}_$([{'"`!~.-]/u;

/** `year not in [1, 2]`, where it is clear how far both sides of it go. */
function notAmong({ text, code }: Line, { start, end }: Span): Certain {
  const left = valueBefore(code, start);
  const right = valueBehind(code, end);
  if (left === undefined || right === undefined) return {};
  if (!BEGINS_CONDITION.test(code.slice(0, left)) || !ENDS_CONDITION.test(code.slice(right))) return {};
  const meant = `!(${text.slice(left, start).trimEnd()} in ${text.slice(end, right).trim()})`;
  return { span: { start: left, end: right }, fix: { written: null, meant } };
}

/** What a condition stands behind, and in front of; `&` and `|` bind more closely in Python than `not`. */
const BEGINS_CONDITION = /(?:^|[(,[?:]|&&|\|\||=>|\band|\bor)\s*$/u;
const ENDS_CONDITION = /^\s*(?:$|[),\]}]|&&|\|\||\b(?:and|or)\b)/u;

/** Where a name, a path or a call ends that begins at an offset, after spaces; undefined where none does. */
function valueBehind(code: string, at: number): number | undefined {
  const begin = at + (/^\s*/u.exec(code.slice(at))?.[0].length ?? 0);
  let end = begin;
  for (;;) {
    const word = /^(?:[\p{L}\p{N}_$.]+|"_*"|'_*')/u.exec(code.slice(end))?.[0];
    const next = word === undefined ? closingOf(code, end) : end + word.length;
    if (next === undefined) return end > begin ? end : undefined;
    end = next;
  }
}

/** The offset behind the bracket that closes the one at an offset; undefined where none is there, or nothing closes it. */
function closingOf(code: string, at: number): number | undefined {
  if (!CALLS.has(code.charAt(at))) return undefined;
  let depth = 0;
  for (let i = at; i < code.length; i++) {
    if ('([{'.includes(code.charAt(i))) depth += 1;
    else if (')]}'.includes(code.charAt(i))) depth -= 1;
    if (depth === 0) return i + 1;
  }
  return undefined;
}

/** Where a name or a path begins that ends at an offset, before spaces. */
function valueBefore(code: string, at: number): number | undefined {
  const path = /(?<![\p{L}\p{N}_$.])[\p{L}_$][\p{L}\p{N}_$.]*(?:\((?:"_*"|'_*')?\))?\s*$/u.exec(code.slice(0, at));
  return path?.index;
}

/** Words of Python that stop TypeScript's parser, and what to write instead. */
const PYTHON_WORDS: ReadonlyMap<string, string> = new Map([
  ['and', 'use &&'],
  ['or', 'use ||'],
  ['not', 'use !'],
  ['is', 'use == to compare, missing(x) to ask for a missing value'],
  ['if', 'use condition ? a : b'],
  ['else', 'use condition ? a : b'],
  ['for', 'a comprehension is not needed: conditions on labels are written field.any(...)'],
  ['lambda', 'write the expression itself, label == "x" or F() > 2, or x => x > 2'],
]);

/** Of these, the operators between two values, and what they mean. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['is', '=='],
]);

function pythonWord(line: Line, at: number): UserError | undefined {
  const { code } = line;
  for (const match of code.matchAll(/[A-Za-z]+/g)) {
    const [word] = match;
    const span = { start: match.index, end: match.index + word.length };
    const touches = (span.start <= at && at < span.end) || /^\s*$/.test(code.slice(span.end, Math.max(span.end, at)));
    if (span.end > at + 12) return undefined;
    if (PYTHON_WORDS.has(word) && touches && span.start <= at) return wordMistake(line, word, span);
  }
  return undefined;
}

function wordMistake(line: Line, word: string, span: Span): UserError {
  const hint = PYTHON_WORDS.get(word);
  return new UserError('syntax', `${word} is Python and not part of the query language`, {
    span,
    ...(hint !== undefined && { hint }),
    ...(word === 'not' ? negated(line, span) : sameMeaning(MEANINGS.get(word), line, span)),
  });
}

/** `not x` negates what follows up to the end of the condition: `not a == b` is `!(a == b)`. */
function negated({ text, code }: Line, { start, end }: Span): Certain {
  const value = valueBehind(code, end);
  const behind = conditionEnd(code, end);
  if (behind === undefined || value === undefined || !BEGINS_CONDITION.test(code.slice(0, start))) return {};
  const written = text.slice(end, behind).trim();
  return {
    span: { start, end: behind },
    fix: { written: null, meant: value >= behind ? `!${written}` : `!(${written})` },
  };
}

/** Where a condition ends that begins at an offset; undefined where it holds what binds otherwise in Python. */
function conditionEnd(code: string, at: number): number | undefined {
  let i = at;
  while (i < code.length && !ENDS_CONDITION.test(code.slice(i))) {
    const rest = code.slice(i);
    const comparison = /^(?:is\s+not\b|not\s+in\b|[=!<>]{2,})/u.exec(rest)?.[0];
    if (comparison === undefined && BINDS_OTHERWISE.test(rest)) return undefined;
    const token = comparison ?? /^[\p{L}\p{N}_$]+/u.exec(rest)?.[0];
    i = token === undefined ? (closingOf(code, i) ?? i + 1) : i + token.length;
  }
  return i;
}

const BINDS_OTHERWISE = /^(?:[&|?:=]|(?:not|if|else|for|lambda)\b)/u;
