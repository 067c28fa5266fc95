import type { Plan, Stage } from '../../plan.ts';
import { fieldsAfter } from '../../fields-after.ts';
import type { Sql } from '../../statement.ts';
import { param, sql } from '../fragment.ts';
import { printerFor } from '../print-term.ts';
import type { View } from '../view.ts';
import { blankLabels } from './blank-labels.ts';
import { concat } from './concat.ts';
import { group } from './group.ts';
import { keepLabels } from './keep-labels.ts';
import { keepPlaces } from './keep-places.ts';
import { limitLabels } from './limit-labels.ts';
import { patches } from './patches.ts';
import { setField } from './set-field.ts';
import { setLabel } from './set-label.ts';
import { slice } from './slice.ts';
import { orderKeys } from './sort.ts';

/** Folds another plan of the dataset, after the relations that stand already. */
export type Fold = (plan: Plan, tables: readonly Sql[]) => View;

/** What a stage makes of a view: never more than a relation, so that a chain stays one statement. */
export function addStage(view: View, stage: Stage, fold: Fold): View {
  return { ...change(view, stage, fold), catalog: fieldsAfter(view.catalog, stage) };
}

type Change<K extends Stage['kind']> = (view: View, stage: Extract<Stage, { readonly kind: K }>, fold: Fold) => View;

const CHANGES: { readonly [K in Stage['kind']]: Change<K> } = {
  'keep-samples': (view, { where }) => ({
    ...view,
    where: [...view.where, { sql: printerFor(view).condition(where) }],
  }),
  'keep-labels': keepLabels,
  'limit-labels': limitLabels,
  'blank-labels': blankLabels,
  'set-field': setField,
  'set-label': setLabel,
  'keep-fields': (view) => view,
  'keep-places': keepPlaces,
  concat: (view, { plan }, fold) => concat(view, fold(plan, view.tables)),
  group,
  patches,
  slice,
  sort: (view, { keys }) => ({ ...view, order: keys.flatMap((key) => orderKeys(key, view)) }),
  shuffle: (view, { seed }) => ({
    ...view,
    order: [{ by: sql`shuffle_key(${param(seed)}, s.oid)`, descending: false }],
  }),
};

function change(view: View, stage: Stage, fold: Fold): View {
  // That the function of a kind takes the stage of that kind is what the type of the table says.
  const apply = CHANGES[stage.kind] as (view: View, stage: Stage, fold: Fold) => View;
  return apply(view, stage, fold);
}
