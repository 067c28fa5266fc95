import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayTakeForever, regexpSearch } from '../../../src/dataset/store/regexp-search.ts';

test.each(['(a+)+$', '(a|aa)*b', '((ab)*c){2,}', '(?:x{2,}y?)+', '(?=(a+))*', '(a(b|c))+'])(
  '%s may take forever',
  (source) => {
    expect(mayTakeForever(source)).toBe(true);
  },
);

test.each(['^Mo+rea', '(a|b)o', '(ab)+', '[(a+)+]', '\\(a+\\)+', '(a?b)+', '(?:a+)?', 'a{2,3}b*', '('])(
  '%s does not',
  (source) => {
    expect(mayTakeForever(source)).toBe(false);
  },
);

test('a pattern that tries everything in every way is stopped', () => {
  const search = regexpSearch();
  expect(() => search('(a+)+$', '', `${'a'.repeat(60)}!`)).toThrow(/takes too long: \/\(a\+\)\+\$\//);
});

test('a pattern finds what it finds, whether it is watched or not', () => {
  const search = regexpSearch();
  fc.assert(
    fc.property(
      fc.constantFrom('(a+)+$', '(a|ab)*b', 'a+b', '^(?:a|b)*$'),
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 24 }),
      (source, text) => {
        expect(search(source, '', text)).toBe(Number(new RegExp(source).test(text)));
      },
    ),
  );
});
