import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDatasetName, fileNameOf, nameOfFile } from '../../../src/dataset/store/dataset-name.ts';

const reserved = new Set(['import', 'export']);

describe('names of datasets', () => {
  test.each(['reef', 'Moorea Entre 2 Baies', 'AUSRAI1###20M', 'récif', 'サンゴ', '100%', "l'île", 'a.b-c_d', '...'])(
    'allow %s',
    (name) => {
      checkDatasetName(name, reserved);
      expect(nameOfFile(fileNameOf(name))).toBe(name);
    },
  );

  test.each([
    ['', 'it is empty'],
    ['..', 'it means a folder'],
    ['.', 'it means a folder'],
    ['../up', 'it has a slash or backslash'],
    ['/etc/passwd', 'it has a slash or backslash'],
    ['a\\b', 'it has a slash or backslash'],
    ['a\u0000b', 'it has control characters'],
    ['a\u001b[31mb', 'it has control characters'],
    ['a\nb', 'it has control characters'],
    [' reef', 'it has a space at one end'],
    ['-x', 'it begins with a hyphen, as an option does'],
    ['reef\u00a0', 'it has a space at one end'],
    ['re\u0301cif', 'its accents are written as characters of their own'],
    ['a\ud800', 'it has half a character'],
    ['Import', 'it is the name of a command'],
    ['x'.repeat(121), 'it has 121 characters, 120 are allowed'],
    ['x'.repeat(255), 'it has 255 characters, 120 are allowed'],
    ['é'.repeat(40), 'it needs more than 200 bytes as a file name'],
  ])('refuse %j', (name, problem) => {
    expect(() => {
      checkDatasetName(name, reserved);
    }).toThrow(problem);
  });

  test('stand for files inside their folder, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const file = fileNameOf(name.toWellFormed());
        expect(file).toMatch(/^[\w\-.% ]+$/);
        expect(nameOfFile(file)).toBe(name.toWellFormed());
      }),
    );
  });

  test('a file that no name stands for has none', () => {
    expect(nameOfFile('caf%C3')).toBeUndefined();
    expect(nameOfFile('a%2fb')).toBeUndefined();
    expect(nameOfFile('é')).toBeUndefined();
  });
});
