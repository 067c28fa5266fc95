import { expect, test } from 'vitest';
import { wordsOfCatalog, fillExample } from '../../../src/dataset/query/examples.ts';
import { termText } from '../../../src/dataset/query/explain/term-text.ts';
import { functionParts, operatorParts } from '../../../src/dataset/query/language-parts.ts';
import { METHODS } from '../../../src/dataset/query/methods/index.ts';
import type { Term } from '../../../src/dataset/query/term.ts';
import { answerTo, bound } from './ask.ts';
import { reef } from './reef.ts';

const dataset = reef();

const WORDS = {
  ...wordsOfCatalog(dataset.catalog),
  text: 'area',
  value: 'bora',
  otherValue: 'moorea',
  number: 'year',
  low: 2019,
  middle: 2021,
  high: 2023,
};

const EXAMPLES = [...METHODS, ...functionParts, ...operatorParts].flatMap(
  ({ example }) => fillExample(example, WORDS) ?? [],
);

function termOf(expression: string): Term {
  const query = bound(`ds.values(${expression})`, dataset);
  if (query.kind !== 'aggregate' || query.aggregation.kind !== 'values') throw new Error(`no value: ${expression}`);
  return query.aggregation.of;
}

test.each(EXAMPLES)('what is shown of %s can be typed, and means the same', (example) => {
  const text = termText(termOf(example));
  expect(answerTo(`ds.values(${text})`, dataset), text).toEqual(answerTo(`ds.values(${example})`, dataset));
});
