import type { Sql } from '../statement.ts';
import type { LabelProperty, Term } from '../term.ts';
import { sql } from './fragment.ts';
import type { View } from './view.ts';

/** What the index `label_by_class` holds of a label, so that its row need not be read. */
const INDEXED: ReadonlySet<LabelProperty> = new Set<LabelProperty>(['label', 'confidence', 'area', 'vertices']);

/**
 * The conditions that pick the labels of a field, so that SQLite goes about it well: where most labels of the dataset have to be
 * read whole, it reads the table from end to end instead of following the index from row to row.
 * @param where the condition on the field first, as `labelRelation` gives it
 */
export function accessPath(where: readonly Sql[], filter: Term, field: string, view: View): readonly Sql[] {
  const reads = !view.labels.has(field) && needsRows(filter) && !picksClass(filter) && isMostOf(field, view);
  return reads ? where.map(unindexed) : where;
}

/** The unary plus keeps SQLite from the index of the column. */
export function unindexed(condition: Sql): Sql {
  return sql`+${condition}`;
}

/** Whether the field has at least one label in so many of the dataset's. */
function isMostOf(field: string, { catalog: { classes } }: View): boolean {
  const labels = (name: string): number => (classes[name] ?? []).reduce((sum, { count }) => sum + count, 0);
  const all = Object.keys(classes).reduce((sum, name) => sum + labels(name), 0);
  return labels(field) * PART >= all;
}

const PART = 4;

function needsRows(term: Term): boolean {
  if (term.kind === 'property') return !INDEXED.has(term.name);
  if (term.kind === 'call') return term.args.some(needsRows);
  if (term.kind === 'path') return needsRows(term.of);
  if (term.kind === 'each') return needsRows(term.list) || needsRows(term.body);
  return term.kind === 'attribute' || (term.kind === 'current' && term.type.kind === 'label');
}

/** Whether the condition holds for some classes only. */
function picksClass(term: Term): boolean {
  if (term.kind !== 'call') return false;
  if (term.operation === 'and') return term.args.some(picksClass);
  const [value, ...others] = term.args;
  const compares = term.operation === 'equal' || term.operation === 'among';
  return (
    compares && value?.kind === 'property' && value.name === 'label' && others.every(({ kind }) => kind === 'constant')
  );
}
