import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStatement } from '../../../src/dataset/query/parse.ts';
import { UserError } from '../../../src/diagnostics.ts';

/** The text with the fix of its mistake; undefined where it has none. */
function fixed(text: string): string | undefined {
  try {
    parseStatement(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { span, fix } = error;
    return fix && span && text.slice(0, span.start) + fix.meant + text.slice(span.end);
  }
}

/** The same with one fix after the other, as long as there is one. */
function fixedWhole(text: string): string {
  const next = fixed(text);
  return next === undefined ? text : fixedWhole(next);
}

/** What a text means: its tree without the places. */
function meaning(text: string): string {
  return JSON.stringify(parseStatement(text).expression, (key, value: unknown) => (key === 'span' ? undefined : value));
}

describe('what can have been meant in one way has a fix', () => {
  test.each([
    ['ds.where(a == 1 and b)', 'ds.where(a == 1 && b)'],
    ['ds.where(a or b)', 'ds.where(a || b)'],
    ['ds.where(not a)', 'ds.where(!a)'],
    ['ds.where(not (a and b) or c)', 'ds.where(!(a && b) || c)'],
    ['ds.where(not(a) == b)', 'ds.where(!((a) == b))'],
    ["ds.where(not a == 'x, y' and sand)", "ds.where(!(a == 'x, y') && sand)"],
    ["ds.where(not gt.any(label == 'a)'))", "ds.where(!gt.any(label == 'a)'))"],
    ['ds.where(not a is None and b)', 'ds.where(!(a == None) && b)'],
    ['ds.where(not a is not None)', 'ds.where(!(a != None))'],
    ['ds.where(a is None)', 'ds.where(a == None)'],
    ['ds.where(a is not None)', 'ds.where(a != None)'],
    ["ds.where(a not in ['x', 'y'] and b)", "ds.where(!(a in ['x', 'y']) && b)"],
    ['ds.where(F("a") not in [1])', 'ds.where(!(F("a") in [1]))'],
    ['ds.where(a <> 1)', 'ds.where(a != 1)'],
    ['ds.where(a =< 1)', 'ds.where(a <= 1)'],
    ['ds.where(F("a") = 1)', 'ds.where(F("a") == 1)'],
    ['ds.where(a == 1 && b = 2)', 'ds.where(a == 1 && b == 2)'],
    ["ds.where(a == 'is not b' <> c)", "ds.where(a == 'is not b' != c)"],
    ['ds.where(a == f"b c")', 'ds.where(a == "b c")'],
  ])('%s', (text, meant) => {
    expect(fixedWhole(text)).toBe(meant);
  });
});

describe('what may have been meant in several ways has none', () => {
  test.each([
    ['v.x = 3'],
    ['a = b = ds'],
    ['ds.where(not a | b)'],
    ['ds.where(not a = 1)'],
    ['ds.where(1 + a not in [2])'],
    ['ds.where(a not None)'],
    ['ds.where(a and )'],
    ['ds.where(x if a and b else c)'],
    ['ds.where(a == f"{b} c")'],
    ['ds.where(a == f"b'],
    ["ds.where(a == 'b and c"],
    ['ds.where(lambda s: s.a > 3)'],
  ])('%s', (text) => {
    expect(() => parseStatement(text)).toThrow(UserError);
    expect(fixed(text)).toBeUndefined();
  });
});

/** The same condition as Python has it, and as it is written here. */
type Written = { readonly python: string; readonly here: string };

const comparison: fc.Arbitrary<Written> = fc
  .tuple(
    fc.constantFrom('a', 'gt.label', 'sand', "name.contains('or b')", 'F("not")'),
    fc.constantFrom(['==', '=='], ['>=', '>='], ['!=', '!='], ['<>', '!='], ['is', '=='], ['is not', '!=']),
    fc.constantFrom('1', "'x and y'", 'None', '"it is"'),
  )
  .map(([left, [python = '', here = ''], right]) => ({
    python: `${left} ${python} ${right}`,
    here: `${left} ${here} ${right}`,
  }));

const condition: fc.Arbitrary<Written> = fc.letrec<{ readonly whole: Written; readonly part: Written }>((tie) => ({
  whole: fc
    .array(fc.tuple(fc.constantFrom(['and', '&&'], ['or', '||']), tie('part')), { minLength: 1, maxLength: 3 })
    .map((parts) => ({
      python: parts.map(([[word = ''], { python }], i) => (i === 0 ? python : `${word} ${python}`)).join(' '),
      here: parts.map(([[, word = ''], { here }], i) => (i === 0 ? here : `${word} ${here}`)).join(' '),
    })),
  part: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc.constantFrom({ python: 'a', here: 'a' }, { python: 'not a.b', here: '!a.b' }),
    tie('whole').map(({ python, here }) => ({ python: `(${python})`, here: `(${here})` })),
    tie('whole').map(({ python, here }) => ({ python: `not (${python})`, here: `!(${here})` })),
    comparison.map(({ python, here }) => ({ python: `not ${python}`, here: `!(${here})` })),
  ),
})).whole;

test('with its fixes a condition of Python means here what it means there', () => {
  fc.assert(
    fc.property(condition, ({ python, here }) => {
      expect(meaning(fixedWhole(`ds.where(${python})`))).toBe(meaning(`ds.where(${here})`));
    }),
    { numRuns: 300 },
  );
});

test('a fix leaves a text that is as long as it should be, whatever is wrong', () => {
  const part = fc.constantFrom(
    'not ',
    'in ',
    'is ',
    'and ',
    ' or ',
    'f"',
    '"',
    "'",
    '(',
    ')',
    '[',
    ']',
    '{',
    '=',
    '<>',
    'a',
    '.b',
    ',',
    '# ',
    '|',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      const text = `ds.where(${parts.join('')})`;
      const once = fixed(text);
      expect(once).not.toBe(text);
      expect(Math.abs((once ?? text).length - text.length)).toBeLessThan(text.length);
    }),
  );
});
