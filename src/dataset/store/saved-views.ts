import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import type { NewView, SavedView } from '../model/saved-view.ts';
import type { Row } from '../query/statement.ts';
import { foldName } from './dataset-name.ts';
import type { Ask } from './read-catalog.ts';

/** Keeps views with their dataset. */
export type ViewKeeper = {
  /** `overwrite` replaces the view of that name. @throws UserError `exists`, `invalid` for a name that cannot be */
  saveView(view: NewView, options?: { readonly overwrite?: boolean }): void;
  /** @throws UserError `not-found`, `exists`, `invalid` */
  renameView(from: string, to: string): void;
  /** @throws UserError `not-found` */
  deleteView(name: string): void;
};

/** A keeper on a database in a change that happens `at` (ISO 8601). */
export function viewKeeper(db: Database, at: string): ViewKeeper {
  const all = db.prepare<[], { readonly id: number; readonly name: string }>('SELECT id, name FROM saved_view');
  const named = (name: string): number | undefined =>
    all.all().find((view) => foldName(view.name) === foldName(name))?.id;
  const find = (name: string): number => {
    const id = named(name);
    if (id === undefined) throw noView(name, all.all());
    return id;
  };
  return {
    saveView: (view, { overwrite = false } = {}) => {
      checkName(view.name);
      const id = named(view.name);
      if (id !== undefined && !overwrite) throw isThere(view.name);
      db.prepare(
        `INSERT INTO saved_view (id, name, text, description, created_at, changed_at)
         VALUES ($id, $name, $text, $description, $at, $at) ON CONFLICT (id) DO UPDATE
         SET name = $name, text = $text, description = $description, changed_at = $at
         WHERE (name, text, description) IS NOT ($name, $text, $description)`,
      ).run({ ...view, at, id: id ?? null });
    },
    renameView: (from, to) => {
      checkName(to);
      const id = find(from);
      const other = named(to);
      if (other !== undefined && other !== id) throw isThere(to);
      db.prepare('UPDATE saved_view SET name = $to, changed_at = $at WHERE id = $id AND name <> $to').run({
        id,
        to,
        at,
      });
    },
    deleteView: (name) => {
      db.prepare('DELETE FROM saved_view WHERE id = ?').run(find(name));
    },
  };
}

/** The saved views of a dataset, by name. */
export async function readSavedViews(ask: Ask): Promise<readonly SavedView[]> {
  const rows = await ask('SELECT name, text, description, created_at, changed_at FROM saved_view ORDER BY name');
  return rows.map(toSavedView);
}

function toSavedView([name, text, description, createdAt, changedAt]: Row): SavedView {
  return {
    name: String(name),
    text: String(text),
    description: typeof description === 'string' ? description : null,
    createdAt: new Date(String(createdAt)),
    changedAt: new Date(String(changedAt)),
  };
}

const MOST_CHARACTERS = 120;

function checkName(name: string): void {
  const isName = name === name.trim() && name !== '' && name.length <= MOST_CHARACTERS && !/\p{Cc}/u.test(name);
  if (isName && name.isWellFormed()) return;
  throw new UserError('invalid', `${JSON.stringify(name)} is no name for a view`, {
    hint: `up to ${String(MOST_CHARACTERS)} letters, digits, spaces and marks, no space at either end`,
  });
}

function isThere(name: string): UserError {
  return new UserError('exists', `there is a saved view ${name} already`, {
    hint: 'choose another name, or overwrite it',
  });
}

function noView(name: string, all: readonly { readonly name: string }[]): UserError {
  const names = all.map((view) => view.name);
  const near = nearest(name, names);
  const others = names.length === 0 ? 'no views are saved here' : `there are: ${names.slice(0, 10).join(', ')}`;
  return new UserError('not-found', `there is no saved view ${JSON.stringify(name)}`, {
    hint: near === undefined ? others : `did you mean ${near}?`,
  });
}
