import { describe, expect, test } from 'vitest';
import { METHODS } from '../../../../src/dataset/query/methods/index.ts';
import { parseStatement } from '../../../../src/dataset/query/parse.ts';
import { verbNamed, verbs } from '../../../../src/dataset/query/verbs/index.ts';

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

describe.each(verbs)('$name', ({ summary, params, examples }) => {
  test('has a summary of one sentence', () => {
    expect(summary).toMatch(/^[A-Z].{10,}\.$/);
  });

  test('has examples that parse', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(() => parseStatement(example)).not.toThrow();
  });

  test('names the field before a condition on its labels', () => {
    const named = params.filter(
      ({ type, of }, i) => type !== 'labelPredicate' || params.slice(0, i).some(({ name }) => name === of),
    );
    expect(named).toEqual(params);
  });
});

test('methods of one name differ in what they are called on', () => {
  const keys = METHODS.flatMap(({ name, aliases, on }) => [name, ...aliases].map((each) => `${each} on ${on}`));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});
