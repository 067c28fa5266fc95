import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import { plainTaxonomy, type Rest, type Taxonomy } from '../../../src/dataset/model/taxonomy.ts';
import { parseTaxonomy } from '../../../src/dataset/taxonomy/parse-taxonomy.ts';

function parse(text: string): Promise<Taxonomy> {
  return parseTaxonomy(text, 'coral.yaml', 'coral');
}

describe('a taxonomy in a file', () => {
  test('says what becomes what, in which order, and what of the rest', async () => {
    const text = `
name: reef
description: Corals and rock
announced: 3
classes: [rock, coral]
map:
  Acropora: coral
  Porites: coral
  Sable & débris: rock
  Empty: null
  Nothing: ~
default: rock
`;
    expect(await parse(text)).toEqual({
      name: 'reef',
      description: 'Corals and rock',
      announced: 3,
      classes: ['rock', 'coral'],
      map: new Map([
        ['Acropora', 'coral'],
        ['Porites', 'coral'],
        ['Sable & débris', 'rock'],
        ['Empty', null],
        ['Nothing', null],
      ]),
      rest: { to: 'rock' },
    });
  });

  test('has the name of its file and its classes in the order of the map, where it does not say them', async () => {
    expect(await parse('map: { b: y, a: x, c: y }')).toEqual({
      name: 'coral',
      description: null,
      announced: null,
      classes: ['y', 'x'],
      map: new Map([
        ['b', 'y'],
        ['a', 'x'],
        ['c', 'y'],
      ]),
      rest: 'error',
    });
  });

  test.each<[string, Rest]>([
    ['unmapped: error', 'error'],
    ['unmapped: keep', 'keep'],
    ['unmapped: drop', 'drop'],
    ['unmapped: x', { to: 'x' }],
    ['default: y', { to: 'y' }],
    ['default: null', 'drop'],
  ])('the rest: %s', async (line, rest) => {
    expect((await parse(`map: { a: x }\n${line}`)).rest).toEqual(rest);
  });

  test('a default that no class of the map becomes is the last class', async () => {
    expect((await parse('map: { a: x }\ndefault: y')).classes).toEqual(['x', 'y']);
  });

  test('names that objects have of their own are classes like others', async () => {
    const { map, classes } = await parse(
      'map: { __proto__: constructor, constructor: toString, hasOwnProperty: null }',
    );
    expect([...map]).toEqual([
      ['__proto__', 'constructor'],
      ['constructor', 'toString'],
      ['hasOwnProperty', null],
    ]);
    expect(classes).toEqual(['constructor', 'toString']);
  });
});

