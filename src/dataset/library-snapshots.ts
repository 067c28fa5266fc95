import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../diagnostics.ts';
import { type Changed, type ChangeOptions, revertDataset } from './edit-dataset.ts';
import { edited, type LibraryOptions } from './library-options.ts';
import type { Job } from './model/job.ts';
import { adoptDataset } from './store/adopt-dataset.ts';
import { copyDatabase } from './store/copy-database.ts';
import { databaseIn } from './store/create-dataset.ts';
import { expectDataset } from './store/dataset-files.ts';
import { fileNameOf } from './store/dataset-name.ts';
import { DIGEST_NAMES, type Digests } from './store/digest.ts';
import { moveAll } from './store/moves.ts';
import { openForReading } from './store/open-database.ts';
import { expectState } from './store/past-state.ts';
import { rewindTo } from './store/rewind.ts';
import { noteUse, snapshotFile, sweepSnapshotFiles } from './store/snapshot-files.ts';
import type { SnapshotOf } from './store/snapshot-name.ts';
import {
  insertSnapshot,
  readSince,
  readSnapshots,
  removeSnapshot,
  type Since,
  type Snapshot,
} from './store/snapshots.ts';
import { withWriter } from './store/writer-lock.ts';

export { splitSnapshot } from './store/snapshot-name.ts';

/** A snapshot, and what lies between it and the present state. */
export type SnapshotEntry = Snapshot & { readonly since: Since };

/** What names a state. */
export type SnapshotOptions = { readonly note?: string | undefined; readonly statement: string; readonly job: Job };

/** The part of a library that keeps states of a dataset by name. Throws `UserError` as a library does. */
export type LibrarySnapshots = {
  /** The snapshots of a dataset, in the order in which they were made. */
  snapshots(name: string): Promise<readonly SnapshotEntry[]>;
  /** Names the present state of a dataset. It costs what changes afterwards. */
  snapshot(name: string, snapshot: string, options: SnapshotOptions): Promise<Snapshot>;
  /** Takes the name away; the states of the dataset that `undo` reaches stay. */
  deleteSnapshot(name: string, snapshot: string, options: SnapshotOptions): Promise<Snapshot>;
  /** Makes a dataset what it was when the snapshot was taken, as one step that `undo` takes back. */
  revert(name: string, snapshot: string, options: ChangeOptions): Promise<Changed>;
};

/** Snapshots of the datasets of a library. */
export function librarySnapshots(options: LibraryOptions): LibrarySnapshots {
  const { home } = options;
  const writing = async <T>(
    name: string,
    { statement, job }: SnapshotOptions,
    work: Parameters<typeof withWriter<T>>[2],
  ): Promise<T> => {
    const { file, writing: how } = edited(options, name, { statement, job });
    return withWriter(file, { ...how, signal: job.signal }, work);
  };
  return {
    snapshots: async (name) => Promise.resolve(listSnapshots(home, name)),
    snapshot: (name, snapshot, how) => {
      const at = (options.now?.() ?? new Date()).toISOString();
      return writing(name, how, (db) => insertSnapshot(db, { name: snapshot, note: how.note ?? null, at }));
    },
    deleteSnapshot: async (name, snapshot, how) => {
      const removed = await writing(name, how, (db) => removeSnapshot(db, snapshot, name));
      sweep(options, name);
      return removed;
    },
    revert: async (name, snapshot, change) => revertDataset(edited(options, name, change), snapshot, change),
  };
}

/**
 * The file that holds a snapshot, or a past state, made where it is not there yet: a copy of the dataset that is taken back, or
 * on, to that state.
 * @throws UserError `not-found`, `cancelled`, and what copying throws
 */
export async function snapshotDatabase(options: LibraryOptions, of: SnapshotOf, job: Job): Promise<string> {
  const { home, pid } = options;
  const source = expectDataset(home, of.dataset);
  const found = lookUp(source, of);
  const file = join(home, found.file);
  if (existsSync(file)) {
    noteUse(file, options.now?.() ?? new Date());
    return file;
  }
  sweep(options, of.dataset);
  await adoptDataset({
    home,
    pid,
    job,
    fileName: fileNameOf(`${of.dataset} ${of.snapshot}`),
    origin: null,
    fill: ({ database }) => copyDatabase(source, database, { ...options, job }),
    prepare: async (db) => {
      const state = expectState(db, of.snapshot, of.dataset);
      await rewindTo(db, state.change, job);
      if (state.digests === null) return;
      const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
      const now = Object.fromEntries(DIGEST_NAMES.map((name) => [name, read.get(`digest_${name}`)]));
      expectDigests(now, state.digests, `${of.dataset}@${state.name}`);
    },
    publish: (folder) => {
      if (existsSync(file)) return;
      mkdirSync(dirname(file), { recursive: true });
      moveAll(home, [{ from: databaseIn(folder), to: found.file }]);
    },
  });
  return file;
}

/** Whether there is such a snapshot. */
export function hasSnapshot(home: string, of: SnapshotOf): boolean {
  try {
    lookUp(expectDataset(home, of.dataset), of);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** @throws UserError `unreadable` where digests are not those that were noted */
export function expectDigests(
  found: Readonly<Record<string, string | undefined>>,
  noted: Digests<string>,
  what: string,
): void {
  const wrong = DIGEST_NAMES.filter((name) => found[name] !== noted[name]);
  if (wrong.length === 0) return;
  throw new UserError('unreadable', `${what} does not hold what it did: digest ${wrong.join(', ')}`, {
    hint: 'the file was changed by another program, or the disk is at fault: restore a backup',
  });
}

function listSnapshots(home: string, name: string): readonly SnapshotEntry[] {
  const db = openForReading(expectDataset(home, name));
  try {
    return readSnapshots(db).map((snapshot) => ({ ...snapshot, since: readSince(db, snapshot.change) }));
  } finally {
    db.close();
  }
}

function lookUp(source: string, of: SnapshotOf): { readonly file: string } {
  const db = openForReading(source);
  try {
    return { file: snapshotFile(db, of.dataset, expectState(db, of.snapshot, of.dataset)) };
  } finally {
    db.close();
  }
}

/** What is kept of snapshots that are no more goes. */
function sweep({ home, now }: LibraryOptions, name: string): void {
  const db = openForReading(expectDataset(home, name));
  try {
    const kept = readSnapshots(db).map((snapshot) => snapshotFile(db, name, snapshot));
    sweepSnapshotFiles(home, name, { kept, now: now?.() ?? new Date() });
  } finally {
    db.close();
  }
}
