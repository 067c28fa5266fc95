import { UserError } from '../diagnostics.ts';
import { compareBinary } from '../dataset/model/class-map.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { classListOf } from '../dataset/query/class-list.ts';
import type { Target } from './context.ts';

/** The classes that are written in order, null where the format finds them itself; and the taxonomy they are of. */
export type ExportClasses = { readonly names: readonly string[] | null; readonly taxonomy: string | null };

/**
 * The class list of a view, where the taxonomies of its fields agree on one: classes that it keeps besides come last. Classes
 * that were asked for are some of these, in another order.
 *
 * @throws UserError `bad-argument` for a class that the taxonomy does not have
 */
export async function exportClasses(
  { dataset, plan }: Pick<Target, 'dataset' | 'plan'>,
  fields: readonly string[],
  { asked, signal }: { readonly asked: readonly string[] | null; readonly signal: AbortSignal },
): Promise<ExportClasses> {
  const lists = fields.map((field) => classListOf(plan, field)).filter((list) => list !== undefined);
  const [list] = lists;
  const isOne = lists.every((each) => JSON.stringify(each) === JSON.stringify(list));
  if (list === undefined || !isOne) return { names: asked, taxonomy: null };
  const kept = new Set<string>();
  for (const field of list.isOpen ? fields : []) {
    for (const { value } of await dataset.classCounts(plan, field, signal)) if (value !== null) kept.add(String(value));
  }
  const others = [...kept].filter((name) => !list.names.includes(name)).toSorted(compareBinary);
  const names = [...list.names, ...others];
  checkAsked(asked ?? [], names, list.taxonomy);
  return { names: asked ?? names, taxonomy: list.taxonomy };
}

function checkAsked(asked: readonly string[], names: readonly string[], taxonomy: string): void {
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, names);
  throw new UserError('bad-argument', `${taxonomy} has no class ${JSON.stringify(unknown)}`, {
    hint: near === undefined ? `with a taxonomy, --classes names some of ${names.join(', ')}` : `did you mean ${near}?`,
  });
}
