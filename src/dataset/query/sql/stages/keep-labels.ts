import type { Stage } from '../../plan.ts';
import { looksAtSample, type Term } from '../../term.ts';
import { raw, sql, whereAll } from '../fragment.ts';
import { accessPath } from '../label-access.ts';
import { labelColumns, labelsWithSample, withLabels } from '../label-columns.ts';
import { printerFor } from '../print-term.ts';
import { joinSample, labelRelation, ownerKey, sampleKey } from '../reading.ts';
import type { Condition, View } from '../view.ts';

/** The labels for which the condition holds, and where `dropEmpty` the samples that have any left. */
export function keepLabels(
  view: View,
  { field, where, dropEmpty }: Extract<Stage, { readonly kind: 'keep-labels' }>,
): View {
  const kept = keptLabels(view, field, where);
  if (!dropEmpty) return kept;
  return { ...kept, where: [...kept.where, hasLabels(field, kept)] };
}

/** The condition that a sample has a label of the field left. */
export function hasLabels(field: string, view: View): Condition {
  const { relation } = labelRelation(field, view);
  const owners = raw(`select ${ownerKey('l', relation).text} from ${relation.table} l`);
  return { sql: sql`${sampleKey(relation)} in (${owners})`, impliedBy: field };
}

function keptLabels(view: View, field: string, condition: Term): View {
  const printed = printerFor(view).condition(condition);
  if (looksAtSample(condition)) {
    const { from, where, branch, branched } = labelsWithSample(field, view, (relation) => joinSample(view, relation));
    const select = sql`select ${branched ? labelColumns() : raw('l.*')}${branch} from ${from}${whereAll([...where, printed])}`;
    return withLabels(view, field, select, branched);
  }
  const { relation, from, where } = labelRelation(field, view);
  const path = accessPath(where, condition, field, view);
  const select = sql`select l.* from ${from}${whereAll([...path, printed])}`;
  return withLabels(view, field, select, relation.branched);
}
