import type { Plan, Stage } from '../../plan.ts';
import { fieldsAfter, widened } from '../../fields-after.ts';
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
  if (stage.kind === 'concat') {
    const second = fold(stage.plan, view.tables);
    return { ...concat(view, second), catalog: widened(view.catalog, second.catalog) };
  }
  return { ...change(view, stage), catalog: fieldsAfter(view.catalog, stage) };
}

type Change<K extends Simple['kind']> = (view: View, stage: Extract<Stage, { readonly kind: K }>) => View;

type Simple = Exclude<Stage, { readonly kind: 'concat' }>;

const CHANGES: { readonly [K in Simple['kind']]: Change<K> } = {
  'keep-samples': (view, { where }) => ({
    ...view,
    where: [...view.where, { sql: printerFor(view).condition(where) }],
  }),
  'keep-labels': keepLabels,
  'limit-labels': limitLabels,
  'blank-labels': blankLabels,
  'set-field': setField,
  'set-label': setLabel,
  // Looked at before a view is read: see expected-classes.ts.
  'expect-classes': (view) => view,
  'class-list': (view) => view,
  'keep-fields': (view) => view,
  'keep-places': keepPlaces,
  group,
  patches,
  slice,
  sort: (view, { keys }) => ({ ...view, order: keys.flatMap((key) => orderKeys(key, view)) }),
  shuffle: (view, { seed }) => ({
    ...view,
    order: [{ by: sql`shuffle_key(${param(seed)}, s.oid)`, descending: false }],
  }),
};

function change(view: View, stage: Simple): View {
  // That the function of a kind takes the stage of that kind is what the type of the table says.
  const apply = CHANGES[stage.kind] as (view: View, stage: Simple) => View;
  return apply(view, stage);
}
