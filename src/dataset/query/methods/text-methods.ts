import { anyOf, call, constant, type Operation, type Term } from '../term.ts';
import { BOOL, INT, STRING } from '../type.ts';
import { defineMethod } from './define-method.ts';

const PARTS = [
  { name: 'str_or_strs', type: 'textOperand', list: true },
  { name: 'caseSensitive', type: 'bool', optional: true },
] as const;

/** What can be asked of text. Characters are Unicode code points. */
export const textMethods = [
  defineMethod({
    name: 'startsWith',
    on: 'text',
    summary: 'True where the text begins with the given one, or with any of those given.',
    params: PARTS,
    apply: (text, { str_or_strs: parts, caseSensitive = true }) =>
      compareText('starts-with', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'endsWith',
    on: 'text',
    summary: 'True where the text ends with the given one, or with any of those given.',
    params: PARTS,
    apply: (text, { str_or_strs: parts, caseSensitive = true }) => compareText('ends-with', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'contains',
    aliases: ['includes', 'containsStr'],
    on: 'text',
    summary: 'True where the given text occurs in it, or any of those given.',
    params: PARTS,
    apply: (text, { str_or_strs: parts, caseSensitive = true }) => compareText('has-text', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'matchesStr',
    on: 'text',
    summary: 'True where it is the given text, or any of those given.',
    params: PARTS,
    apply: (text, { str_or_strs: parts, caseSensitive = true }) => compareText('equal', text, parts, caseSensitive),
  }),
  defineMethod({
    name: 'matches',
    aliases: ['reMatch', 'test'],
    on: 'text',
    summary: 'True where the regular expression matches anywhere in the text.',
    params: [
      { name: 'regex', type: 'pattern' },
      { name: 'options', type: 'text', optional: true },
    ],
    apply: (text, { regex, options = '' }) =>
      call('matches', [constant(regex.source, STRING), constant(regex.flags + options, STRING), text], BOOL),
  }),
  defineMethod({
    name: 'lower',
    aliases: ['toLowerCase'],
    on: 'text',
    summary: 'The text in lower case.',
    params: [],
    apply: (text) => call('lower', [text], STRING),
  }),
  defineMethod({
    name: 'upper',
    aliases: ['toUpperCase'],
    on: 'text',
    summary: 'The text in upper case.',
    params: [],
    apply: (text) => call('upper', [text], STRING),
  }),
  defineMethod({
    name: 'trim',
    aliases: ['strip'],
    on: 'text',
    summary: 'The text without spaces around it.',
    params: [],
    apply: (text) => call('trim', [text], STRING),
  }),
  defineMethod({
    name: 'length',
    aliases: ['strlen'],
    on: 'text',
    summary: 'How many characters the text has; 0 where it is missing.',
    params: [],
    apply: (text) => call('text-length', [text], INT),
  }),
  defineMethod({
    name: 'concat',
    on: 'text',
    summary: 'The text followed by others.',
    params: [{ name: 'texts', type: 'textOperand', list: true }],
    apply: (text, { texts }) => texts.reduce((joined, next) => call('join-text', [joined, next], STRING), text),
  }),
  defineMethod({
    name: 'replace',
    aliases: ['replaceAll'],
    on: 'text',
    summary: 'The text with every occurrence of one text replaced by another.',
    params: [
      { name: 'old', type: 'textOperand' },
      { name: 'new', type: 'textOperand' },
    ],
    apply: (text, args) => call('replace', [text, args.old, args.new], STRING),
  }),
  defineMethod({
    name: 'substr',
    on: 'text',
    summary: 'Characters from `start` (0 is the first) on, `count` of them or all that follow.',
    params: [
      { name: 'start', type: 'int', optional: true },
      { name: 'count', type: 'int', optional: true },
    ],
    apply: (text, { start = 0, count }) =>
      call('slice-text', [text, constant(start, INT), constant(count ?? null, INT)], STRING),
  }),
];

function compareText(operation: Operation, text: Term, parts: readonly Term[], caseSensitive: boolean): Term {
  const fold = (term: Term): Term => (caseSensitive ? term : call('lower', [term], STRING));
  return anyOf(parts.map((part) => call(operation, [fold(text), fold(part)], BOOL)));
}
