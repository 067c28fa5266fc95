import type { Stage } from '../../plan.ts';
import type { Term } from '../../term.ts';
import { raw, sql, whereAll } from '../fragment.ts';
import { branchColumn, labelColumns, labelsWithSample, withLabels } from '../label-columns.ts';
import { printerFor } from '../print-term.ts';
import { columnOf, joinSample, labelRelation } from '../reading.ts';
import type { View } from '../view.ts';

/** Makes label fields missing, everywhere or in the samples for which `unless` does not hold. */
export function blankLabels(view: View, { fields, unless }: Extract<Stage, { readonly kind: 'blank-labels' }>): View {
  return fields.reduce(
    (left, field) => (unless === null ? blank(left, field) : blankUnless(left, field, unless)),
    view,
  );
}

function blank(view: View, field: string): View {
  const { relation, from } = labelRelation(field, view);
  const select = sql`select ${labelColumns()}${branchColumn(relation)} from ${from} where false`;
  return withColumn(withLabels(view, field, select, relation.branched), field, raw('null'));
}

function blankUnless(view: View, field: string, unless: Term): View {
  const condition = printerFor(view).condition(unless);
  const { from, where, branch, branched } = labelsWithSample(field, view, (relation) => joinSample(view, relation));
  const select = sql`select ${labelColumns()}${branch} from ${from}${whereAll([...where, condition])}`;
  const column = sql`case when ${condition} then ${columnOf(view, field)} end`;
  return withColumn(withLabels(view, field, select, branched), field, column);
}

function withColumn(view: View, field: string, column: View['from']): View {
  return { ...view, columns: new Map([...view.columns, [field, column]]) };
}
