import { describe, expect, test } from 'vitest';
import { defineCommand } from '../../src/commands/define-command.ts';
import { parseCall, parseWords, usageOf } from '../../src/commands/parse-arguments.ts';
import { splitWords } from '../../src/dataset/model/words.ts';

const command = defineCommand({
  name: 'paint',
  summary: 'Paint.',
  params: [
    { name: 'colour', type: 'string' },
    { name: 'coats', type: 'int', optional: true },
  ],
  flags: [
    { name: 'dry-run', type: 'bool', summary: 'Only say.' },
    { name: 'finish', type: 'string', choices: ['matt', 'gloss'], summary: 'How it shines.' },
    { name: 'param', type: 'string', list: true, summary: 'Values.' },
  ],
  scope: 'view',
  effect: 'nothing',
  examples: ['paint red'],
  run: ({ colour, coats, dryRun, finish }) =>
    Promise.resolve({ kind: 'text', text: [colour, coats?.toFixed(), String(dryRun), finish].join(' ') }),
});

const listing = defineCommand({
  name: 'mark',
  summary: 'Mark.',
  params: [{ name: 'marks', type: 'string', list: true }],
  flags: [{ name: 'fields', aliases: ['label-fields'], type: 'string', summary: 'Where.' }],
  scope: 'view',
  effect: 'nothing',
  examples: ['mark a b'],
  run: ({ marks }) => Promise.resolve({ kind: 'text', text: marks.join(' ') }),
});

const parse = (line: string): ReturnType<typeof parseWords> => parseWords(command, splitWords(line));

describe('parseWords', () => {
  test('positional arguments, flags in any place, both spellings of a value', () => {
    expect(parse('--finish=matt red --dry-run 3').input).toMatchObject({
      colour: 'red',
      coats: 3,
      dryRun: true,
      finish: 'matt',
    });
  });

  test('flags of the scope', () => {
    expect(parse('red -d reef --view ds.limit(3)')).toMatchObject({ dataset: 'reef', view: 'ds.limit(3)' });
  });

  test('a flag that may be repeated', () => {
    expect(parse('red --param a=1 --param b=2').input).toMatchObject({ param: ['a=1', 'b=2'] });
  });

  test('a quoted word is never a flag', () => {
    expect(parse("'--finish'").input).toMatchObject({ colour: '--finish' });
  });

  test.each([
    ['', 'paint needs COLOUR', undefined],
    ['red 1 2', 'one word too many: 2', { start: 6, end: 7 }],
    ['red two', 'coats takes a whole number, not two', { start: 4, end: 7 }],
    ['red --finish shiny', '--finish is one of matt, gloss; not shiny', { start: 13, end: 18 }],
    ['red --finish', '--finish needs a value', { start: 4, end: 12 }],
    ['red --dry', 'paint has no option --dry', { start: 4, end: 9 }],
  ])('mistake in %j', (line, message, span) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ code: 'usage', message, span }));
  });

  test('a misspelt flag names the nearest', () => {
    expect(() => parse('red --finsh matt')).toThrow(expect.objectContaining({ hint: 'did you mean --finish?' }));
  });
});

describe('parseCall', () => {
  test('arguments by position, options in camel case', () => {
    expect(parseCall(command, ['red', 2], { dryRun: true, finish: 'gloss' }).input).toMatchObject({
      colour: 'red',
      coats: 2,
      dryRun: true,
      finish: 'gloss',
    });
  });

  test('an unknown option', () => {
    expect(() => parseCall(command, ['red'], { finnish: 'gloss' })).toThrow(
      expect.objectContaining({ hint: 'did you mean --finish?' }),
    );
  });
});

test('usageOf shows how to call it', () => {
  expect(usageOf(command)).toBe('paint COLOUR [COATS] [--dry-run] [--finish matt|gloss] [--param STRING]');
});

describe('a list', () => {
  test.each<[unknown[], Record<string, unknown>]>([
    [['a'], {}],
    [[['a', 'b']], {}],
    [[], { marks: ['a', 'b'] }],
    [[], { marks: 'a' }],
  ])('is one argument of a call, or named: %j %j', (args, options) => {
    const { input } = parseCall(listing, args, options);
    expect(input['marks']).toEqual(JSON.stringify([args, options]).includes('b') ? ['a', 'b'] : ['a']);
  });

  test('takes the rest of the words', () => {
    expect(parseWords(listing, splitWords('a b --fields x c')).input).toMatchObject({ marks: ['a', 'b', 'c'] });
  });

  test('does not swallow what FiftyOne has behind it, and is not empty', () => {
    const wrong = (message: string): unknown => expect.objectContaining({ code: 'usage', message });
    expect(() => parseCall(listing, ['a', 'x'], {})).toThrow(wrong('one word too many: x'));
    expect(() => parseCall(listing, [[]], {})).toThrow(wrong('mark needs MARKS'));
    expect(() => parseCall(listing, [null], {})).toThrow(wrong('mark needs MARKS'));
    expect(() => parseWords(listing, [])).toThrow(wrong('mark needs MARKS'));
  });

  test('flags have other names, and None is none', () => {
    expect(parseCall(listing, ['a'], { label_fields: 'x' }).input).toMatchObject({ fields: 'x' });
    expect(parseCall(listing, ['a'], { label_fields: null }).input['fields']).toBeUndefined();
  });
});

describe('parameters of a script', () => {
  const values = { tint: 'deep red', n: 2, kind: 'matt', name: 'reef' };
  const parsed = (line: string, given?: Record<string, unknown>): Readonly<Record<string, unknown>> =>
    parseWords(command, splitWords(line), given).input;

  test('are put into words, which stay one, and into values of options', () => {
    expect(parsed('$tint-$n $n --finish=$kind --param "a=${n}b" --param \'$n\'', values)).toMatchObject({
      colour: 'deep red-2',
      coats: 2,
      finish: 'matt',
      param: ['a=2b', '$n'],
    });
  });

  test('in a view they are left to the language; a source is one where that is all of it', () => {
    expect(parsed('red --view "ds.limit($n)"', values)).toMatchObject({ view: 'ds.limit($n)' });
    const merging = defineCommand({ ...command, flags: [], params: [{ name: 'source', type: 'source' }] });
    const source = (word: string): unknown => parseWords(merging, splitWords(word), values).input['source'];
    expect(source('$name')).toBe('reef');
    expect(source('"ds.matchTags($kind)"')).toBe('ds.matchTags($kind)');
  });

  test.each([
    ['red-$tnit', { start: 4, end: 9 }, 'did you mean $tint?'],
    ['red --finish=$other', { start: 13, end: 19 }, "--param other=VALUE gives it one; in '...' a $ is a $"],
  ])('one without a value is an error: %s', (line, span, hint) => {
    expect(() => parsed(line, values)).toThrow(expect.objectContaining({ code: 'unknown-name', span, hint }));
  });

  test('while they are typed nothing is said of them', () => {
    expect(parsed('red $other --finish $kind')).toMatchObject({ coats: '$other', finish: '$kind' });
    expect(parsed('$constructor', { constructor: 'x' })).toMatchObject({ colour: 'x' });
    expect(() => parsed('$constructor', {})).toThrow(expect.objectContaining({ code: 'unknown-name' }));
  });
});
