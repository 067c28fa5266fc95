import type { Catalog } from '../../catalog.ts';
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

/** Folds another plan, after the relations that stand already. */
export type Fold = (plan: Plan, catalog: Catalog, tables: readonly Sql[]) => View;

/** What a stage makes of a view: never more than a relation, so that a chain stays one statement. */
export function addStage(view: View, stage: Stage, fold: Fold): View {
  return { ...change(view, stage, fold), catalog: fieldsAfter(view.catalog, stage) };
}

function change(view: View, stage: Stage, fold: Fold): View {
  switch (stage.kind) {
    case 'keep-samples':
      return { ...view, where: [...view.where, { sql: printerFor(view).condition(stage.where) }] };
    case 'sort':
      return { ...view, order: stage.keys.flatMap((key) => orderKeys(key, view)) };
    case 'shuffle':
      return { ...view, order: [{ by: sql`shuffle_key(${param(stage.seed)}, s.oid)`, descending: false }] };
    case 'slice':
      return slice(view, stage);
    case 'keep-places':
      return keepPlaces(view, stage);
    case 'keep-fields':
      return view;
    case 'concat':
      return concat(view, fold(stage.plan, view.catalog, view.tables));
    case 'group':
      return group(view, stage);
    default:
      return changeLabels(view, stage);
  }
}

type LabelStage = Extract<
  Stage,
  { readonly kind: 'keep-labels' | 'limit-labels' | 'blank-labels' | 'set-field' | 'set-label' | 'patches' }
>;

function changeLabels(view: View, stage: LabelStage): View {
  switch (stage.kind) {
    case 'keep-labels':
      return keepLabels(view, stage);
    case 'limit-labels':
      return limitLabels(view, stage);
    case 'blank-labels':
      return blankLabels(view, stage);
    case 'set-field':
      return setField(view, stage);
    case 'set-label':
      return setLabel(view, stage);
    case 'patches':
      return patches(view, stage);
  }
}
