import { UserError } from '../../diagnostics.ts';
import { breathe, compareLabels, type Dataset, type LabelComparison, type SampleRow } from '../dataset.ts';
import type { Diff, DiffEntry } from '../model/diff.ts';
import type { Job } from '../model/job.ts';
import type { PackedSample } from '../model/packed-sample.ts';
import { fieldsOf } from '../query/compile.ts';
import type { Plan } from '../query/plan.ts';
import { diffAbout } from './diff-about.ts';
import { fetchedTally, type FetchedTally } from './diff-fetched.ts';
import { type DiffRules, diffSample, sampleEntry } from './diff-sample.ts';
import { diffTally, type DiffTally } from './diff-tally.ts';
import { keyed, type MatchKey, refuseTwice, refuseWithout } from './match-key.ts';
import { readPairs, type RowPair } from './read-pairs.ts';
import { showsStored } from './shows-stored.ts';

/** A dataset, a snapshot or a view, and how it is called. */
export type Side = { readonly dataset: Dataset; readonly plan: Plan; readonly text: string };

/**
 * What samples are matched by, from what overlap labels are the same, and how many differences are kept. `allFields`: whether
 * fields that only say when something was fetched count as all others do.
 */
export type DiffOptions = {
  readonly key: MatchKey;
  readonly least: number;
  readonly limit: number;
  readonly allFields: boolean;
};

/** Differences, and on each side the ids of the samples that have some besides rounding. */
export type Compared = { readonly diff: Diff; readonly touched: readonly [readonly string[], readonly string[]] };

/**
 * What lies between two views: samples are matched by their key, the labels of two that match by id, else by what they are.
 * Samples with the same digests are not looked at; of the others a few at a time are in memory.
 * @throws UserError where samples cannot be told apart by the key
 */
export async function diffDatasets(a: Side, b: Side, options: DiffOptions, job: Job): Promise<Compared> {
  const sides = [await openSide(a, options.key, job), await openSide(b, options.key, job)] as const;
  const comparing: Comparing = {
    sides,
    tally: diffTally(options.limit),
    fetched: fetchedTally(options.allFields),
    rules: { paths: options.key.by === 'id', least: options.least },
    isStored: showsStored(a.plan) && showsStored(b.plan),
    touched: [[], []],
    job,
  };
  const [first, second] = sides;
  const both = Array.from(first.byKey, ([key, row]) => [row, second.byKey.get(key)] as const).flatMap(([was, is]) =>
    is === undefined ? [] : [[was, is] as const],
  );
  const removed = Array.from(first.byKey).flatMap(([key, row]) => (second.byKey.has(key) ? [] : [row]));
  const added = Array.from(second.byKey).flatMap(([key, row]) => (first.byKey.has(key) ? [] : [row]));
  const onBoth = await compareAll(both, comparing);
  await countAlone(removed, 0, comparing);
  await countAlone(added, 1, comparing);
  const total = [first.byKey.size, second.byKey.size] as const;
  return {
    diff: {
      sides: [a.text, b.text],
      by: options.key.by,
      samples: { total, added: added.length, removed: removed.length, ...onBoth },
      about: await diffAbout(a, b, job.signal),
      fetched: comparing.fetched.result(),
      ...comparing.tally.result(),
    },
    touched: comparing.touched,
  };
}

type OpenSide = Side & {
  readonly rows: ReturnType<Dataset['rows']>;
  readonly byKey: ReadonlyMap<string, SampleRow>;
};

type Comparing = {
  readonly sides: readonly [OpenSide, OpenSide];
  readonly tally: DiffTally;
  readonly fetched: FetchedTally;
  readonly rules: DiffRules;
  /** Whether both sides show what is stored: digests and labels may be compared where they are. */
  readonly isStored: boolean;
  readonly touched: readonly [string[], string[]];
  readonly job: Job;
};

async function openSide(side: Side, key: MatchKey, job: Job): Promise<OpenSide> {
  const { dataset, plan } = side;
  if (plan.stages.some(({ kind }) => kind === 'patches')) {
    throw new UserError('unsupported', 'patches are labels of samples, and samples are compared', {
      hint: 'compare the view before toPatches(...)',
    });
  }
  const rows = dataset.rows(job.signal);
  const known = await dataset.catalog();
  const list = await rows.list(plan, key.terms({ ...known, fields: fieldsOf(plan, known) }));
  const { byKey, twice, without } = keyed(list, key);
  refuseTwice(twice, dataset.name, key);
  refuseWithout(without, dataset.name, key);
  return { ...side, rows, byKey };
}

