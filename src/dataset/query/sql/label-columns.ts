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
  return withRelation(view, field, select, { branched, weight: weightOf(view, field) + 1 });
}

/** The same where the rows have other values: SQLite writes what they are computed from wherever they are read. */
export function withRewritten(view: View, field: string, select: Sql, branched: boolean): View {
  return withRelation(view, field, select, { branched, weight: weightOf(view, field) + REWRITING });
}

const REWRITING = 3;
/** What is heavier is computed once: copies of copies of copies would double with every stage. */
const HEAVY = 9;

function weightOf({ labels }: View, field: string): number {
  return labels.get(field)?.weight ?? 0;
}

function withRelation(view: View, field: string, select: Sql, shape: { branched: boolean; weight: number }): View {
  const name = nextName(view, 'labels');
  const isHeavy = shape.weight >= HEAVY;
  // Else not materialized: what reads it puts its own conditions beside these, and SQLite then finds an index for all of them.
  const next = withTable(view, sql`${raw(name)} as ${raw(isHeavy ? 'materialized' : 'not materialized')} (${select})`);
  const relation: Relation = { table: name, branched: shape.branched, weight: isHeavy ? 0 : shape.weight };
  return { ...next, labels: new Map([...view.labels, [field, relation]]) };
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
