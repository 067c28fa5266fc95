import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import type { Expr } from '../../../src/dataset/query/ast.ts';
import { parseStatement } from '../../../src/dataset/query/parse.ts';
import { sourcesOf } from '../../../src/dataset/query/sources.ts';

/** The expression as one line of prefix notation, without spans. */
function shape(text: string): string {
  return prefix(parseStatement(text).expression);
}

const PREFIX: { readonly [K in Expr['kind']]: (expr: Extract<Expr, { kind: K }>) => string } = {
  literal: ({ value }) => JSON.stringify(value),
  regex: ({ source, flags }) => `/${source}/${flags}`,
  name: ({ name }) => name,
  member: ({ object, name }) => `(. ${prefix(object)} ${name})`,
  index: ({ object, index }) => `([] ${prefix(object)} ${prefix(index)})`,
  slice: ({ object, from, to }) => `([:] ${prefix(object)} ${from ? prefix(from) : '_'} ${to ? prefix(to) : '_'})`,
  call: ({ callee, args }) =>
    `(${[prefix(callee), ...args.map((arg) => (arg.keyword ? `${arg.keyword.name}=` : '') + prefix(arg.value))].join(' ')})`,
  unary: ({ operator, operand }) => `(${operator} ${prefix(operand)})`,
  binary: ({ operator, left, right }) => `(${operator} ${prefix(left)} ${prefix(right)})`,
  conditional: ({ test: condition, then, otherwise }) => `(? ${[condition, then, otherwise].map(prefix).join(' ')})`,
  list: ({ items }) => `[${items.map(prefix).join(' ')}]`,
  arrow: ({ parameter, body }) => `(${parameter} => ${prefix(body)})`,
  object: ({ entries }) => `{${entries.map(({ key, value }) => `${String(key)}:${prefix(value)}`).join(' ')}}`,
};

function prefix(expr: Expr): string {
  return (PREFIX[expr.kind] as (expr: Expr) => string)(expr);
}

test.each([
  ["ds.where(year >= 2021 && area != 'x')", '((. ds where) (&& (>= year 2021) (!= area "x")))'],
  ['ds.match((F("a.b") == 1) & ~F(\'c\'))', '((. ds match) (&& (== (F "a.b") 1) (! (F "c"))))'],
  ['a === 1 | b !== None', '(|| (== a 1) (!= b null))'],
  ['f(x, only_matches=False, y={"a": [1, +2], None: True})', '(f x only_matches=false y={a:[1 2] null:true})'],
  ['a ? -b : c ** 2 % 3', '(? a (- b) (% (** c 2) 3))'],
  ["x in ['a', ('b', 'c', 1.5)]", '(in x ["a" ["b" "c" 1.5]])'],
  ['ds[2:5]', '([:] ds 2 5)'],
  ['ds[:-3]', '([:] ds _ (- 3))'],
  ['ds[ 1 : ]', '([:] ds 1 _)'],
  ['xs[a ? 1 : 2]', '([] xs (? a 1 2))'],
  ["p.test(/a#[/]b/i) # it's a comment", '((. p test) /a#[/]b/i)'],
  [String.raw`m(r"\d\u00\x", '\u0041')`, String.raw`(m "\\d\\u00\\x" "A")`],
  ['$year == _7', '(== $year _7)'],
  ["new Date('2020-01-01')", '(Date "2020-01-01")'],
  ['`plain`', '"plain"'],
  ['ds\n  .count() # end', '((. ds count))'],
  ['xs.map(x => x + 1)', '((. xs map) (x => (+ x 1)))'],
  [
    'x.switch({F() > 1: "a", F() == 2 ? 1 : 2: 3}, default=0)',
    '((. x switch) {F() > 1:"a" F() == 2 ? 1 : 2:3} default=0)',
  ],
  ['x.cases({-1: 2, None: 3})', '((. x cases) {-1:2 null:3})'],
  ['x.f({ a: 1, "b": [2][0:1] })', '((. x f) {a:1 b:([:] [2] 0 1)})'],
  ['Infinity > NaN', '(> Infinity null)'],
])('%s', (text, expected) => {
  expect(shape(text)).toBe(expected.replace('Infinity', 'null'));
});

test('an assignment has a name', () => {
  expect(parseStatement('reef = ds.limit(3)')).toMatchObject({ name: 'reef', nameSpan: { start: 0, end: 4 } });
});

test('a field may be called like something of JavaScript', () => {
  expect(shape('constructor.__proto__')).toBe('(. constructor __proto__)');
});

describe('what must be at hand before binding', () => {
  test.each([
    ["open('a').where(x)", { datasets: ['a'], names: [] }],
    ['fo.load_dataset("b")', { datasets: ['b'], names: [] }],
    ['len(v.limit(3)[1:2])', { datasets: [], names: ['v'] }],
    ['_3[year == 1]', { datasets: [], names: ['_3'] }],
    ['dataset.count()', { datasets: [], names: [] }],
  ])('%s', (text, expected) => {
    expect(sourcesOf(parseStatement(text).expression)).toEqual(expected);
  });
});

