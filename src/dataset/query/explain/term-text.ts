import { type ByKind, byKind } from '../by-kind.ts';
import type { Constant, LabelsTerm, Operation, Term } from '../term.ts';

/** A term in the language's own spelling, for people to read. */
export function termText(term: Term): string {
  return byKind(TEXTS, term, undefined);
}

const TEXTS: ByKind<Term, undefined, string> = {
  constant: ({ value }) => constantText(value),
  members: ({ value }) => (value === null ? 'F()' : `F(${constantText(termText(value))})`),
  current: () => 'F()',
  element: ({ of }) => (of === 'member' ? 'F()' : 'VALUE'),
  each: ({ operation, list, body }) =>
    `${operand(list)}.${operation === 'fold' ? 'reduce' : operation}(${termText(body)})`,
  field: ({ name }) => name,
  tags: () => 'tags',
  labels: labelsText,
  leaves: ({ labels, value }) => `${labelsText(labels)}.${termText(value)}`,
  property: ({ name }) => (name === 'area' || name === 'vertices' ? `${name}()` : name),
  attribute: ({ name }) => name,
  path: ({ of, keys }) => [termText(of), ...keys].join('.'),
  call: ({ operation, args }) => callText(operation, args),
};

function labelsText({ field, where }: LabelsTerm): string {
  return where === null ? field : `${field}.filter(${termText(where)})`;
}

/** A constant as it would be typed. */
export function constantText(value: Constant): string {
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map((member: Constant) => constantText(member)).join(', ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const INFIX: ReadonlyMap<Operation, string> = new Map<Operation, string>([
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
]);

function callText(operation: Operation, args: readonly Term[]): string {
  const infix = INFIX.get(operation);
  if (infix !== undefined) return args.map(operand).join(` ${infix} `);
  const [first, ...rest] = args;
  if (first === undefined) return `${operation}()`;
  return (
    SPECIAL[operation]?.(first, rest) ?? `${operand(first)}.${camelCase(operation)}(${rest.map(termText).join(', ')})`
  );
}

/** What is not written as a method; undefined where it is after all. */
const SPECIAL: Readonly<Partial<Record<Operation, (first: Term, rest: readonly Term[]) => string | undefined>>> = {
  not: (first) => `!${operand(first)}`,
  negate: (first) => `-${operand(first)}`,
  among: (first, rest) => `${operand(first)} in [${rest.map(termText).join(', ')}]`,
  choose: (first, rest) => chooseText([first, ...rest]),
  missing: (first) => `missing(${termText(first)})`,
  exists: (first) => `exists(${termText(first)})`,
  length: (first) => {
    if (first.kind !== 'labels') return undefined;
    return `${first.field}.count(${first.where === null ? '' : termText(first.where)})`;
  },
};

function chooseText([test, then, otherwise]: readonly Term[]): string {
  return [test, then, otherwise]
    .map((term) => (term === undefined ? '' : operand(term)))
    .reduce((text, part, i) => `${text}${i === 1 ? ' ? ' : ' : '}${part}`);
}

/** In brackets where it is made of several. */
function operand(term: Term): string {
  const text = termText(term);
  return term.kind === 'call' &&
    (INFIX.has(term.operation) || term.operation === 'among' || term.operation === 'choose')
    ? `(${text})`
    : text;
}

function camelCase(operation: string): string {
  return operation.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