/** Samples in memory at once, of each side. */
const PAGE = 200;
/** Digests that are compared at once. */
const DIGESTS = 5_000;

/** How many samples on both sides differ, and how many by rounding only. */
type OnBoth = Pick<Diff['samples'], 'changed' | 'rounded'>;

async function compareAll(pairs: readonly RowPair[], comparing: Comparing): Promise<OnBoth> {
  const { job } = comparing;
  const comparison = await compareStored(comparing);
  const counts = { same: 0, changed: 0, rounded: 0 };
  try {
    for (let at = 0; at < pairs.length; at += DIGESTS) {
      job.report({ what: 'comparing', done: at, total: pairs.length, unit: 'samples' });
      await breathe(job);
      const differing = await differingOf(pairs.slice(at, at + DIGESTS), comparing);
      for (let from = 0; from < differing.length; from += PAGE) {
        await breathe(job);
        const page = differing.slice(from, from + PAGE);
        for (const how of await comparePage(page, comparing, comparison)) counts[how]++;
      }
    }
  } finally {
    comparison?.close();
  }
  return { changed: counts.changed, rounded: counts.rounded };
}

/** Of all label fields of both. */
async function compareStored({ sides: [a, b], isStored }: Comparing): Promise<LabelComparison | undefined> {
  if (!isStored) return undefined;
  const fields = [...(await a.dataset.catalog()).fields, ...(await b.dataset.catalog()).fields];
  const names = new Set(fields.filter(({ kind }) => kind === 'labels').map(({ name }) => name));
  return compareLabels(
    [a.dataset.file, b.dataset.file],
    Array.from(names, (name) => [name, name]),
  );
}

async function differingOf(
  pairs: readonly RowPair[],
  { sides: [a, b], isStored, rules }: Comparing,
): Promise<readonly RowPair[]> {
  if (!isStored) return pairs;
  const was = await a.rows.digests(pairs.map(([{ row }]) => row));
  const is = await b.rows.digests(pairs.map(([, { row }]) => row));
  const which = rules.paths ? 'whole' : 'content';
  return pairs.filter(([before, after]) => was.get(before.row)?.[which] !== is.get(after.row)?.[which]);
}

async function comparePage(
  pairs: readonly RowPair[],
  comparing: Comparing,
  comparison: LabelComparison | undefined,
): Promise<readonly How[]> {
  const { sides, rules, tally } = comparing;
  const [was, is] = await readPairs(sides, pairs, comparison);
  return pairs.flatMap(([{ row }, { row: other }]) => {
    const [before, after] = [was.get(row), is.get(other)];
    if (before === undefined || after === undefined) return [];
    const entries = diffSample(before, after, rules, () => tally.hasRoom());
    return [countSample([before, after], entries, comparing)];
  });
}

/** What is to be said of a sample that is on both sides, whenever it was fetched. */
type How = 'same' | 'changed' | 'rounded';

function countSample(
  [before, after]: readonly [PackedSample, PackedSample],
  entries: readonly DiffEntry[],
  { tally, fetched, touched }: Comparing,
): How {
  const differing = fetched.sift(entries);
  if (differing.length === 0) return 'same';
  const task = taskOf(after) ?? taskOf(before);
  for (const entry of differing) tally.entry(entry, task);
  if (differing.every(({ what }) => what === 'rounded')) return 'rounded';
  tally.sample(task);
  touched[0].push(before.id);
  touched[1].push(after.id);
  return 'changed';
}

/** Samples that only one side has, with their labels. */
async function countAlone(rows: readonly SampleRow[], side: 0 | 1, comparing: Comparing): Promise<void> {
  const { sides, tally, touched, job } = comparing;
  const { rows: reader, plan } = sides[side];
  const what = side === 0 ? 'removed' : 'added';
  for (let at = 0; at < rows.length; at += PAGE) {
    await breathe(job);
    const page = rows.slice(at, at + PAGE);
    const samples = await reader.samples(plan, page);
    for (const { row } of page) {
      const sample = samples.get(row);
      if (sample === undefined) continue;
      const task = taskOf(sample);
      tally.sample(task);
      tally.entry(sampleEntry(sample, { what, field: null, from: null, to: null }), task);
      for (const [field, labels] of Object.entries(sample.labels)) {
        for (const label of labels ?? []) tally.label({ field, class: label.label, task }, what);
      }
      touched[side].push(sample.id);
    }
  }
}

function taskOf({ fields }: PackedSample): string | null {
  const task = fields['cvat_task_name'];
  return typeof task === 'string' ? task : null;
}
