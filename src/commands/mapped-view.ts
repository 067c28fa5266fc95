import { UserError } from '../diagnostics.ts';
import type { Skipped } from '../dataset/model/job.ts';
import { withRest } from '../dataset/model/read-taxonomy.ts';
import { fateOf, type Taxonomy } from '../dataset/model/taxonomy.ts';
import { withTaxonomy } from '../dataset/query/with-taxonomy.ts';
import { findTaxonomy } from '../dataset/taxonomy/find-taxonomy.ts';
import type { Context, Target } from './context.ts';

/** A view with classes mapped, and the labels that went. */
export type MappedView = Target & { readonly dropped: readonly Skipped[] };

type Mapping = {
  readonly taxonomy: string | undefined;
  readonly unmapped: string | undefined;
  /** The label fields whose classes are mapped. */
  readonly fields: readonly string[];
};

/**
 * The view with the taxonomy that `--taxonomy` names laid over it, or as it is.
 *
 * @throws UserError `not-found`, `invalid`; `usage` for `--unmapped` alone
 */
export async function mappedView(
  target: Target,
  { taxonomy: name, unmapped, fields }: Mapping,
  { taxonomies, job }: Context,
): Promise<MappedView> {
  if (name === undefined) {
    if (unmapped === undefined) return { ...target, dropped: [] };
    throw new UserError('usage', '--unmapped says what becomes of classes in no map', {
      hint: 'name the taxonomy: --taxonomy NAME',
    });
  }
  const taxonomy = withRest(await findTaxonomy(name, taxonomies), unmapped);
  const plan = withTaxonomy(target.plan, taxonomy, fields);
  await target.dataset.checkClasses(plan, job.signal);
  return { ...target, plan, dropped: await droppedBy(taxonomy, target, fields, job.signal) };
}

async function droppedBy(
  taxonomy: Taxonomy,
  { dataset, plan }: Target,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<readonly Skipped[]> {
  const counts = (await Promise.all(fields.map((field) => dataset.classCounts(plan, field, signal)))).flat();
  const gone = counts.filter(({ value }) => fateOf(taxonomy, value === null ? null : String(value)).kind === 'dropped');
  const count = gone.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return [];
  const names = [...new Set(gone.map(({ value }) => (value === null ? 'no class' : String(value))))];
  const others = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} others` : '';
  const reason = `labels that ${taxonomy.name} drops: ${names.slice(0, SHOWN).join(', ')}${others}`;
  return [{ reason, count, examples: [] }];
}

/** Classes that are named. */
const SHOWN = 5;
