import type { Dataset } from '../dataset.ts';
import { classesAfter, namesClasses, namesIn } from '../query/class-list.ts';
import { catalogAfter } from '../query/fields-after.ts';
import type { Plan } from '../query/plan.ts';

/** The class lists of the label fields that a view shows, as they are in a dataset that is made of it. */
export async function viewClasses(
  dataset: Dataset,
  plan: Plan,
  signal: AbortSignal,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const catalog = await dataset.catalog();
  const { fields } = catalogAfter(plan, catalog);
  const stored = await dataset.classLists();
  const lists: [string, readonly string[]][] = [];
  for (const { kind, name } of fields) {
    if (kind !== 'labels') continue;
    const counts = namesClasses(plan, name) ? await dataset.classCounts(plan, name, signal) : [];
    const known = { stored: stored[name], before: namesIn(catalog.classes[name]), occurring: namesIn(counts) };
    const list = classesAfter(plan, name, known);
    if (list !== undefined) lists.push([name, list]);
  }
  return Object.fromEntries(lists);
}
