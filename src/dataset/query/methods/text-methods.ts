import { anyOf, call, constant, type Operation, type Term } from '../term.ts';
import { mergeFlags } from '../bind/patterns.ts';
import { BOOL, INT, listOf, STRING } from '../type.ts';
import { defineMethod, type Method } from './define-method.ts';

const PARTS = [
  { name: 'strOrStrs', type: 'textOperand', list: true },
  { name: 'caseSensitive', type: 'bool', optional: true, default: true },
] as const;

/** What can be asked of text. Characters are Unicode code points. */
export const textMethods: readonly Method[] = [
  defineMethod({
    name: 'startsWith',
    on: 'text',
    summary: 'True where the text begins with the given one, or with any of those given.',
    example: '{text}.startsWith({value})',
    params: PARTS,
    apply: (text, { strOrStrs: parts, caseSensitive }) => compareText('starts-with', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'endsWith',
    on: 'text',
    summary: 'True where the text ends with the given one, or with any of those given.',
    example: "filepath.endsWith(['.jpg', '.png'])",
    params: PARTS,
    apply: (text, { strOrStrs: parts, caseSensitive }) => compareText('ends-with', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'contains',
    aliases: ['includes', 'containsStr'],
    on: 'text',
    summary: 'True where the given text occurs in it, or any of those given.',
    example: "{text}.contains('a', { caseSensitive: false })",
    params: PARTS,
    apply: (text, { strOrStrs: parts, caseSensitive }) => compareText('has-text', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'matchesStr',
    on: 'text',
    summary: 'True where it is the given text, or any of those given.',
    example: '{text}.matchesStr({value})',
    params: PARTS,
    apply: (text, { strOrStrs: parts, caseSensitive }) => compareText('equal', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'matches',
    aliases: ['reMatch', 'test'],
    on: 'text',
    summary: 'True where the regular expression matches anywhere in the text.',
    example: 'filepath.matches(/_0[12]/)',
    params: [
      { name: 'regex', type: 'pattern' },
      { name: 'options', type: 'text', optional: true },
    ],
    apply: (text, { regex, options = '' }, span) =>
      call(
        'matches',
        [constant(regex.source, STRING), constant(mergeFlags(regex.flags, options, span), STRING), text],
        BOOL,
      ),
  }),
  defineMethod({
    name: 'lower',
    aliases: ['toLowerCase'],
    on: 'text',
    summary: 'The text in lower case; missing where it is.',
    example: '{text}.lower()',
    params: [],
    apply: (text) => call('lower', [text], STRING),
  }),
  defineMethod({
    name: 'upper',
    aliases: ['toUpperCase'],
    on: 'text',
    summary: 'The text in upper case; missing where it is.',
    example: '{text}.upper()',
    params: [],
    apply: (text) => call('upper', [text], STRING),
  }),
  trimming('strip', 'trim', 'around it', ['trim']),
  trimming('lstrip', 'trim-left', 'before it', ['trimStart']),
  trimming('rstrip', 'trim-right', 'behind it', ['trimEnd']),
  splitting('split', 'split', 'from its beginning'),
  splitting('rsplit', 'split-right', 'from its end'),
  defineMethod({
    name: 'length',
    aliases: ['strlen'],
    on: 'text',
    summary: 'How many characters the text has; 0 where it is missing.',
    example: '{text}.length()',
    params: [],
    apply: (text) => call('text-length', [text], INT),
  }),
  defineMethod({
    name: 'concat',
    on: 'text',
    summary: 'The text followed by others; missing where one of them is.',
    example: "{text}.concat(' reef')",
    params: [{ name: 'texts', type: 'textOperand', list: true }],
    apply: (text, { texts }) => texts.reduce((joined, next) => call('join-text', [joined, next], STRING), text),
  }),
  defineMethod({
    name: 'replace',
    aliases: ['replaceAll'],
    on: 'text',
    summary: 'The text with every occurrence of one text replaced by another; missing where it is.',
    example: "{text}.replace('a', 'o')",
    params: [
      { name: 'old', type: 'textOperand' },
      { name: 'new', type: 'textOperand' },
    ],
    apply: (text, args) => call('replace', [text, args.old, args.new], STRING),
  }),
  defineMethod({
    name: 'substr',
    aliases: ['slice', 'substring'],
    on: 'text',
    summary:
      'Characters from `start` (0 is the first, negative from the end) to `end` (not included), or `count` of them. Missing where the text is.',
    example: '{text}.substr(0, 3)',
    params: [
      { name: 'start', type: 'numberOperand', optional: true },
      { name: 'end', type: 'numberOperand', optional: true },
      { name: 'count', type: 'numberOperand', optional: true },
    ],
    apply: sliceOf,
  }),
];

/** Where both ends count from the end their difference is the count, as in FiftyOne; a negative count takes all that follow. */
function sliceOf(
  text: Term,
  { start = constant(0, INT), end, count }: Readonly<Record<'start' | 'end' | 'count', Term | undefined>>,
): Term {
  if (end === undefined) return call('slice-text', [text, start, count ?? constant(null, INT)], STRING);
  const difference = minus(fromEnd(text, end, start), fromEnd(text, start, end));
  return call('slice-text', [text, start, difference], STRING);
}

/** A negative place as one from the start, where the other end is none. */
function fromEnd(text: Term, place: Term, other: Term): Term {
  if (place.kind !== 'constant' || Number(place.value) >= 0) return place;
  if (other.kind === 'constant' && Number(other.value) < 0) return place;
  return call('add', [call('text-length', [text], INT), place], INT);
}

function minus(a: Term, b: Term): Term {
  if (a.kind === 'constant' && b.kind === 'constant') return constant(Number(a.value) - Number(b.value), INT);
  return call('subtract', [a, b], INT);
}

function trimming(name: string, operation: Operation, where: string, aliases: readonly string[]): Method {
  return defineMethod({
    name,
    aliases,
    on: 'text',
    summary: `The text without spaces, tabs and line ends ${where}, or without any of the given \`chars\`. Missing where it is.`,
    example: `{text}.${name}()`,
    params: [{ name: 'chars', type: 'textOperand', optional: true }],
    apply: (text, { chars }) => call(operation, chars === undefined ? [text] : [text, chars], STRING),
  });
}

function splitting(name: string, operation: Operation, from: string): Method {
  return defineMethod({
    name,
    on: 'text',
    summary: `The pieces between the given text, as a list; at most \`maxsplit\` cuts, counted ${from}. Missing where the text is.`,
    example: `filepath.${name}('_', 1)`,
    params: [
      { name: 'delimiter', type: 'textOperand' },
      { name: 'maxsplit', type: 'int', optional: true },
    ],
    apply: (text, { delimiter, maxsplit }) =>
      call(operation, [text, delimiter, constant(maxsplit ?? null, INT)], listOf(STRING)),
  });
}

function compareText(operation: Operation, text: Term, parts: readonly Term[], caseSensitive: boolean): Term {
  // Of no parts at all FiftyOne makes a pattern that matches any text.
  if (parts.length === 0) return call('exists', [text], BOOL);
  const fold = (term: Term): Term => (caseSensitive ? term : call('lower', [term], STRING));
  return anyOf(parts.map((part) => call(operation, [fold(text), fold(part)], BOOL)));
}
