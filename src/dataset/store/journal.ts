import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { Difference } from '../model/difference.ts';
import type { Job } from '../model/job.ts';
import { beginRecording, endRecording, pruneImages, recordNewRows } from './before-images.ts';
import { firstUndone, forgetUnneeded, latestDone, presentChange, setState, wayTo } from './change-tree.ts';
import { followImages } from './follow-images.ts';
import { noteChangedLabels, refreshLabelNumbers } from './changed-labels.ts';
import { describeDifference, findDifference, isNoDifference, readDifference } from './read-difference.ts';
import { refreshDerived } from './refresh-derived.ts';
import { swapImages } from './swap-images.ts';
import { DERIVED_TABLES, JOURNALED_TABLES, PRIMARY_TABLES } from './tables.ts';
import { noteTouchedSamples } from './touched-samples.ts';

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
 * digests follow. Changes that were undone can no longer be redone afterwards; those that a snapshot needs are kept. Expects an open transaction, which is
 * rolled back where nothing has changed or the change is only planned; where something is thrown, the caller does.
 */
export async function withChange(
  db: Database,
  change: Change,
  job: Job,
  edit: (db: Database, id: number) => void | Promise<void>,
): Promise<Journalled> {
  forgetUnneeded(db, 'undone');
  const id = insertChange(db, change);
  const recording = beginRecording(db, id);
  await edit(db, id);
  recordNewRows(db, recording);
  await noteChangedLabels(db, id, job);
  refreshLabelNumbers(db);
  pruneImages(db, id, PRIMARY_TABLES);
  noteTouchedSamples(db, id);
  const difference = readDifference(db, id);
  if (change.planned === true || isNoDifference(db, id)) {
    db.exec('ROLLBACK');
    return { id: null, difference };
  }
  await refreshDerived(db, id, job);
  recordNewRows(db, recording);
  pruneImages(db, id, DERIVED_TABLES);
  endRecording(db);
  finish(db, id, difference);
  return { id, difference };
}

/**
 * Makes the dataset as it was after another change, whether that is done, undone or kept, as one undoable step. Counts and
 * digests come back with the rows. Else as `withChange`.
 */
export async function revertTo(db: Database, target: number, change: Change, job: Job): Promise<Journalled> {
  forgetUnneeded(db, 'undone');
  const { back, forth } = wayTo(db, target);
  const id = insertChange(db, change);
  await followImages(db, [...back, ...forth], { as: id, job });
  pruneImages(db, id, JOURNALED_TABLES);
  const difference = await findDifference(db, id, job);
  if (change.planned === true || isNoDifference(db, id)) {
    db.exec('ROLLBACK');
    return { id: null, difference };
  }
  finish(db, id, difference);
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

/** The line that caused a change. */
export function statementOf(db: Database, id: number): string {
  return db.prepare<[number], string>('SELECT statement FROM change WHERE id = ?').pluck().get(id) ?? '';
}

function insertChange(db: Database, { at, statement }: Change): number {
  const insert = db.prepare("INSERT INTO change (at, statement, summary, state, parent) VALUES (?, ?, '', 'done', ?)");
  return Number(insert.run(at, statement, presentChange(db)).lastInsertRowid);
}

function finish(db: Database, id: number, difference: Difference): void {
  db.prepare('UPDATE change SET summary = ? WHERE id = ?').run(describeDifference(difference), id);
  bumpRevision(db);
}

async function swap(db: Database, id: number, state: 'done' | 'undone', job: Job): Promise<void> {
  await swapImages(db, id, job);
  setState(db, id, state);
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
