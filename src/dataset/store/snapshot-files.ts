import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { fileNameOf } from './dataset-name.ts';
import { PAST, type State } from './past-state.ts';

/**
 * The file, relative to the folder of all datasets, in which a state lies once it was opened. Its name says all that
 * makes the state what it is: a snapshot that is taken anew under the same name has another file.
 */
export function snapshotFile(db: Database, dataset: string, state: State): string {
  const made = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'created_at'").pluck().get() ?? '';
  const { name, change, createdAt, digests } = state;
  const key = hash('sha256', JSON.stringify([made, name, change, createdAt, digests]), 'hex').slice(0, 16);
  return join(folderOf(dataset), `${fileNameOf(name).slice(0, 100)}-${key}.sqlite`);
}

/**
 * Removes the files of snapshots that are no more, and of past states that nobody asked for in the last day; those that are in
 * use are read on to their end.
 */
export function sweepSnapshotFiles(
  home: string,
  dataset: string,
  { kept, now }: { readonly kept: readonly string[]; readonly now: Date },
): void {
  const folder = join(home, folderOf(dataset));
  if (!existsSync(folder)) return;
  const isKept = (file: string): boolean =>
    kept.some((path) => join(folderOf(dataset), file).startsWith(path)) ||
    (file.startsWith(fileNameOf(PAST)) && now.getTime() - lastUsed(folder, file) < DAY);
  for (const file of readdirSync(folder)) {
    if (!isKept(file)) rmSync(join(folder, file), { force: true });
  }
}

/** Notes that a file was asked for: it stays for another day. */
export function noteUse(file: string, now: Date): void {
  try {
    utimesSync(file, now, now);
  } catch {
    // It is read all the same, by somebody who may not write here.
  }
}

/** Removes the files of all snapshots of a dataset that is moved away. */
export function removeSnapshotFiles(home: string, dataset: string): void {
  rmSync(join(home, folderOf(dataset)), { recursive: true, force: true });
}

const DAY = 24 * 60 * 60 * 1000;

/** Milliseconds since 1970; of what SQLite lays beside a file that of the file. */
function lastUsed(folder: string, file: string): number {
  const database = join(folder, file.replace(/(\.sqlite).*$/u, '$1'));
  return statSync(database, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The folder of the files of the snapshots of a dataset, relative to the folder of all datasets. */
export function folderOf(dataset: string): string {
  return join('snapshots', fileNameOf(dataset));
}
