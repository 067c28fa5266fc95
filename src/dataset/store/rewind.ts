import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { changesUpTo, forgetChange, setState, wayTo } from './change-tree.ts';
import { followImages } from './follow-images.ts';
import { bumpRevision } from './journal.ts';
import { swapImages } from './swap-images.ts';
import { dropUnusedColumns } from './unused-columns.ts';

/**
 * Makes a copy of a dataset into what it was after a change: rows, and the journal, which then ends there. Changes and snapshots
 * that came later, or on another line, are forgotten. Expects an open transaction.
 */
export async function rewindTo(db: Database, target: number, job: Job): Promise<void> {
  const { back, forth } = wayTo(db, target);
  await followImages(db, back, { as: null, job });
  for (const id of forth) {
    await swapImages(db, id, job);
    setState(db, id, 'done');
  }
  const kept = changesUpTo(db, target);
  const line = kept.map(String).join(', ');
  db.exec(`DELETE FROM snapshot WHERE change_id NOT IN (${line})`);
  const others = db
    .prepare<[], number>(`SELECT id FROM change WHERE id NOT IN (${line}) AND state <> 'base'`)
    .pluck()
    .all();
  for (const id of others) forgetChange(db, id);
  if (others.length > 0) dropUnusedColumns(db);
  bumpRevision(db);
}
