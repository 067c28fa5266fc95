import type { Dataset } from '../../dataset/dataset.ts';
import { type Blank, type ExampleWords, fieldsOfType, wordsOfCatalog } from '../../dataset/query/examples.ts';
import { firstSamples, type Tally, wholeDataset } from '../../dataset/query/plan.ts';
import type { Value } from '../../dataset/query/answer.ts';
import { FLOAT, STRING } from '../../dataset/query/type.ts';

/** What the demo reef fills examples with: for help where no dataset is open. */
export const DEMO_WORDS: ExampleWords = {
  labels: 'gt_polylines',
  class: 'Pocillopora',
  otherClass: 'Acropora',
  tag: 'train',
  otherTag: 'val',
  text: 'area',
  value: 'Moorea Entre 2 Baies',
  otherValue: 'Tahiti Punaauia',
  number: 'year',
  low: 2019,
  middle: 2021,
  high: 2023,
  id: 'c788a838949d369196a5b01a',
  otherId: '34d7ed734d080aff01e4c4e5',
};

/** What a dataset has to fill these blanks with. Reads no more than they need. @throws UserError `cancelled` */
export async function readExampleWords(
  dataset: Dataset,
  blanks: ReadonlySet<Blank>,
  signal: AbortSignal,
): Promise<ExampleWords> {
  const needs = (...some: readonly Blank[]): boolean => some.some((blank) => blanks.has(blank));
  return {
    ...wordsOfCatalog(await dataset.catalog()),
    ...(needs('text', 'value', 'otherValue') && (await textWords(dataset, signal))),
    ...(needs('number', 'low', 'middle', 'high') && (await numberWords(dataset, signal))),
    ...(needs('id', 'otherId') && (await idWords(dataset, signal))),
  };
}

/** Fields of text that are looked at for one whose values repeat. */
const MOST_FIELDS = 4;

async function textWords(dataset: Dataset, signal: AbortSignal): Promise<ExampleWords> {
  const names = fieldsOfType(await dataset.catalog(), ['string']).slice(0, MOST_FIELDS);
  let words: ExampleWords = {};
  for (const text of names) {
    const [first, second] = await dataset.valueCounts(text, 2, signal);
    if (first === undefined) continue;
    words = { text, value: String(first.value), ...(second && { otherValue: String(second.value) }) };
    // A value that occurs once tells nothing: it is likely a name.
    if (first.count > 1) return words;
  }
  return words;
}

async function numberWords(dataset: Dataset, signal: AbortSignal): Promise<ExampleWords> {
  for (const number of fieldsOfType(await dataset.catalog(), ['int', 'float'])) {
    const of = { kind: 'field', name: number, type: FLOAT } as const;
    const tally = { kind: 'quantiles', of, at: [0, 0.5, 1], single: false, safe: true } as const;
    const [low, middle, high] = (await listOf(tally, { dataset, signal })).filter((value) => typeof value === 'number');
    if (low === undefined || middle === undefined || high === undefined) continue;
    return { number, middle, ...(low < middle && middle < high && { low, high }) };
  }
  return {};
}

async function idWords(dataset: Dataset, signal: AbortSignal): Promise<ExampleWords> {
  const of = { kind: 'field', name: 'id', type: STRING } as const;
  const [id, otherId] = await listOf({ kind: 'values', of, unwind: false, otherwise: null }, { dataset, signal });
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof otherId === 'string' && { otherId }),
  };
}

/** What a question about the whole dataset has for an answer; of values only the first two. */
async function listOf(
  aggregation: Tally,
  { dataset, signal }: { readonly dataset: Dataset; readonly signal: AbortSignal },
): Promise<readonly Value[]> {
  const whole = wholeDataset(dataset.name);
  const plan = aggregation.kind === 'values' ? firstSamples(whole, 2) : whole;
  const answer = await dataset.answer({ kind: 'aggregate', plan, aggregation, mentions: [] }, signal);
  return answer.kind === 'list' ? answer.values : [];
}
