import type { Database } from 'better-sqlite3';
import type { Catalog } from '../query/catalog.ts';
import { classesAfter, classListOf, namesClasses, namesIn } from '../query/class-list.ts';
import type { ClassList, Plan } from '../query/plan.ts';
import type { DatasetEditor } from './dataset-editor.ts';

/** What class lists are kept with: the catalog from before the view was saved. */
type Keeping = { readonly db: Database; readonly editor: DatasetEditor; readonly catalog: Catalog };

/**
 * Once a view has been saved, gives the fields whose classes its stages name or rename the list that they have now; of these
 * `only` some. @returns a sentence for each field in which a taxonomy is not all there is
 */
export function saveClasses({ db, editor, catalog }: Keeping, plan: Plan, only?: readonly string[]): readonly string[] {
  const notes: string[] = [];
  const isNamed = (name: string): boolean => only?.includes(name) !== false && namesClasses(plan, name);
  for (const { name, id } of catalog.fields.filter((field) => field.kind === 'labels' && isNamed(field.name))) {
    const occurring = new Set(db.prepare<[number], string>(OCCURRING).pluck().all(id));
    const before = namesIn(catalog.classes[name]);
    const list = classesAfter(plan, name, { stored: catalog.classLists[name], before, occurring });
    if (list === undefined) continue;
    editor.setClasses(name, list);
    notes.push(...othersNote(name, list, classListOf(plan, name)));
  }
  return notes;
}

const OCCURRING = 'SELECT DISTINCT class FROM label WHERE field_id = ? AND class IS NOT NULL';

const SHOWN = 5;

function othersNote(field: string, list: readonly string[], of: ClassList | undefined): readonly string[] {
  const others = of === undefined ? [] : list.filter((name) => !of.names.includes(name));
  if (of === undefined || others.length === 0) return [];
  const shown = others.slice(0, SHOWN).join(', ') + (others.length > SHOWN ? ', ...' : '');
  const count = others.length === 1 ? 'another class' : `${String(others.length)} other classes`;
  return [`${field} has labels of ${count} than ${of.taxonomy}, listed behind its own: ${shown}`];
}
