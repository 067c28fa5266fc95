import type { Sql } from '../statement.ts';
import { raw, sql } from './fragment.ts';
import { labelRelation, type Relation } from './reading.ts';
import { nextName, type View, withTable } from './view.ts';

/** The columns of `label`. A relation that stands for it has the same, and `branch` where it is branched. */
export const LABEL_COLUMNS = [
  'id', 'oid', 'sample_id', 'field_id', 'position', 'kind', 'class', 'confidence', 'x', 'y', 'w', 'h', 'area', 'vertices',
  'closed', 'filled', 'geometry', 'attributes',
] as const; // prettier-ignore

/** One of the columns of `label`. */
export type LabelColumn = (typeof LABEL_COLUMNS)[number];

/** The columns of `l` for a `select`; some of them may be something else. */
export function labelColumns(others: Readonly<Partial<Record<LabelColumn, Sql>>> = {}): Sql {
  return LABEL_COLUMNS.map((column) => {
    const other = others[column];
    return other === undefined ? raw(`l.${column}`) : sql`${other} as ${raw(column)}`;
  }).reduce((list, column) => sql`${list}, ${column}`);
}

/** What the labels of a field become: the rows that `select` yields, as a relation of their own. */
export function withLabels(view: View, field: string, select: Sql, branched: boolean): View {
  const name = nextName(view, 'labels');
  // Not materialized: what reads it puts its own conditions beside these, and SQLite then finds an index for all of them.
  const next = withTable(view, sql`${raw(name)} as not materialized (${select})`);
  return { ...next, labels: new Map([...view.labels, [field, { table: name, branched }]]) };
}

/** `branch` of the rows of `l`, after a comma, where they have one. */
export function branchColumn({ branched }: Relation): Sql {
  return raw(branched ? ', l.branch' : '');
}

/** Rows of the field's labels joined with their samples, and the branch they then belong to, after a comma. */
export function labelsWithSample(
  field: string,
  view: View,
  join: (relation: Relation) => Sql,
): { readonly from: Sql; readonly where: readonly Sql[]; readonly branch: Sql; readonly branched: boolean } {
  const { relation, from, where } = labelRelation(field, view);
  const branched = view.branches !== null;
  return { from: sql`${from}${join(relation)}`, where, branch: raw(branched ? ', v.branch' : ''), branched };
}
