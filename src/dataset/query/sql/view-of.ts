import type { Catalog } from '../catalog.ts';
import type { Plan } from '../plan.ts';
import type { Sql } from '../statement.ts';
import { addStage, type Fold } from './stages/add-stage.ts';
import { withinStack } from './within-stack.ts';
import { type View, wholeView } from './view.ts';

/** Folds the stages of a plan: one relation for samples and one for each field with fewer or other labels. */
export function viewOf(plan: Plan, catalog: Catalog, tables: readonly Sql[] = []): View {
  const fold: Fold = (other, before) => viewOf(other, catalog, before);
  return withinStack(() =>
    plan.stages.reduce((view, stage) => addStage(view, stage, fold), wholeView(catalog, tables)),
  );
}
