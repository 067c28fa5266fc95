import { existsSync, readdirSync, rmSync } from 'node:fs';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { fileNameOf } from './dataset-name.ts';
import type { Snapshot } from './snapshots.ts';

/**
 * The file, relative to the folder of all datasets, in which a snapshot lies once it was opened. Its name says all that
 * makes the snapshot what it is: one that is taken anew under the same name has another file.
 */
export function snapshotFile(db: Database, dataset: string, snapshot: Snapshot): string {
  const made = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'created_at'").pluck().get() ?? '';
  const { name, change, createdAt, digests } = snapshot;
  const key = hash('sha256', JSON.stringify([made, name, change, createdAt, digests]), 'hex').slice(0, 16);
  return join(folderOf(dataset), `${fileNameOf(name).slice(0, 100)}-${key}.sqlite`);
}

/** Removes the files of snapshots that are no more; those that are in use are read on to their end. */
export function sweepSnapshotFiles(home: string, dataset: string, kept: readonly string[]): void {
  const folder = join(home, folderOf(dataset));
  if (!existsSync(folder)) return;
  const isKept = (file: string): boolean => kept.some((path) => join(folderOf(dataset), file).startsWith(path));
  for (const file of readdirSync(folder)) {
    if (!isKept(file)) rmSync(join(folder, file), { force: true });
  }
}

/** Removes the files of all snapshots of a dataset that is moved away. */
export function removeSnapshotFiles(home: string, dataset: string): void {
  rmSync(join(home, folderOf(dataset)), { recursive: true, force: true });
}

/** The folder of the files of the snapshots of a dataset, relative to the folder of all datasets. */
export function folderOf(dataset: string): string {
  return join('snapshots', fileNameOf(dataset));
}
