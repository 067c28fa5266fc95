import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete, runsOnEnter } from '../../../src/repl/input/brackets.ts';

describe('isComplete', () => {
  it.each([
    '',
    'ds',
    "ds.matchTags('train').where(year >= 2021).countValues('area')",
    "ds.where(area == 'a(b')",
    'ds.where(area == "it\'s (")',
    "ds.where(area == 'it\\'s (')",
    'ds.where(area.matches(/[(/]\\(/i))',
    'ds.where(a / b > (c / d))',
    'ds.where(/^[(] a longer one \\(/)',
    'ds.where(`a ${f({ b: [1] })} )`)',
    'ds # a comment (',
    '# it is (',
    'ds.where(a) // and [',
    'tag MooreaE2B_2020_05#118',
    'import coco ../data/x.json --name taco',
    'cvat https://host/path',
    'export yolo /tmp/out/',
    'v =',
    'ds.limit(3)\n  .count()',
  ])('runs %j', (text) => {
    expect(isComplete(text)).toBe(true);
  });

  it.each([
    'ds.where(',
    "ds.where(area == 'x'",
    'ds.where(year in [2020,',
    'ds.where(`a',
    'ds.where(`a ${b',
    'ds.where(`a ${b}',
    'f({',
    'ds.where( # why )',
    'ds.where(\n  a,',
    'ds.where(a / 2 > /)/',
    "x = 'a\\",
    'f((a) / (b / c)',
    'tag x#(',
    'f(a in /[)]/',
    'ds.where(\n\n',
  ])('asks for more after %j', (text) => {
    expect(isComplete(text)).toBe(false);
  });

  it.each(['ds)', 'ds.where(])', "ds.where(a == 'x", 'ds.where("a\n', "x = 'a\\\\", "ds.where('a\nb'"])(
    'shows the error of %j',
    (text) => {
      expect(isComplete(text)).toBe(true);
    },
  );

  it('answers for long and deeply nested texts', () => {
    const size = 200_000;
    expect(isComplete('('.repeat(size))).toBe(false);
    expect(isComplete('('.repeat(size) + ')'.repeat(size))).toBe(true);
    expect(isComplete(`'${'a\\n'.repeat(size)}'`)).toBe(true);
    expect(isComplete('(/['.repeat(size / 10))).toBe(false);
  });

  it('runs balanced brackets and asks for more when the last one is missing', () => {
    const { balanced } = fc.letrec<{ balanced: string }>((tie) => ({
      balanced: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a', "'('", '"]"', '1 + 2', '/[)]/.x', '`${a}(`', ''),
        fc.tuple(tie('balanced'), tie('balanced')).map(([left, right]) => `f(${left}, [${right}])`),
        tie('balanced').map((inner) => `{ k: ${inner} }`),
      ),
    }));
    fc.assert(
      fc.property(balanced, (text) => {
        expect(isComplete(`f(${text})`)).toBe(true);
        expect(isComplete(`f(${text}`)).toBe(false);
        expect(isComplete(`f(${text}))`)).toBe(true);
      }),
    );
  });
});

describe('runsOnEnter', () => {
  it('runs what is complete, and anything from an empty last line', () => {
    expect(runsOnEnter('ds')).toBe(true);
    expect(runsOnEnter('ds.where(')).toBe(false);
    expect(runsOnEnter('ds.where(\n  a')).toBe(false);
    expect(runsOnEnter('ds.where(\n')).toBe(true);
    expect(runsOnEnter('ds.where(\n  ')).toBe(true);
  });
});
