import { camelCase } from '../../model/name-spelling.ts';
import type { Operation, Term } from '../term.ts';

/** How terms are written: as they stand, as operands, and as what a method is called on. */
export type Writing = {
  readonly text: (term: Term) => string;
  readonly operand: (term: Term) => string;
  readonly receiver: (term: Term) => string;
};

/** Operations that are written between their operands. */
export const INFIX: ReadonlyMap<Operation, string> = new Map<Operation, string>([
  ['and', '&&'],
  ['or', '||'],
  ['equal', '=='],
  ['unequal', '!='],
  ['less', '<'],
  ['at-most', '<='],
  ['more', '>'],
  ['at-least', '>='],
  ['add', '+'],
  ['subtract', '-'],
  ['multiply', '*'],
  ['divide', '/'],
  ['remainder', '%'],
  ['power', '**'],
  ['join-text', '+'],
  ['milliseconds-between', '-'],
  ['later', '+'],
]);

/** An operation as it is typed: with signs, as a function, or as the method that makes it. */
export function callText(operation: Operation, args: readonly Term[], writing: Writing): string {
  const infix = INFIX.get(operation);
  if (infix !== undefined) return args.map(writing.operand).join(` ${infix} `);
  const special = SPECIAL[operation]?.(args, writing);
  if (special !== undefined) return special;
  const [first, ...rest] = args;
  if (first === undefined) return `${operation}()`;
  return methodText(first, METHODS.get(operation) ?? camelCase(operation), rest, writing);
}

/** What is left out at the end is not written. */
function methodText(on: Term, name: string, rest: readonly Term[], { text, receiver }: Writing): string {
  const given = rest.slice(0, rest.findLastIndex((term) => !isNull(term)) + 1);
  return `${receiver(on)}.${name}(${given.map(text).join(', ')})`;
}

/** Methods that are not called like their operations. */
const METHODS: ReadonlyMap<Operation, string> = new Map<Operation, string>([
  ['has', 'contains'],
  ['has-text', 'contains'],
  ['overlaps', 'contains'],
  ['subset', 'isSubset'],
  ['trim', 'strip'],
  ['trim-left', 'lstrip'],
  ['trim-right', 'rstrip'],
  ['split-right', 'rsplit'],
  ['text-length', 'length'],
  ['truncate', 'trunc'],
  ['least-of', 'min'],
  ['greatest-of', 'max'],
  ['least', 'min'],
  ['greatest', 'max'],
  ['deviation', 'std'],
  ['day', 'dayOfMonth'],
  ['weekday', 'dayOfWeek'],
  ['join-list', 'join'],
  ['concat-lists', 'extend'],
  ['to-number', 'toDouble'],
  ['to-text', 'toString'],
  ['type-of', 'type'],
]);

type Special = (args: readonly Term[], writing: Writing) => string | undefined;

/** What is not a method of its first argument with the others behind; undefined where it is after all. */
const SPECIAL: Readonly<Partial<Record<Operation, Special>>> = {
  not: ([first], { receiver }) => first && `!${receiver(first)}`,
  negate: ([first], { receiver }) => first && `-${receiver(first)}`,
  among: ([first, ...rest], { operand, text }) => first && `${operand(first)} in [${rest.map(text).join(', ')}]`,
  choose: ([test, then, otherwise], { operand }) =>
    test && then && otherwise && `${operand(test)} ? ${operand(then)} : ${operand(otherwise)}`,
  missing: ([first], { text }) => first && `missing(${text(first)})`,
  exists: ([first], { text }) => first && `exists(${text(first)})`,
  length: ([first], { text }) => {
    if (first?.kind !== 'labels' || first.window !== undefined) return undefined;
    return `${first.field}.count(${first.where === null ? '' : text(first.where)})`;
  },
  some: ([first], writing) => first && someText(first, writing),
  'only-has': ([first, ...rest], { receiver, text }) =>
    first && `${receiver(first)}.isSubset([${rest.map(text).join(', ')}])`,
  'make-list': (args, { text }) => `[${args.map(text).join(', ')}]`,
  insert: ([list, at, member], writing) =>
    list && at && member && methodText(list, 'insert', [at, onlyMember(member)], writing),
  item: ([list, at], { receiver, text }) => list && at && `${receiver(list)}[${text(at)}]`,
  'slice-list': ([list, from, to], { receiver, text }) =>
    list && `${receiver(list)}[${bound(from, text)}:${bound(to, text)}]`,
  'slice-text': ([of, start, count], { receiver, text }) =>
    of && start && `${receiver(of)}.substr(${text(start)}${isNull(count) ? '' : `, { count: ${text(count)} }`})`,
  'sort-list': ([list, key, numeric, reverse], { receiver, text }) =>
    list && `${receiver(list)}.sort(${optionsText({ key, numeric, reverse }, text)})`,
  'sample-deviation': ([list], { receiver }) => list && `${receiver(list)}.std(true)`,
  range: (args, { text }) => `F.range(${args.map(text).join(', ')})`,
  zip: (args, { text }) => `F.zip(${args.map(text).join(', ')})`,
  'zip-longest': (args, { text }) => `F.zip(${args.map(text).join(', ')}, use_longest=true)`,
  matches: ([pattern, flags, of], writing) =>
    of && pattern && methodText(of, 'matches', matching(pattern, flags), writing),
  lookup: ([of, , ...pairs], writing) => of && lookupText(of, pairs, writing),
  'as-number': asItStands,
  'as-text': asItStands,
  'as-bool': asItStands,
  'as-list': asItStands,
  'as-dict': asItStands,
};

function asItStands([first]: readonly Term[], { operand }: Writing): string | undefined {
  return first && operand(first);
}

/** Labels or members of which one fulfils a condition. */
function someText(of: Term, { text, receiver }: Writing): string {
  if (of.kind === 'labels' && of.window === undefined) {
    return `${of.field}.any(${of.where === null ? '' : text(of.where)})`;
  }
  return of.kind === 'each' ? `${receiver(of.list)}.any(${text(of.body)})` : `${receiver(of)}.any()`;
}

function onlyMember(list: Term): Term {
  const [only] = list.kind === 'call' && list.operation === 'make-list' ? list.args : [];
  return only ?? list;
}

function bound(term: Term | undefined, text: Writing['text']): string {
  return term === undefined || isNull(term) ? '' : text(term);
}

/** Options that are given and not false. */
function optionsText(options: Readonly<Record<string, Term | undefined>>, text: Writing['text']): string {
  const given = Object.entries(options).flatMap(([name, term]) =>
    term === undefined || isNull(term) || (term.kind === 'constant' && term.value === false)
      ? []
      : [`${name}: ${text(term)}`],
  );
  return given.length === 0 ? '' : `{ ${given.join(', ')} }`;
}

function matching(pattern: Term, flags: Term | undefined): readonly Term[] {
  const has = flags !== undefined && !(flags.kind === 'constant' && flags.value === '');
  return has ? [pattern, flags] : [pattern];
}

function lookupText(of: Term, pairs: readonly Term[], { text, receiver }: Writing): string {
  const entries = pairs.flatMap((key, i) => {
    const value = pairs[i + 1];
    return i % 2 === 1 || value === undefined ? [] : [`${isNull(key) ? 'None' : text(key)}: ${text(value)}`];
  });
  return `${receiver(of)}.mapValues({ ${entries.join(', ')} })`;
}

function isNull(term: Term | undefined): term is undefined {
  return term === undefined || (term.kind === 'constant' && term.value === null);
}
