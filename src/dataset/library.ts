import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../diagnostics.ts';
import { type Dataset, openDataset } from './dataset.ts';
import {
  changeDataset,
  type Changed,
  type ChangeOptions,
  type DatasetEdit,
  type LabelUpdate,
  redoDataset,
  type Restored,
  undoDataset,
} from './edit-dataset.ts';
import {
  type Counted,
  type FillDatabase,
  type LibraryCopies,
  libraryCopies,
  type Place,
  type Replaced,
  sourceOf,
} from './library-copies.ts';
import { edited, type LibraryOptions, now, publishDataset, selfOf } from './library-options.ts';
import { hasSnapshot, type LibrarySnapshots, librarySnapshots, type SnapshotEntry } from './library-snapshots.ts';
import { type KeptState, type LibraryStates, libraryStates } from './library-states.ts';
import type { Job } from './model/job.ts';
import { queryProcesses } from './store/query-processes.ts';
import { type Created, createDataset, type DatasetWriter } from './store/create-dataset.ts';
import { databaseOf, expectDataset, expectFree, namesIn, notFound, snapshotNamed } from './store/dataset-files.ts';
import { checkDatasetName, fileNameOf } from './store/dataset-name.ts';
import { moveBackups } from './store/known-backups.ts';
import { withLibraryLock } from './store/library-lock.ts';
import { finishMoves, hasPendingMoves, moveAll } from './store/moves.ts';
import { inPlaceRunner } from './store/query-runner.ts';
import { countDatabase, reviveDatabase, settleDatabase } from './store/settle-database.ts';
import { removeLeftovers, temporaries } from './store/temporary.ts';
import { translating } from './store/translate-error.ts';
import {
  bytesIn,
  filesOf,
  listEntries,
  moveFromTrash,
  moveToTrash,
  removeEntries,
  type TrashEntry,
} from './store/trash.ts';
import { removeSnapshotFiles } from './store/snapshot-files.ts';
import { holderOf } from './store/writer-lock.ts';

export type {
  Changed,
  ChangeOptions,
  Counted,
  Created,
  DatasetEdit,
  DatasetWriter,
  FillDatabase,
  KeptState,
  LabelUpdate,
  LibraryOptions,
  Place,
  Replaced,
  Restored,
  SnapshotEntry,
  TrashEntry,
};

/** A dataset in a list. Numbers are null, and `problem` says why, where its file cannot be read. */
export type DatasetEntry = {
  readonly name: string;
  readonly file: string;
  readonly samples: number | null;
  readonly labels: number | null;
  /** Of the dataset file, with what lies beside it while it is open; without pictures. */
  readonly bytes: number;
  readonly changedAt: Date;
  readonly problem?: string;
};

/**
 * `in-place`: quick to start, cannot be cancelled inside a query. `child`: the other way round. `by-size`: in place where no
 * query takes long.
 */
export type OpenOptions = {
  readonly runner: 'in-place' | 'child' | 'by-size';
  /** Told how far a snapshot has come that is opened for the first time; may stop it. */
  readonly job?: Job;
};

/** All datasets of a folder. Every method throws `UserError`: `not-found`, `exists`, `invalid`, `busy`, `unwritable`. */
export type Library = LibrarySnapshots &
  LibraryCopies &
  LibraryStates & {
    readonly home: string;
    /** By name, in the order of Unicode. */
    list(): Promise<readonly DatasetEntry[]>;
    /** The same names, without a look into their files. */
    names(): Promise<readonly string[]>;
    has(name: string): Promise<boolean>;
    /** Opens a dataset, or a snapshot (`reef@before`), for reading. */
    open(name: string, options: OpenOptions): Promise<Dataset>;
    /** Makes a dataset: `fill` writes it, and it is there, whole, once `create` has resolved; else nothing is. */
    create(
      name: string,
      options: { readonly statement: string; readonly job: Job },
      fill: (writer: DatasetWriter) => Promise<void>,
    ): Promise<Created>;
    /** Changes a dataset in one step: all of it, journalled with its statement, or nothing. Waits for another writer. */
    change(name: string, options: ChangeOptions, work: (edit: DatasetEdit) => Promise<void>): Promise<Changed>;
    /** Takes back the latest change. */
    undo(name: string, options: ChangeOptions): Promise<Restored>;
    /** Does again what was undone last. */
    redo(name: string, options: ChangeOptions): Promise<Restored>;
    /** Fails where the dataset is open elsewhere: close it first. */
    rename(from: string, to: string): Promise<void>;
    /** Moves a dataset and its pictures to the trash. Fails where it is open elsewhere. */
    delete(name: string): Promise<void>;
    /** The latest first; a name may occur several times. */
    listTrash(): Promise<readonly TrashEntry[]>;
    /** Brings back the latest of that name. */
    restore(name: string): Promise<void>;
    emptyTrash(): Promise<{ readonly datasets: number; readonly bytes: number }>;
    /** Absolute path of the media folder of a dataset, whether or not it exists. */
    mediaRoot(name: string): string;
    /** Another folder of datasets, as a place to work in. */
    within(home: string): Library;
  };

/**
 * Opens the folder of all datasets. What a crash left is put in order: half-done moves are finished, unfinished imports
 * removed.
 */
