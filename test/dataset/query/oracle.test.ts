import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compareCase, readCases } from './oracle.ts';
import { oracleDataset } from './oracle-dataset.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/fiftyone/', import.meta.url));

/** Cases in which our answer is meant to differ, by reason. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'a missing operand satisfies no ordered comparison':
    'numbers-03 04 07 09 10 11 17 19 24 31 50 strings-04 filter_labels-21 26 27 31 traps-03 04',
  'values of unknown type compare only with values of the same type': 'crosstype-03 04 05 09',
  'a whole number is an int, however it was written': 'crosstype-13',
  'null and missing are one': 'exists-24 25 numbers-13 14 crosstype-12 14 filter_labels-23 lists-13',
  'NaN is missing': 'numbers-33 34 35 36 count_values-13 distinct-05 numeric_agg-03 18',
  'what is an error there has an answer here':
    'numbers-25 29 52 53 strings-43 lists-08 32 33 45 set_field-08 09 crosstype-15 count_values-20 map_labels-05 histogram-04',
  'the mean of nothing is missing': 'numeric_agg-11 12',
  'shuffles are by a hash of seed and id': 'slice-23 24 25',
  'ties stay in the order of the dataset': 'pipeline-07',
  'a histogram is a table': 'histogram-01 02 03 05 06 07 08',
  'the upper case of nothing is missing': 'values-20',
  'lists and objects are values': 'distinct-09 11',
  'parts are named by our types, and none need declaring': 'schema-01 03 04 05 06 09 10 11',
  'what the recording compares otherwise': 'slice-16 17 18 concat-05 group_by-05',
};

describe.skipIf(!existsSync(FOLDER))("FiftyOne's recorded answers", () => {
  const dataset = existsSync(FOLDER) ? oracleDataset(`${FOLDER}dataset-12.json`) : undefined;
  const outcomes =
    dataset === undefined
      ? []
      : readCases(`${FOLDER}oracle.json`).map((each) => ({
          id: each.id,
          expr: each.expr,
          ...compareCase(each, dataset),
        }));

  test('never meet a bug', () => {
    expect(outcomes.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });

  test('differ from ours only where they are meant to', () => {
    const meant = Object.values(DEVIATIONS).flatMap(expand);
    const differing = outcomes.filter(({ outcome }) => outcome === 'deviates').map(({ id }) => id);
    expect(differing.filter((id) => !meant.includes(id))).toEqual([]);
  });

  test('are ours in most cases, and where not there is a message', () => {
    const tally = Object.groupBy(outcomes, ({ outcome }) => outcome);
    expect(tally.equal?.length).toBeGreaterThanOrEqual(EQUAL);
    expect((tally.refused ?? []).filter(({ detail }) => detail === '')).toEqual([]);
  });
});

/** How many answers were the same when this was written. */
const EQUAL = 455;

/** `numbers-03 04` as `numbers-03`, `numbers-04`. */
function expand(list: string): readonly string[] {
  let group = '';
  return list.split(' ').map((word) => {
    const [name, number] = word.includes('-') ? word.split('-') : [group, word];
    group = name ?? '';
    return `${group}-${number ?? ''}`;
  });
}
