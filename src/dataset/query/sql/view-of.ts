import type { Catalog } from '../catalog.ts';
import type { Plan } from '../plan.ts';
import type { Sql } from '../statement.ts';
import { addStage } from './stages/add-stage.ts';
import { type View, wholeView } from './view.ts';

/** Folds the stages of a plan: one relation for samples and one for each field with fewer or other labels. */
export function viewOf(plan: Plan, catalog: Catalog, tables: readonly Sql[] = []): View {
  return plan.stages.reduce((view, stage) => addStage(view, stage, viewOf), wholeView(catalog, tables));
}
