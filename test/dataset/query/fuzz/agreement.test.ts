import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { type Ask, claims } from './agreement.ts';
import { IDS, oddReef } from './odd-reef.ts';
import { randomFrom } from './random.ts';
import { tryStatement } from './try-statement.ts';
import { vocabularyOf } from './vocabulary.ts';

const dataset = await oddReef();
const catalog = await dataset.catalog();
const words = vocabularyOf(catalog, IDS);

const ask: Ask = async (statement) => {
  const outcome = await tryStatement(statement, dataset, catalog);
  if (outcome.kind === 'bug') throw new Error(statement, { cause: outcome.error });
  return outcome.kind === 'answered' ? outcome.answer : undefined;
};

test('the same thing asked in different ways has the same answer', async () => {
  let agreed = 0;
  const contradictions: unknown[] = [];
  for (let seed = 0; seed < 400; seed++) {
    for (const claim of await claims(words, randomFrom(seed), ask)) {
      if (isDeepStrictEqual(claim.left, claim.right)) agreed += 1;
      else contradictions.push({ seed, ...claim });
    }
  }
  expect(contradictions).toEqual([]);
  expect(agreed).toBeGreaterThan(2_000);
}, 120_000);
