import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyStatement } from './any-statement.ts';
import { LIMITS } from './limits.ts';
import { IDS, oddReef } from './odd-reef.ts';
import { randomFrom } from './random.ts';
import { statement } from './statements.ts';
import { type Outcome, tryStatement } from './try-statement.ts';
import { vocabularyOf } from './vocabulary.ts';

const dataset = await oddReef();
const catalog = await dataset.catalog();
const words = vocabularyOf(catalog, IDS);

const outcomeOf = (text: string): Promise<Outcome> => tryStatement(text, dataset, catalog);

test('what is typed at random is answered or refused in words, at a place', async () => {
  const bugs: unknown[] = [];
  for (let seed = 0; seed < 3_000; seed++) {
    const text = anyStatement(words, randomFrom(seed));
    const outcome = await outcomeOf(text);
    if (outcome.kind === 'bug') bugs.push({ seed, text, what: outcome.what, error: String(outcome.error) });
  }
  expect(bugs).toEqual([]);
}, 120_000);

test('a good part of the statements is answered, so that the test says something', async () => {
  let answered = 0;
  for (let seed = 0; seed < 300; seed++) {
    const { kind } = await outcomeOf(statement(words, randomFrom(seed)));
    if (kind === 'answered') answered += 1;
  }
  expect(answered).toBeGreaterThan(90);
});

test('other seeds, and texts of every kind', async () => {
  const text = fc.oneof(
    fc.integer().map((seed) => anyStatement(words, randomFrom(seed))),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }).map((inside) => `ds.where(area == '${inside}')`),
    fc.string().map((inside) => `ds.where(${inside})`),
  );
  await fc.assert(
    fc.asyncProperty(text, async (typed) => {
      expect((await outcomeOf(typed)).kind).not.toBe('bug');
    }),
    { numRuns: 300 },
  );
});

test.each(LIMITS)('%s', async (_, text) => {
  const outcome = await outcomeOf(text);
  expect(outcome.kind === 'bug' ? [outcome.what, String(outcome.error)] : []).toEqual([]);
});
