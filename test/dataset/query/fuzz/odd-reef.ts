import Sqlite from 'better-sqlite3';
import { type Dataset, openDataset } from '../../../../src/dataset/dataset.ts';
import type { Keypoint } from '../../../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../../../src/dataset/model/sample.ts';
import type { Field } from '../../../../src/dataset/model/schema.ts';
import { bulkWriter } from '../../../../src/dataset/store/bulk-writer.ts';
import { finishLoad } from '../../../../src/dataset/store/finish-load.ts';
import { runnerOn } from '../../../../src/dataset/store/query-runner.ts';
import { registerFunctions } from '../../../../src/dataset/store/sql-functions.ts';
import { createTables } from '../../../../src/dataset/store/tables.ts';
import { id, REEF_SCHEMA, reefSamples } from '../reef.ts';

const SCHEMA: readonly Field[] = [
  ...REEF_SCHEMA,
  { kind: 'value', name: 'constructor', type: 'string' },
  { kind: 'value', name: 'toString', type: 'int' },
  {
    kind: 'labels',
    name: 'valueOf',
    label: 'keypoint',
    list: true,
    attributes: Object.fromEntries([['constructor', 'string']]),
  },
];

/** Ids of some samples and labels of it. */
export const IDS: readonly string[] = [id('a', 1), id('a', 2), id('b', 1)];

/** The reef of the tests, with names that objects of JavaScript have, in a database in memory. */
export async function oddReef(): Promise<Dataset> {
  const db = new Sqlite(':memory:');
  createTables(db);
  registerFunctions(db);
  const writer = bulkWriter(db);
  for (const field of SCHEMA) writer.declareField(field);
  for (const [i, sample] of reefSamples().entries()) writer.write(withOddNames(sample, i));
  const job = { signal: new AbortController().signal, report: () => undefined };
  await finishLoad(db, writer.result(), { name: 'reef', statement: 'fuzz', at: '2024-05-01T12:00:00.000Z' }, job);
  const runner = runnerOn(db);
  return openDataset({ name: 'reef', file: ':memory:', mediaRoot: '/nowhere', runner, bytes: () => 0 });
}

function withOddNames(sample: Sample, i: number): Sample {
  const fields = Object.fromEntries<FieldValue>([
    ['constructor', i === 1 ? 'toString' : null],
    ['toString', i],
  ]);
  return {
    ...sample,
    tags: i === 0 ? [...sample.tags, '__proto__', "it's"] : sample.tags,
    fields: { ...sample.fields, ...fields },
    labels: { ...sample.labels, ...Object.fromEntries([['valueOf', [keypoint(i)]]]) },
  };
}

function keypoint(i: number): Keypoint {
  return {
    kind: 'keypoint',
    label: 'constructor',
    confidence: 0.25 * i,
    tags: ['__proto__'],
    attributes: Object.fromEntries([['constructor', `c${String(i)}`]]),
    units: 'normalised',
    xy: [0.5, 0.25 * i],
  };
}
