import type { Random } from './random.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Names that objects of JavaScript have before anything is put into them. */
export const PROTOTYPE_NAMES = [
  'constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__defineGetter__',
] as const; // prettier-ignore

/** Text that parsers, JSON, SQL and regular expressions stumble over. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...PROTOTYPE_NAMES,
  '', ' ', "'", '"', '`', '\\', '\0', 'a\0b', '\n', '\r\n', '\u2028', '\u{1f41f}', '\ud83d', '\udc1f', 'é', 'e\u0301',
  '--', '/*', '; drop table sample', '%', '_', '$', '$.a', '[]', '{}', 'null', 'NaN', '1e999', '0x10', '.', '..', 'a.b',
  '(a+)+$', '(?:', '[', '(?<=a)', '\\p{L}', '(?i)x', '(?P<n>a)(?P=n)', 'x'.repeat(3000), '2021-05-01', '2021-13-45',
]; // prettier-ignore

/** Numbers at the edges of what a double or SQLite's integer holds. */
export const HOSTILE_NUMBERS: readonly string[] = [
  '0', '1', '2', '3', '7', '10', '0.5', '2.5', '-0', '-1', '-2', '1e3', '1e9', '9007199254740991', '9007199254740992',
  '9223372036854775807', '9223372036854775808', '-9223372036854775808', '1e308', '1e309', '5e-324', '0x1f', '1_000',
  '2147483648', '4294967296', 'Infinity', '-Infinity', 'NaN', '1e-7', '0.1',
]; // prettier-ignore

const DATES = ['2021-05-01', '2019-05-01T10:30:00Z', '0001-01-01', '9999-12-31T23:59:59.999Z'] as const;

/** Text in quotes of one of the spellings. */
export function quoted(text: string, random: Random): string {
  const quote = random.chance(0.7) ? "'" : '"';
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return quote + body.replaceAll(quote, `\\${quote}`) + quote;
}

/** Text in quotes: one that occurs, mostly. */
export function textLiteral(words: Vocabulary, random: Random): string {
  const pool = random.chance(0.85) ? [...words.texts, ...words.tags] : HOSTILE_TEXTS;
  return quoted(random.pick(pool), random);
}

/** A number: a plain one, mostly. */
export function numberLiteral(random: Random): string {
  return random.chance(0.7)
    ? String(random.pick([0, 1, 2, 3, 5, 10, 2019, 2021, 0.5, -1]))
    : random.pick(HOSTILE_NUMBERS);
}

/** A date as text or as a call. */
export function dateLiteral(random: Random): string {
  const date = quoted(random.pick(DATES), random);
  return random.chance(0.5) ? date : random.pick([`date(${date})`, `datetime(2020, 1, 2)`, `new Date(${date})`]);
}

/** A truth value in either spelling. */
export function boolLiteral(random: Random): string {
  return random.pick(['true', 'false', 'True', 'False']);
}

/** A regular expression. */
export function pattern(random: Random): string {
  return random.pick(['/^P/', '/o+r/i', '/[a-z]{2,}/', '/(b|m)o/', '/./su', "r'^Mo\\w+'", "'ora$'", '/\\d/v', "'['"]);
}

/** Any constant, lists and objects among them. */
export function constantLiteral(words: Vocabulary, random: Random, depth = 2): string {
  const makers = [
    () => numberLiteral(random),
    () => textLiteral(words, random),
    () => boolLiteral(random),
    () => random.pick(['null', 'None', 'undefined']),
    () => (depth === 0 ? '[]' : `[${random.many(0, 3, () => constantLiteral(words, random, depth - 1)).join(', ')}]`),
  ];
  return random.pick(makers)();
}
