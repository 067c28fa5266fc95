import type { Stage } from '../../plan.ts';
import { param, raw, sql, whereAll } from '../fragment.ts';
import { withLabels } from '../label-columns.ts';
import { labelRelation } from '../reading.ts';
import type { View } from '../view.ts';

/** The first `count` labels of each sample: those before which fewer than `count` stand, found by the index of positions. */
export function limitLabels(view: View, { field, count }: Extract<Stage, { readonly kind: 'limit-labels' }>): View {
  const { relation, from, where } = labelRelation(field, view);
  if (count === 0) return withLabels(view, field, sql`select l.* from ${from} where false`, relation.branched);
  const before = raw(
    `select 1 from ${relation.table} b where b.sample_id = l.sample_id and b.field_id = l.field_id` +
      `${relation.branched ? ' and b.branch = l.branch' : ''} and b.position < l.position limit 1 offset`,
  );
  const first = sql`not exists (${before} ${param(count - 1)})`;
  return withLabels(view, field, sql`select l.* from ${from}${whereAll([...where, first])}`, relation.branched);
}
