import { HOSTILE_NUMBERS, HOSTILE_TEXTS } from './literals.ts';
import type { Random } from './random.ts';

/** The text with one to four small accidents: tokens dropped, doubled or exchanged, characters put in, nesting, cuts. */
export function mutated(text: string, random: Random): string {
  return random.many(1, 4, () => random.pick(ACCIDENTS)).reduce((left, accident) => accident(left, random), text);
}

/** Characters without any sense. */
export function noise(random: Random): string {
  return random.many(0, 60, () => random.pick(PIECES)).join(random.pick(['', ' ']));
}

const PIECES: readonly string[] = [
  ...Array.from('()[]{}<>.,:;=!~&|^+-*/%?@#$\\\'"`_ \n\t\0'),
  ...HOSTILE_TEXTS.filter((text) => text.length < 20),
  ...HOSTILE_NUMBERS,
  'ds', '.where(', '.count()', 'year', 'F', 'lambda x:', 'for', 'in', 'and', 'not', 'is', 'if', 'else', 'await', 'yield', '=>',
  '...', '?.', '??', '**', '>>>', '==', '===', '!=', 'new ', 'function', 'class', 'import', 'typeof', 'void', 'delete', 'async',
  '`${', '}`', '//', '/*', '*/', '<a>', '</a>', '@a', '0b2', '0o8', '1n', '1e', '.5.', 'r"', 'f"', '"""', "u'", '\u200b', '\ufeff',
  'export', 'help', '--name', '-d', '-', '--', '--view', 'satisfies', 'as any', '!', 'enum', '#x', 'super', 'this', 'arguments',
]; // prettier-ignore

type Accident = (text: string, random: Random) => string;

const TOKEN = /[\p{ID_Start}$_][\p{ID_Continue}$]*|\d+|\s+|./gsu;

const ACCIDENTS: readonly Accident[] = [
  (text, random) => withToken(text, random, () => ''),
  (text, random) => withToken(text, random, (token) => token + token),
  (text, random) => withToken(text, random, () => random.pick(PIECES)),
  (text, random) => withToken(text, random, (token) => token + random.pick(PIECES)),
  (text, random) => text.slice(0, random.int(text.length + 1)),
  (text, random) => text.slice(random.int(text.length + 1)),
  (text, random) => withCharacter(text, random, String.fromCharCode(random.int(0x10000))),
  (text, random) => withCharacter(text, random, random.pick(['\0', '\ud800', '\\', "'", '\u202e', '\u2028'])),
  (text, random) => nested(text, random),
  swapped,
];

function tokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function withToken(text: string, random: Random, change: (token: string) => string): string {
  const all = tokens(text);
  const at = random.int(Math.max(1, all.length));
  return [...all.slice(0, at), change(all[at] ?? ''), ...all.slice(at + 1)].join('');
}

function withCharacter(text: string, random: Random, character: string): string {
  const at = random.int(text.length + 1);
  return text.slice(0, at) + character + text.slice(at);
}

/** Brackets, minus signs or calls around a token, so many that a recursion might end badly. */
function nested(text: string, random: Random): string {
  const times = random.pick([2, 5, 30, random.chance(0.1) ? 3000 : 300]);
  const [before, after] = random.pick([
    ['(', ')'], ['[', ']'], ['{', '}'], ['-', ''], ['!', ''], ['F(', ')'], ['', '.abs()'], ['', '[0]'], ['', '.a'],
    ['a => ', ''], ['x ? ', ' : y'], ['{a: ', '}'], ['', ' + 1'], ['', ' && true'], ['', '.view()'], ['', '!'], ['f`', '`'],
  ] as const); // prettier-ignore
  return withToken(text, random, (token) => before.repeat(times) + token + after.repeat(times));
}

function swapped(text: string, random: Random): string {
  const all = [...tokens(text)];
  const [a, b] = [random.int(Math.max(1, all.length)), random.int(Math.max(1, all.length))];
  [all[a], all[b]] = [all[b] ?? '', all[a] ?? ''];
  return all.join('');
}
