import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { beginRecording, dropImages, endRecording, swapImages } from './before-images.ts';
import { refreshDerived } from './refresh-derived.ts';

/** A change as the journal names it. */
export type Change = {
  /** The line that causes it. */
  readonly statement: string;
  /** What it does, in a few words, for `undo` and `log`. */
  readonly summary: string;
  /** When, in ISO 8601. */
  readonly at: string;
};

/**
 * Changes a dataset as one undoable step: whatever rows `edit` writes are noted as they were, and numbers, counts and
 * digests follow. All of it is one transaction. Changes that were undone can no longer be redone afterwards.
 * @returns the number of the change.
 */
export function withChange(db: Database, change: Change, edit: (db: Database) => void): number {
  return inTransaction(db, () => {
    forgetUndone(db);
    const id = insertChange(db, change);
    beginRecording(db, id);
    edit(db);
    refreshDerived(db, id);
    endRecording(db);
    bumpRevision(db);
    return id;
  });
}

/**
 * Takes back the latest change: rows, numbers, counts and digests are then as they were before it.
 * @throws UserError `invalid` for a change that is not the latest one, or that made the dataset.
 */
export function undoChange(db: Database, id: number): void {
  inTransaction(db, () => {
    if (latestDone(db) !== id) throw outOfOrder(id, 'undone', 'latest');
    swap(db, id, 'undone');
  });
}

/** Does again what was undone last. @throws UserError `invalid` for any other change. */
export function redoChange(db: Database, id: number): void {
  inTransaction(db, () => {
    if (firstUndone(db) !== id) throw outOfOrder(id, 'redone', 'one undone last');
    swap(db, id, 'done');
  });
}

/** The change that `undoChange` would take back. */
export function latestDone(db: Database): number | undefined {
  return changeIn(db, "SELECT max(id) FROM change WHERE state = 'done'");
}

/** The change that `redoChange` would do again. */
export function firstUndone(db: Database): number | undefined {
  return changeIn(db, "SELECT min(id) FROM change WHERE state = 'undone'");
}

function changeIn(db: Database, sql: string): number | undefined {
  return db.prepare<[], number | null>(sql).pluck().get() ?? undefined;
}

/** Joins the transaction that is open, if one is. */
function inTransaction<T>(db: Database, work: () => T): T {
  return db.transaction(work).immediate();
}

function forgetUndone(db: Database): void {
  const undone = db.prepare<[], number>("SELECT id FROM change WHERE state = 'undone'").pluck().all();
  for (const id of undone) {
    dropImages(db, id);
    db.prepare('DELETE FROM change WHERE id = ?').run(id);
  }
}

function insertChange(db: Database, { at, statement, summary }: Change): number {
  const insert = db.prepare("INSERT INTO change (at, statement, summary, state) VALUES (?, ?, ?, 'done')");
  return Number(insert.run(at, statement, summary).lastInsertRowid);
}

function swap(db: Database, id: number, state: 'done' | 'undone'): void {
  swapImages(db, id);
  db.prepare('UPDATE change SET state = ? WHERE id = ?').run(state, id);
  bumpRevision(db);
}

function bumpRevision(db: Database): void {
  db.exec("UPDATE meta SET value = CAST(value + 1 AS TEXT) WHERE key = 'revision'");
}

function outOfOrder(id: number, what: string, which: string): UserError {
  return new UserError('invalid', `change ${String(id)} cannot be ${what}: only the ${which} can`, {
    hint: 'log shows the changes and their order',
  });
}