describe('mistakes', () => {
  test.each([
    ['ds.where(year = 2021)x', 'x', 'the statement should end here, or an operator is missing', undefined],
    ["ds.where(F('y') = 2)", '=', 'operator = is not part of the query language', 'use == to compare'],
    ['ds.where(year >=)', ')', 'a value is expected here', undefined],
    ['ds.where(', '', 'the statement ends too early: ) is missing', undefined],
    ['year ==', '', 'the statement ends too early: a value is expected here', undefined],
    ['ds.where(x', '', 'the statement ends too early: ) is missing', undefined],
    ["ds.where('abc", '', 'the closing quote of this text is missing', undefined],
    ['ds.where(a and b)', 'and', 'and is Python and not part of the query language', 'use &&'],
    ['ds.where(not a)', 'not', 'not is Python and not part of the query language', 'use !'],
    [
      'f"{x}"',
      'f',
      'a text with values inside (f"...") is not part of the query language',
      'write the text out, or use a parameter: $name',
    ],
    ['f"x"', 'f', 'f"..." is not part of the query language', 'leave the f out'],
    ['"""x"""', '"""', 'a text in three quotes is not part of the query language', 'use one pair of quotes'],
    [
      'ds.where((x => 1) + 1)',
      'x => 1',
      'an arrow function is not part of the query language',
      'write it as the argument of a method: list.map(x => x * 2)',
    ],
    [
      'counts.map((a, b) => a)',
      '(a, b) => a',
      'a function here has one name and an expression',
      'write x => x > 2; in reduce, VALUE is the total and F() the member',
    ],
    ['ds[::2]', '::2'.slice(0, 2), 'a slice with a step is not part of the query language', 'use [from:to]'],
    ['const a = 1', 'const a = 1', 'const, let or var is not part of the query language', 'write name = expression'],
    ['a; b', 'b', 'one statement at a time', 'write the second on a line of its own'],
    ['a?.b', 'a?.b', '?. is not part of the query language', 'use . : a missing value stays missing'],
    ['a ?? b', '??', 'operator ?? is not part of the query language', undefined],
    ['f({ a })', 'a', 'an option without a value is not part of the query language', 'write name: value'],
    ['f(...a)', '...a', 'spreading (...) is not part of the query language', undefined],
    ['f({ [a]: 1 })', '[a]', 'a computed key is not part of the query language', undefined],
    [
      'ds = 1',
      'ds',
      'ds has a meaning of its own and cannot be given another',
      "choose another name: v = ...; ds = open('NAME') makes it another dataset",
    ],
    ['f(a = b = 1)', '=', 'operator = is not part of the query language', 'use == to compare'],
    ['a++', 'a++', '++ or -- is not part of the query language', undefined],
  ])('%s', (text, underlined, message, hint) => {
    const error = mistakeIn(text);
    expect([error?.code, error?.message, error?.hint]).toEqual(['syntax', message, hint]);
    expect(text.slice(error?.span?.start, error?.span?.end).startsWith(underlined)).toBe(true);
  });

  test.each(['('.repeat(30_000), `a${'.b'.repeat(1000)}`, `${'!'.repeat(20_000)}a`, `a${'+1'.repeat(1000)}`])(
    'too deep: %.5s',
    (text) => {
      expect(mistakeIn(text)?.code).toBe('syntax');
    },
  );
});

function mistakeIn(text: string): UserError | undefined {
  try {
    parseStatement(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  return undefined;
}

const PIECES = [
  'ds',
  '.',
  'where',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  '?',
  '=',
  '==',
  '!',
  '&',
  'r"',
  "'",
  '"',
  '`',
  '${',
  '/',
  '\\',
  '#',
  ' ',
  '\n',
  ',',
  'f"',
  'not',
  '2',
  'é',
  '😀',
  '=>',
  '...',
  'new',
  'in',
  ';',
  '<',
  '@',
  '\0',
];

test('whatever is typed, either it parses or the mistake lies inside the text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const error = mistakeIn(text);
      if (error === undefined) return;
      const { start = -1, end = -1 } = error.span ?? {};
      expect([0 <= start, start <= end, end <= text.length]).toEqual([true, true, true]);
    }),
    { numRuns: 1500 },
  );
});

test('text in quotes comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const { expression } = parseStatement(`f(${JSON.stringify(value).replace(/\u2028|\u2029/g, '.')})`);
      expect(expression).toMatchObject({ args: [{ value: { value: value.replace(/\u2028|\u2029/g, '.') } }] });
    }),
  );
});