export function openLibrary(options: LibraryOptions): Library {
  const { home } = options;
  if (hasPendingMoves(home) || temporaries(home).length > 0) {
    withLibraryLock(home, () => {
      translating({ file: home }, () => {
        finishMoves(home);
        removeLeftovers(home);
      });
    });
  }
  const processes = queryProcesses(options.execPath);
  return {
    ...librarySnapshots(options),
    ...libraryCopies(options),
    ...libraryStates(options),
    home,
    list: () => attempt(() => namesIn(home).map((name) => entryOf(home, name))),
    names: () => attempt(() => namesIn(home)),
    has: (name) => attempt(() => has(home, name)),
    open: (name, how) => open({ ...options, processes }, name, how),
    create: (name, { statement, job }, fill) => create(options, { name, statement, job, fill }),
    change: async (name, change, work) => changeDataset(edited(options, name, change), change, work),
    undo: async (name, change) => undoDataset(edited(options, name, change), change),
    redo: async (name, change) => redoDataset(edited(options, name, change), change),
    rename: (from, to) =>
      attempt(() => {
        rename(options, from, to);
      }),
    delete: (name) =>
      attempt(() => {
        remove(options, name);
      }),
    listTrash: () => attempt(() => listEntries(home)),
    restore: (name) =>
      attempt(() => {
        restore(options, name);
      }),
    emptyTrash: () => attempt(() => empty(home)),
    mediaRoot: (name) => join(home, 'media', fileNameOf(name)),
    within: (other) => openLibrary({ ...options, home: other }),
  };
}

/** File work is synchronous; its failures reach the caller as those of a promise do. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

function entryOf(home: string, name: string): DatasetEntry {
  const file = databaseOf(home, name);
  const entry = { name, file, ...sizeOf(file) };
  try {
    return { ...entry, ...countDatabase(file) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...entry, samples: null, labels: null, problem: error.message };
  }
}

/** The latest changes of a dataset that is open lie beside it. */
function sizeOf(file: string): Pick<DatasetEntry, 'bytes' | 'changedAt'> {
  const parts = [file, `${file}-wal`].flatMap((path) => statSync(path, { throwIfNoEntry: false }) ?? []);
  // An empty log was made by somebody who only looked.
  const written = parts.filter((part, i) => i === 0 || part.size > 0);
  return {
    bytes: parts.reduce((sum, { size }) => sum + size, 0),
    changedAt: new Date(Math.max(...written.map(({ mtimeMs }) => mtimeMs))),
  };
}

function has(home: string, name: string): boolean {
  const snapshot = snapshotNamed(home, name);
  return snapshot === undefined ? existsSync(databaseOf(home, name)) : hasSnapshot(home, snapshot);
}

type Opening = LibraryOptions & { readonly processes: ReturnType<typeof queryProcesses> };

async function open(options: Opening, name: string, { runner, job = UNWATCHED }: OpenOptions): Promise<Dataset> {
  const { home, processes } = options;
  const file = await sourceOf(options, name, job);
  countDatabase(file); // a file that is damaged, foreign or of a newer version is refused here
  return openDataset({
    name,
    file,
    mediaRoot: join(home, 'media', fileNameOf(snapshotNamed(home, name)?.dataset ?? name)),
    runner: isChild(runner, file) ? processes(file) : inPlaceRunner(file),
    bytes: () => sizeOf(file).bytes,
  });
}

/** Bytes of a dataset from which on a query may take so long that somebody wants to stop it. */
const LARGE = 32 * 1024 ** 2;

function isChild(runner: OpenOptions['runner'], file: string): boolean {
  return runner === 'child' || (runner === 'by-size' && sizeOf(file).bytes >= LARGE);
}

const UNWATCHED: Job = { signal: new AbortController().signal, report: () => undefined };

type Creating = {
  readonly name: string;
  readonly statement: string;
  readonly job: Job;
  readonly fill: (writer: DatasetWriter) => Promise<void>;
};

async function create(options: LibraryOptions, { name, statement, job, fill }: Creating): Promise<Created> {
  const { home, reserved, pid } = options;
  checkDatasetName(name, reserved);
  expectFree(home, name);
  const fileName = fileNameOf(name);
  const at = now(options);
  return createDataset({
    home,
    fileName,
    pid,
    job,
    fill,
    origin: { name, statement, at: at.toISOString() },
    publish: (folder) => {
      publishDataset(options, name, folder);
    },
  });
}

function rename(options: LibraryOptions, from: string, to: string): void {
  const { home, reserved } = options;
  checkDatasetName(to, reserved);
  withLibraryLock(home, () => {
    const file = expectDataset(home, from);
    if (from === to) return;
    expectFree(home, to, from);
    settleDatabase(file, holderOf(file, selfOf(options)));
    const target = filesOf(fileNameOf(to));
    moveAll(
      home,
      filesOf(fileNameOf(from)).map(({ path }, i) => ({ from: path, to: target[i]?.path ?? path })),
    );
    reviveDatabase(databaseOf(home, to), to);
    removeSnapshotFiles(home, from);
    moveBackups(home, from, to);
  });
}

function remove(options: LibraryOptions, name: string): void {
  const { home } = options;
  withLibraryLock(home, () => {
    const file = expectDataset(home, name);
    settleDatabase(file, holderOf(file, selfOf(options)));
    const { samples, labels } = entryOf(home, name);
    moveToTrash(home, fileNameOf(name), { name, samples, labels }, now(options));
    removeSnapshotFiles(home, name);
    moveBackups(home, name, null);
  });
}

function restore({ home }: LibraryOptions, name: string): void {
  withLibraryLock(home, () => {
    const entries = listEntries(home);
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined)
      throw notFound(
        name,
        entries.map((candidate) => candidate.name),
        'in the trash',
      );
    expectFree(home, name);
    translating({ file: home }, () => {
      moveFromTrash(home, entry, fileNameOf(name));
    });
    reviveDatabase(databaseOf(home, name), name);
  });
}

function empty(home: string): { readonly datasets: number; readonly bytes: number } {
  return withLibraryLock(home, () => {
    const result = { datasets: listEntries(home).length, bytes: bytesIn(join(home, 'trash')) };
    translating({ file: join(home, 'trash') }, () => {
      removeEntries(home);
    });
    return result;
  });
}