describe('is refused with file, line and key', () => {
  test.each([
    ['map:\n  a: 7', 'coral.yaml:2: "a" has 7 where the name of a class is needed', 'write it in quotes: "7"'],
    ['map:\n  a: true', 'coral.yaml:2: "a" has true where', 'write it in quotes: "true"'],
    ['map:\n  x: y\n  "a b": [c]', 'coral.yaml:3: "a b" has a list or a map where', 'write the name of a class'],
    ["map:\n  'a': ''", 'coral.yaml:2: "a" has an empty text where', 'write the name of a class'],
    ['map:\n  "": x', 'coral.yaml:1: names a class without a name', 'at least one character'],
    ['map: [a, b]', 'coral.yaml:1: needs a map', 'old: new'],
    ['Acropora: coral', 'coral.yaml:1: has an unknown key "Acropora"', 'classes stand below map:'],
    ['mapp: {}', 'coral.yaml:1: has an unknown key "mapp"', 'did you mean map?'],
    ['map: { a: x }\nclasses: x', 'coral.yaml:2: classes is no list', 'classes: ['],
    ['map: { a: x }\nclasses: [x, x]', 'coral.yaml:2: the class list names x twice', 'once'],
    ['map: { a: x }\nclasses: [x, 1]', 'coral.yaml:2: "classes" has 1 where', 'in quotes: "1"'],
    ['map: { a: x }\nclasses: []', 'coral.yaml:2: the class list is empty', 'once'],
    ['map:\n  a: corall\nclasses: [coral]', 'coral.yaml:2: a becomes corall, which is not among its', 'mean coral?'],
    ['map: { a: x }\nclasses: [x]\ndefault: other', 'coral.yaml:3: default becomes other, which', 'add other to'],
    ['map: { a: x }\ndefault: x\nunmapped: drop', 'coral.yaml:2: says twice', 'keep either'],
    ['map: { a: x }\ndefault: drop', 'coral.yaml:2: default is a class, and drop is not one', 'write unmapped: drop'],
    ['map: { a: x }\nunmapped: [x]', 'coral.yaml:2: "unmapped" has a list', 'name of a class'],
    ['map: { a: x }\nname: 3', 'coral.yaml:2: name is no text', 'in quotes'],
    ['map: { a: x }\nannounced: some', 'coral.yaml:2: announced is no whole number', 'leave it out'],
    ['map:\n  a: x\n  a: y', 'coral.yaml:3: is no YAML: duplicated mapping key', 'docs/taxonomies.md'],
    ['map: {', 'coral.yaml:1: is no YAML', 'docs/taxonomies.md'],
    ['', 'coral.yaml: is no YAML', 'docs/taxonomies.md'],
    ['null', 'coral.yaml: is no taxonomy', 'old: new'],
    ['- a', 'coral.yaml: is no taxonomy', 'old: new'],
    ['map: !!js/function "x"', 'coral.yaml:1: is no YAML: unknown', 'docs'],
    ['a: 1\n---\nb: 2', 'is no YAML', 'docs'],
    [`map: {${'a'.repeat(2 ** 20)}: x}`, 'coral.yaml is too long', 'docs'],
  ])('%j', async (text, message, hint) => {
    const error: unknown = await parse(text).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'invalid', message: expect.stringContaining(message) as string });
    expect((error as UserError).hint).toContain(hint);
  });

  test('too many classes', async () => {
    const lines = Array.from({ length: 2001 }, (_, i) => `  c${String(i)}: x`).join('\n');
    await expect(parse(`map:\n${lines}`)).rejects.toThrow('coral.yaml:1: has more than 2000 classes');
  });

  test('aliases that would multiply', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `l${String(i + 1)}: &l${String(i + 1)} [*l${String(i)}, *l${String(i)}]`,
    );
    await expect(parse(`l0: &l0 x\n${levels.join('\n')}\nmap: *l30`)).rejects.toThrow(UserError);
  });

  test('whatever the text: words, never a bug', async () => {
    const line = fc.constantFrom(
      'map:',
      '  a: x',
      '  ? b',
      'classes: [x]',
      'default: y',
      '- z',
      '&a *a',
      '"',
      '  : ',
      'ü: é',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(line, fc.string()), { maxLength: 8 }), async (lines) => {
        const outcome: unknown = await parse(lines.join('\n')).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(UserError);
      }),
    );
  });
});

test('what is written of a taxonomy is read back the same', async () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !['error', 'keep', 'drop'].includes(text));
  const taxonomy = fc
    .record({
      name,
      description: fc.option(name),
      announced: fc.option(fc.nat()),
      map: fc.array(fc.tuple(name, fc.option(name))).map((entries) => new Map(entries)),
      rest: fc.oneof(fc.constantFrom<Rest>('error', 'keep', 'drop'), fc.record({ to: name })),
    })
    .map((made): Taxonomy => {
      const targets = [...made.map.values(), typeof made.rest === 'object' ? made.rest.to : null];
      return { ...made, classes: [...new Set(targets.filter((to) => to !== null))] };
    })
    .filter(({ classes }) => classes.length > 0);
  await fc.assert(
    fc.asyncProperty(taxonomy, async (made) => {
      const { map, ...read } = await parse(dump(plainTaxonomy(made)));
      const { map: written, ...rest } = made;
      expect(read).toEqual(rest);
      expect(new Map(map)).toEqual(written);
    }),
  );
});
