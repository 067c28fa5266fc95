import type { Dataset } from '../dataset.ts';
import { type DiffEntry, withAnother } from '../model/diff.ts';
import type { Job } from '../model/job.ts';
import type { PackedSample } from '../model/packed-sample.ts';
import { tally, type Tally } from '../model/tally.ts';
import { wholeDataset } from '../query/plan.ts';
import { isInPixels, sampleAsFractions } from './as-fractions.ts';
import { diffAbout } from './diff-about.ts';
import { diffSample } from './diff-sample.ts';

/** What a copy that went through files of another format has, besides file paths, that its source has otherwise. */
export type ReadBack = {
  /** Labels whose points were pixels of the picture and are the same as fractions of it. */
  readonly inPixels: number;
  /** Sentences, each with a number and an example; none where all else is the same. */
  readonly differences: readonly string[];
};

/**
 * Compares a dataset with the copy that was read from its files, sample by sample in their order, value by value and label by
 * label; a few of each are in memory.
 */
export async function compareReadBack(source: Dataset, copy: Dataset, job: Job): Promise<ReadBack> {
  const found = tally();
  const total = await source.count(wholeDataset(source.name), job.signal);
  let [done, inPixels] = [0, 0];
  for await (const [before, after] of pairsOf(source, copy, job)) {
    if (done++ % BATCH === 0) job.report({ what: 'comparing what was read back', done, total, unit: 'samples' });
    if (before === undefined || before.id !== after?.id) {
      found.count('samples from here on are others, or in another order', (before ?? after)?.filepath ?? '');
      break;
    }
    inPixels += pixelsIn(before);
    compareSample(sampleAsFractions(before), after, found);
  }
  for (const sentence of await aboutSentences(source, copy, job)) found.count(sentence, '');
  const differences = found.list().map(({ reason, count, examples: [example = ''] }) => {
    return example === '' ? reason : `${reason}: ${String(count)}, such as ${example}`;
  });
  return { inPixels, differences };
}

const BATCH = 200;

type Pair = readonly [PackedSample | undefined, PackedSample | undefined];

/** Samples of two datasets at the same place, undefined where one has no more. */
async function* pairsOf(a: Dataset, b: Dataset, { signal }: Job): AsyncGenerator<Pair> {
  const second = b.packedSamples(wholeDataset(b.name), signal)[Symbol.asyncIterator]();
  for await (const first of a.packedSamples(wholeDataset(a.name), signal)) yield [first, valueOf(await second.next())];
  for (let rest = valueOf(await second.next()); rest !== undefined; rest = valueOf(await second.next())) {
    yield [undefined, rest];
  }
}

function valueOf(result: IteratorResult<PackedSample, unknown>): PackedSample | undefined {
  return result.done === true ? undefined : result.value;
}

function pixelsIn({ labels }: PackedSample): number {
  return Object.values(labels).reduce(
    (sum, list) => sum + (list ?? []).filter(({ unpack }) => isInPixels(unpack())).length,
    0,
  );
}

function compareSample(before: PackedSample, after: PackedSample, found: Tally): void {
  for (const entry of diffSample(before, after, { paths: false, least: 0.5 }, () => false)) {
    found.count(reasonOf(entry), `${before.filepath}${entry.label === null ? '' : `, label ${entry.label}`}`);
  }
}

const MOVED = 'with other points';
const ROUNDED = 'with rounded points, or holes that are not marked as such';

function reasonOf({ of, what, field }: DiffEntry): string {
  if (of === 'sample') return withAnother(field ?? '');
  return `labels of ${field ?? ''} ${what === 'moved' ? MOVED : what === 'rounded' ? ROUNDED : what}`;
}

/** What only an export to FiftyOne gives back is noted on its way in, and is no difference. */
async function aboutSentences(source: Dataset, copy: Dataset, job: Job): Promise<readonly string[]> {
  const sides = [source, copy].map((dataset) => ({ dataset, plan: wholeDataset(dataset.name) }));
  const [a, b] = sides;
  if (a === undefined || b === undefined) return [];
  const about = await diffAbout(a, b, job.signal);
  return about
    .filter(({ of }) => of !== 'fiftyone')
    .map(({ of, name, from, to }) => {
      const what = of === 'classes' ? `the class list of ${name ?? 'all fields'}` : `${NAMES[of]} ${name}`;
      if (from === null) return `${what} is new`;
      return to === null ? `${what} is gone` : `${what} is another: ${textOf(to)} instead of ${textOf(from)}`;
    });
}

const NAMES = { field: 'the field', info: 'the note', fiftyone: '' } as const;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
