import { UserError } from '../diagnostics.ts';
import type { FieldClasses } from '../dataset/taxonomy/class-use.ts';
import { catalogAfter } from '../dataset/query/fields-after.ts';
import type { Context, Target } from './context.ts';
import { chosenLabelFields } from './label-fields.ts';

/** The classes in the view that a command works on, and what that is. */
export type ClassesIn = { readonly what: string; readonly fields: readonly FieldClasses[] };

/**
 * Counts the classes of some label fields, or of all, in the view that a command works on; undefined where no dataset is open.
 *
 * @throws UserError `unknown-field`
 */
export async function classesIn(given: string | undefined, context: Context): Promise<ClassesIn | undefined> {
  const target = await targetIfAny(context);
  if (target === undefined) return undefined;
  const { dataset, plan } = target;
  const { fields, classLists } = catalogAfter(plan, await dataset.catalog());
  const names = chosenLabelFields(given, fields);
  const found: FieldClasses[] = [];
  for (const field of names) {
    const counts = await dataset.classCounts(plan, field, context.job.signal);
    found.push({ field, counts, declared: classLists[field] ?? [] });
  }
  return { what: plan.stages.length === 0 ? dataset.name : `a view of ${dataset.name}`, fields: found };
}

async function targetIfAny({ target }: Context): Promise<Target | undefined> {
  try {
    return await target();
  } catch (error) {
    if (error instanceof UserError && error.code === 'usage') return undefined;
    throw error;
  }
}
