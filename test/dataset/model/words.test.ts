import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteWord, splitWords } from '../../../src/dataset/model/words.ts';
import { UserError } from '../../../src/diagnostics.ts';

const texts = (line: string): readonly string[] => splitWords(line).map(({ text }) => text);

describe('splitWords', () => {
  test('splits at white space and knows where words stand', () => {
    expect(splitWords('export  yolo out/')).toEqual([
      { text: 'export', span: { start: 0, end: 6 }, quoted: false },
      { text: 'yolo', span: { start: 8, end: 12 }, quoted: false },
      { text: 'out/', span: { start: 13, end: 17 }, quoted: false },
    ]);
  });

  test('removes quotes and keeps what they hold', () => {
    expect(texts(`import coco 'my file.json' --name "it's"`)).toEqual([
      'import',
      'coco',
      'my file.json',
      '--name',
      "it's",
    ]);
  });

  test('an escape in quotes', () => {
    expect(texts(String.raw`'it\'s' "a\\b"`)).toEqual(["it's", String.raw`a\b`]);
  });

  test('an expression is one word, quotes and all', () => {
    expect(texts(`export yolo out --view ds.where(area == 'Tiahura 1-2' && year in [2020, 2021])`)).toEqual([
      'export',
      'yolo',
      'out',
      '--view',
      `ds.where(area == 'Tiahura 1-2' && year in [2020, 2021])`,
    ]);
  });

  test.each([
    ['out/$t.csv', 'out/$t.csv', [{ name: 't', start: 4, end: 6, span: { start: 4, end: 6 } }]],
    ['a"b${t}c"', 'ab${t}c', [{ name: 't', start: 2, end: 6, span: { start: 3, end: 7 } }]],
    [
      '$a$b_2',
      '$a$b_2',
      [
        { name: 'a', start: 0, end: 2, span: { start: 0, end: 2 } },
        { name: 'b_2', start: 2, end: 6, span: { start: 2, end: 6 } },
      ],
    ],
    [`'$t'`, '$t', undefined],
    [String.raw`"\$t"`, '$t', undefined],
    ['ds.limit($t)', 'ds.limit($t)', undefined],
    ['$5', '$5', undefined],
    ['a$', 'a$', undefined],
  ])('parameters stand outside of single quotes and brackets: %s', (line, text, parameters) => {
    expect(splitWords(line)[0]).toMatchObject({ text, ...(parameters !== undefined && { parameters }) });
    expect(splitWords(line)[0]?.parameters).toEqual(parameters);
  });

  test('a $ that is quoted as a word is no parameter', () => {
    expect(quoteWord('out/$t')).toBe(`'out/$t'`);
    expect(quoteWord('costs$5')).toBe('costs$5');
  });

  test('a comment begins with # at the start of a word', () => {
    expect(texts('tag Moorea#118 seen # later')).toEqual(['tag', 'Moorea#118', 'seen']);
  });

  test.each([
    ["export 'yolo", { start: 7, end: 12 }],
    ['preview ds.where(year > 1', { start: 16, end: 17 }],
  ])('what is not closed is pointed at: %s', (line, span) => {
    expect(() => splitWords(line)).toThrow(expect.objectContaining({ code: 'syntax', span }));
  });

  test('throws nothing but errors for users', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        try {
          splitWords(line);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('quoteWord', () => {
  test('plain words stay as they are', () => {
    expect(['out/yolo', 'Moorea#118', '--name', 'a=b', 'é'].map(quoteWord)).toEqual([
      'out/yolo',
      'Moorea#118',
      '--name',
      'a=b',
      'é',
    ]);
  });

  test('splitWords gives any word back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (words) => {
        expect(texts(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });
});
