import { UserError } from '../../diagnostics.ts';
import { breathe, type Dataset, type SampleRow, type SampleRows } from '../dataset.ts';
import type { Job } from '../model/job.ts';
import type { PackedSample } from '../model/packed-sample.ts';
import type { Catalog } from '../query/catalog.ts';
import { fieldsOf } from '../query/compile.ts';
import type { Plan } from '../query/plan.ts';
import { keyed, refuseTwice, refuseWithout } from './match-key.ts';
import { mergedFields, type MergedField } from './merge-fields.ts';
import type { MergeRules } from './merge-rules.ts';
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
  refuseTwice(
    ours.twice.filter((key) => byKey.has(key)),
    here.name,
    rules.key,
  );
  return {
    fields,
    theirs,
    pairs: Array.from(byKey, ([key, row]) => ({ there: row, here: ours.byKey.get(key) })),
    canSkip: rules.fields === null && rules.mergeLists && showsStored(plan) && showsStored(here.plan),
  };
}

/** A sample of the source, with the same sample here where there is one; `same`: they are known not to differ. */
export type Met = { readonly there: PackedSample; readonly here: PackedSample | undefined };

/** Samples between two breaths. */
const PAGE = 100;

/** Goes through the samples of the source; those that are here and do not differ are left out. */
export async function* meet(
  { pairs, canSkip }: Matches,
  here: Here,
  { dataset, plan }: Source,
  { rules, job }: { readonly rules: MergeRules; readonly job: Job },
): AsyncGenerator<Met> {
  const rows = dataset.rows(job.signal);
  const wanted = pairs.filter((pair) => (pair.here === undefined ? rules.insertNew : !rules.skipExisting));
  for (let at = 0; at < wanted.length; at += PAGE) {
    job.report({ what: 'merging', done: at, total: wanted.length, unit: 'samples' });
    await breathe(job);
    const page = wanted.slice(at, at + PAGE);
    const differing = canSkip ? await differingOf(page, here.rows, rows) : page;
    const theirs = await rows.samples(
      plan,
      differing.map((pair) => pair.there),
    );
    const ours = await here.rows.samples(
      here.plan,
      differing.flatMap((pair) => pair.here ?? []),
    );
    for (const pair of differing) {
      const there = theirs.get(pair.there.row);
      if (there === undefined) continue;
      yield { there, here: pair.here === undefined ? undefined : ours.get(pair.here.row) };
    }
  }
}

async function differingOf(page: Matches['pairs'], here: SampleRows, there: SampleRows): Promise<Matches['pairs']> {
  const ours = await here.digests(page.flatMap((pair) => pair.here?.row ?? []));
  const theirs = await there.digests(page.map((pair) => pair.there.row));
  return page.filter(
    (pair) => pair.here === undefined || ours.get(pair.here.row)?.whole !== theirs.get(pair.there.row)?.whole,
  );
}
