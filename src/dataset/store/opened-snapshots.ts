import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { openForReading } from './open-database.ts';
import { folderOf, snapshotFile } from './snapshot-files.ts';
import { readSnapshots, type Snapshot } from './snapshots.ts';

/** A snapshot that has a file of its own, which is whole even where that of the dataset is not. */
export type OpenedSnapshot = Snapshot & { readonly file: string };

/** The files of the snapshots of a dataset that were opened, without asking the dataset; those that cannot be read are left out. */
export function openedSnapshots(home: string, dataset: string): readonly OpenedSnapshot[] {
  const folder = folderOf(dataset);
  if (!existsSync(join(home, folder))) return [];
  const files = readdirSync(join(home, folder)).filter((name) => name.endsWith('.sqlite'));
  return files.flatMap((name) => snapshotIn(home, dataset, join(folder, name)) ?? []);
}

/** Each file knows the snapshots of its time, and its name is made from what one of them is. */
function snapshotIn(home: string, dataset: string, path: string): OpenedSnapshot | undefined {
  try {
    const db = openForReading(join(home, path));
    try {
      const snapshot = readSnapshots(db).find((each) => snapshotFile(db, dataset, each) === path);
      return snapshot === undefined ? undefined : { ...snapshot, file: join(home, path) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
