import type { Catalog } from '../catalog.ts';
import type { Plan } from '../plan.ts';
import type { Sql } from '../statement.ts';
import { addStage } from './stages/add-stage.ts';
import { type View, wholeView } from './view.ts';

/** Folds the stages of a plan: one relation for samples and one for each field with fewer or other labels. */
export function viewOf(plan: Plan, catalog: Catalog, tables: readonly Sql[] = []): View {
  const fold = (other: Plan, before: readonly Sql[]): View => viewOf(other, catalog, before);
  return plan.stages.reduce((view, stage) => addStage(view, stage, fold), wholeView(catalog, tables));
}
