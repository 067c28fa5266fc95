import { UserError } from '../../diagnostics.ts';
import {
  breathe,
  type Dataset,
  type FieldPair,
  type LabelComparison,
  type SampleRow,
  type SampleRows,
} from '../dataset.ts';
import type { Job } from '../model/job.ts';
import type { PackedSample } from '../model/packed-sample.ts';
import type { Catalog } from '../query/catalog.ts';
import { fieldsOf } from '../query/compile.ts';
import type { Plan } from '../query/plan.ts';
import { keyed, refuseTwice, refuseWithout } from './match-key.ts';
import { mergedFields, type MergedField } from './merge-fields.ts';
import type { MergeRules } from './merge-rules.ts';
import { type PairSide, readPairs, type RowPair } from './read-pairs.ts';
import { showsStored } from './shows-stored.ts';
import { viewClasses } from './view-classes.ts';

/** A dataset, snapshot or view: what is read. */
export type Source = { readonly dataset: Dataset; readonly plan: Plan };

/** Where samples are read from that a merge meets. */
export type Here = { readonly name: string; readonly plan: Plan; readonly rows: SampleRows; readonly catalog: Catalog };

/** What a merge does, decided before anything is written. */
export type Matches = {
  readonly fields: readonly MergedField[];
  readonly theirs: Catalog;
  /** Samples of the source in its order, each with the row of the same sample here. */
  readonly pairs: readonly { readonly there: SampleRow; readonly here: SampleRow | undefined }[];
  /** Whether samples with the same digests need not be looked at. */
  readonly canSkip: boolean;
  /** Whether labels may be compared where they are stored. */
  readonly canCompare: boolean;
};

/** Finds which samples are in both. @throws UserError where they cannot be told apart, or fields do not fit */
export async function findMatches(
  here: Here,
  { dataset, plan }: Source,
  rules: MergeRules,
  job: Job,
): Promise<Matches> {
  if (plan.stages.some(({ kind }) => kind === 'patches')) {
    throw new UserError('unsupported', 'patches are labels of samples, and samples are merged', {
      hint: 'merge the view before toPatches(...)',
    });
  }
  const whole = await dataset.catalog();
  const classLists = await viewClasses(dataset, plan, job.signal);
  const theirs = { ...whole, fields: fieldsOf(plan, whole), classLists };
  const fields = mergedFields(theirs.fields, here.catalog, rules);
  const list = await dataset.rows(job.signal).list(plan, rules.key.terms(theirs));
  const there = keyed(list, rules.key);
  refuseTwice(there.twice, dataset.name, rules.key);
  refuseWithout(there.without, dataset.name, rules.key);
  const ours = keyed(await here.rows.list(here.plan, rules.key.terms(here.catalog)), rules.key);
  const { byKey } = there;
  const isStored = showsStored(plan) && showsStored(here.plan);
  refuseTwice(
    ours.twice.filter((key) => byKey.has(key)),
    here.name,
    rules.key,
  );
  return {
    fields,
    theirs,
    pairs: Array.from(byKey, ([key, row]) => ({ there: row, here: ours.byKey.get(key) })),
    canSkip: rules.fields === null && rules.mergeLists && isStored,
    // Where two fields come to be one, what is compared with the second is not what is stored.
    canCompare: isStored && new Set(fields.map(({ to }) => to)).size === fields.length,
  };
}

/**
 * A sample of the source, with the same sample here where there is one. Both then may lack labels that are the same on both:
 * what they say in other fields, and of labels by their ids, is all that there is to say.
 */
export type Met = { readonly there: PackedSample; readonly here: PackedSample | undefined };

/** Compares labels here, as they stand, with those in a file; undefined where that cannot be. */
export type Compare = (file: string, fields: readonly FieldPair[]) => LabelComparison | undefined;

/** Samples between two breaths. */
const PAGE = 100;

/** Goes through the samples of the source; those that are here and do not differ are left out. */
export async function* meet(
  matches: Matches,
  here: Here,
  source: Source,
  { rules, compare, job }: { readonly rules: MergeRules; readonly compare: Compare; readonly job: Job },
): AsyncGenerator<Met> {
  const wanted = matches.pairs.filter((pair) => (pair.here === undefined ? rules.insertNew : !rules.skipExisting));
  const there = { plan: source.plan, rows: source.dataset.rows(job.signal) };
  const comparison = matches.canCompare ? compare(source.dataset.file, labelFields(matches)) : undefined;
  try {
    for (let at = 0; at < wanted.length; at += PAGE) {
      job.report({ what: 'merging', done: at, total: wanted.length, unit: 'samples' });
      await breathe(job);
      const page = wanted.slice(at, at + PAGE);
      const differing = matches.canSkip ? await differingOf(page, here.rows, there.rows) : page;
      yield* await readPage(differing, [here, there], comparison);
    }
  } finally {
    comparison?.close();
  }
}

/** Those that are taken. */
function labelFields({ fields }: Matches): readonly FieldPair[] {
  return fields.flatMap(({ field, from, to }): FieldPair[] => (field.kind === 'labels' ? [[to, from]] : []));
}

async function readPage(
  page: Matches['pairs'],
  [here, there]: readonly [PairSide, PairSide],
  comparison: LabelComparison | undefined,
): Promise<readonly Met[]> {
  const both = page.flatMap((pair): RowPair[] => (pair.here === undefined ? [] : [[pair.here, pair.there]]));
  const [ours, theirs] = await readPairs([here, there], both, comparison);
  const fresh = await there.rows.samples(
    there.plan,
    page.flatMap((pair) => (pair.here === undefined ? pair.there : [])),
  );
  return page.flatMap((pair): Met[] => {
    const sample = (pair.here === undefined ? fresh : theirs).get(pair.there.row);
    if (sample === undefined) return [];
    return [{ there: sample, here: pair.here === undefined ? undefined : ours.get(pair.here.row) }];
  });
}

async function differingOf(page: Matches['pairs'], here: SampleRows, there: SampleRows): Promise<Matches['pairs']> {
  const ours = await here.digests(page.flatMap((pair) => pair.here?.row ?? []));
  const theirs = await there.digests(page.map((pair) => pair.there.row));
  return page.filter(
    (pair) => pair.here === undefined || ours.get(pair.here.row)?.whole !== theirs.get(pair.there.row)?.whole,
  );
}
