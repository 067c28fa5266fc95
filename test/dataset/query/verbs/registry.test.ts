import { describe, expect, test } from 'vitest';
import { BLANKS, fillExample } from '../../../../src/dataset/query/examples.ts';
import { METHODS } from '../../../../src/dataset/query/methods/index.ts';
import { parseStatement } from '../../../../src/dataset/query/parse.ts';
import { verbNamed, verbs } from '../../../../src/dataset/query/verbs/index.ts';

/** Parameters whose values a dataset may lack. */
const LOOKING: ReadonlySet<string> = new Set([
  'predicate',
  'labelPredicate',
  'own',
  'ownPredicate',
  'named',
  'column',
  'sortKey',
  'tallies',
]);

/** An example with a word in each blank. */
function filled(example: string): string {
  return fillExample(example, Object.fromEntries(BLANKS.map((blank) => [blank, blank]))) ?? '';
}

test('names and aliases of verbs are unique', () => {
  const names = verbs.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("a verb is found by its own name and in FiftyOne's spelling", () => {
  expect([verbNamed('matchTags')?.name, verbNamed('match_tags')?.name, verbNamed('match')?.name]).toEqual([
    'matchTags',
    'matchTags',
    'where',
  ]);
  expect(verbNamed('nosuch')).toBeUndefined();
});

describe.each(verbs)('$name', ({ summary, missing, params, examples }) => {
  test('has a summary of one sentence', () => {
    expect(summary).toMatch(/^[A-Z].{10,}\.$/);
  });

  test('has examples that parse', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(() => parseStatement(filled(example))).not.toThrow();
  });

  test('says what it does with missing values where it looks at a field', () => {
    expect(missing ?? 'Nothing.').toMatch(/^[A-Z`].+\.$/);
    const looks = params.some(({ type }) => LOOKING.has(type));
    expect(looks && missing === null).toBe(false);
  });

  test('names the field that an argument is about', () => {
    const about = params.flatMap(({ of }) => (of === undefined ? [] : [of]));
    expect(about.filter((name) => !params.some((param) => param.name === name))).toEqual([]);
  });
});

test('methods of one name differ in what they are called on', () => {
  const keys = METHODS.flatMap(({ name, aliases, on }) => [name, ...aliases].map((each) => `${each} on ${on}`));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});
