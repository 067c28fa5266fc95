import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { Difference } from '../model/difference.ts';
import type { Job } from '../model/job.ts';
import { beginRecording, dropImages, endRecording, pruneImages, recordNewRows } from './before-images.ts';
import { dropUnusedColumns } from './unused-columns.ts';
import { describeDifference, isNoDifference, readDifference } from './read-difference.ts';
import { refreshDerived, refreshLabelNumbers } from './refresh-derived.ts';
import { swapImages } from './swap-images.ts';
import { DERIVED_TABLES, PRIMARY_TABLES } from './tables.ts';

/** A change as the journal names it. */
export type Change = {
  /** The line that causes it. */
  readonly statement: string;
  /** When, in ISO 8601. */
  readonly at: string;
  /** Only to be told what it would do. */
  readonly planned?: boolean;
};

/** What a change came to. `id` is null where it changed nothing, or was only planned. */
export type Journalled = { readonly id: number | null; readonly difference: Difference };

/**
 * Changes a dataset as one undoable step: whatever rows `edit` writes are noted as they were, and numbers, counts and
 * digests follow. Changes that were undone can no longer be redone afterwards. Expects an open transaction, which is
 * rolled back where nothing has changed or the change is only planned; where something is thrown, the caller does.
 */
export async function withChange(
  db: Database,
  change: Change,
  job: Job,
  edit: (db: Database, id: number) => void | Promise<void>,
): Promise<Journalled> {
  forgetUndone(db);
  const id = insertChange(db, change);
  const recording = beginRecording(db, id);
  await edit(db, id);
  recordNewRows(db, recording);
  refreshLabelNumbers(db, id);
  pruneImages(db, id, PRIMARY_TABLES);
  const difference = readDifference(db, id);
  if (change.planned === true || isNoDifference(db, id)) {
    db.exec('ROLLBACK');
    return { id: null, difference };
  }
  await refreshDerived(db, id, job);
  recordNewRows(db, recording);
  pruneImages(db, id, DERIVED_TABLES);
  endRecording(db);
  db.prepare('UPDATE change SET summary = ? WHERE id = ?').run(describeDifference(difference), id);
  bumpRevision(db);
  return { id, difference };
}

/**
 * Takes back the latest change: rows, numbers, counts and digests are then as they were before it. Expects an open
 * transaction.
 * @throws UserError `invalid` for a change that is not the latest one, or that made the dataset.
 */
export async function undoChange(db: Database, id: number, job: Job): Promise<void> {
  if (latestDone(db) !== id) throw outOfOrder(id, 'undone', 'latest');
  await swap(db, id, 'undone', job);
}

/** Does again what was undone last. Expects an open transaction. @throws UserError `invalid` for any other change. */
export async function redoChange(db: Database, id: number, job: Job): Promise<void> {
  if (firstUndone(db) !== id) throw outOfOrder(id, 'redone', 'one undone last');
  await swap(db, id, 'done', job);
}

/** The change that `undoChange` would take back. */
export function latestDone(db: Database): number | undefined {
  return changeIn(db, "SELECT max(id) FROM change WHERE state = 'done'");
}

/** The change that `redoChange` would do again. */
export function firstUndone(db: Database): number | undefined {
  return changeIn(db, "SELECT min(id) FROM change WHERE state = 'undone'");
}

/** The line that caused a change. */
export function statementOf(db: Database, id: number): string {
  return db.prepare<[number], string>('SELECT statement FROM change WHERE id = ?').pluck().get(id) ?? '';
}

function changeIn(db: Database, sql: string): number | undefined {
  return db.prepare<[], number | null>(sql).pluck().get() ?? undefined;
}

function forgetUndone(db: Database): void {
  const undone = db.prepare<[], number>("SELECT id FROM change WHERE state = 'undone'").pluck().all();
  if (undone.length === 0) return;
  for (const id of undone) {
    dropImages(db, id);
    db.prepare('DELETE FROM change WHERE id = ?').run(id);
  }
  dropUnusedColumns(db);
}

function insertChange(db: Database, { at, statement }: Change): number {
  const insert = db.prepare("INSERT INTO change (at, statement, summary, state) VALUES (?, ?, '', 'done')");
  return Number(insert.run(at, statement).lastInsertRowid);
}

async function swap(db: Database, id: number, state: 'done' | 'undone', job: Job): Promise<void> {
  await swapImages(db, id, job);
  db.prepare('UPDATE change SET state = ? WHERE id = ?').run(state, id);
  bumpRevision(db);
}

/** Says that what was read before is not true any more. */
export function bumpRevision(db: Database): void {
  db.exec("UPDATE meta SET value = CAST(value + 1 AS TEXT) WHERE key = 'revision'");
}

function outOfOrder(id: number, what: string, which: string): UserError {
  return new UserError('invalid', `change ${String(id)} cannot be ${what}: only the ${which} can`, {
    hint: 'log shows the changes and their order',
  });
}
