import { UserError } from '../diagnostics.ts';
import { findTaxonomy, type TaxonomyName, taxonomyNames } from '../dataset/taxonomy/find-taxonomy.ts';
import type { Value } from '../dataset/query/answer.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';

/** The taxonomies that have a name, a row each; of a file that cannot be read, why. */
export async function listTaxonomies(context: Context): Promise<Output> {
  const names = await taxonomyNames(context.taxonomies);
  const rows = await Promise.all(names.map((each) => rowOf(each, context)));
  return {
    kind: 'table',
    columns: [
      { name: 'name', type: 'string' },
      { name: 'classes', type: 'int' },
      { name: 'from', type: 'string' },
      { name: 'description', type: 'string' },
    ],
    rows,
    total: rows.length,
  };
}

async function rowOf({ name, file }: TaxonomyName, { taxonomies }: Context): Promise<readonly Value[]> {
  const from = file ?? 'built in';
  try {
    const { classes, description } = await findTaxonomy(name, taxonomies);
    return [name, classes.length, from, description];
  } catch (error) {
    if (error instanceof UserError) return [name, null, from, error.message];
    throw error;
  }
}
