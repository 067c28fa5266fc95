import type { Stage } from '../../plan.ts';
import { param, raw, sql, whereAll } from '../fragment.ts';
import { branchColumn, labelColumns, withLabels } from '../label-columns.ts';
import { labelRelation, ownerKey } from '../reading.ts';
import type { View } from '../view.ts';

/** The first `count` labels of each sample. */
export function limitLabels(view: View, { field, count }: Extract<Stage, { readonly kind: 'limit-labels' }>): View {
  const { relation, from, where } = labelRelation(field, view);
  const rank = sql`row_number() over (partition by ${ownerKey('l', relation)} order by l.position) as place`;
  const ranked = sql`select ${labelColumns()}${branchColumn(relation)}, ${rank} from ${from}${whereAll(where)}`;
  const branch = branchColumn(relation);
  const select = sql`select ${labelColumns()}${branch} from (${ranked}) l where ${raw('l.place')} <= ${param(count)}`;
  return withLabels(view, field, select, relation.branched);
}
