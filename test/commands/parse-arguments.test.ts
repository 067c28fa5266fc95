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
