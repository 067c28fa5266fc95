import { onTestFinished } from 'vitest';
import { mergeRules } from '../../../src/commands/merge-flags.ts';
import type { Dataset } from '../../../src/dataset/dataset.ts';
import type { Changed, Library } from '../../../src/dataset/library.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import { type Plan, wholeDataset } from '../../../src/dataset/query/plan.ts';
import { type Compared, diffDatasets } from '../../../src/dataset/versions/diff-datasets.ts';
import { matchKey } from '../../../src/dataset/versions/match-key.ts';
import { mergeDatasets } from '../../../src/dataset/versions/merge-datasets.ts';
import type { MergeRules } from '../../../src/dataset/versions/merge-rules.ts';
import { testJob } from '../library-fixture.ts';

/** What a merge does where nothing is said. */
export const RULES: MergeRules = mergeRules({});

/** Opens a dataset until the test has finished. */
export async function opened(library: Library, name: string): Promise<Dataset> {
  const dataset = await library.open(name, { runner: 'in-place' });
  onTestFinished(() => dataset.close());
  return dataset;
}

/** Merges one dataset into another. */
export async function merged(
  library: Library,
  into: string,
  from: string,
  {
    plan = wholeDataset(from),
    planned = false,
    ...rules
  }: Partial<MergeRules> & { plan?: Plan; planned?: boolean } = {},
): Promise<Changed> {
  const dataset = await library.open(from, { runner: 'in-place' });
  const options = { rules: { ...RULES, ...rules }, statement: 'merge', job: testJob(), planned };
  try {
    return await mergeDatasets(library, into, { dataset, plan }, options);
  } finally {
    await dataset.close();
  }
}

/** Compares two datasets. */
export async function compared(
  library: Library,
  a: string,
  b: string,
  {
    by = 'id',
    least = 0.5,
    limit = 1000,
    allFields = false,
  }: { by?: string; least?: number; limit?: number; allFields?: boolean } = {},
): Promise<Compared> {
  const side = async (name: string): Promise<{ dataset: Dataset; plan: Plan; text: string }> => ({
    dataset: await opened(library, name),
    plan: wholeDataset(name),
    text: name,
  });
  return diffDatasets(await side(a), await side(b), { key: matchKey(by), least, limit, allFields }, testJob());
}

/** All samples, without what is missing. */
export async function samplesOf(library: Library, name: string): Promise<readonly Sample[]> {
  const dataset = await opened(library, name);
  const samples: Sample[] = [];
  for await (const sample of dataset.samples(wholeDataset(name), testJob().signal)) samples.push(present(sample));
  return samples;
}

function present(sample: Sample): Sample {
  const kept = <R extends Readonly<Record<string, unknown>>>(values: R): R =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as R;
  return { ...sample, fields: kept(sample.fields), labels: kept(sample.labels) };
}
