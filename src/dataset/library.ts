import { existsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../diagnostics.ts';
import { type Dataset, openDataset } from './dataset.ts';
import {
  changeDataset,
  type Changed,
  type ChangeOptions,
  type DatasetEdit,
  type EditedDataset,
  redoDataset,
  type Restored,
  undoDataset,
} from './edit-dataset.ts';
import type { Job } from './model/job.ts';
import { childRunner } from './store/child-runner.ts';
import { type Created, createDataset, databaseIn, type DatasetWriter } from './store/create-dataset.ts';
import { databaseOf, expectDataset, expectFree, namesIn, notFound } from './store/dataset-files.ts';
import { checkDatasetName, fileNameOf } from './store/dataset-name.ts';
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
import { holderOf, type Self } from './store/writer-lock.ts';

export type { Changed, ChangeOptions, Created, DatasetEdit, DatasetWriter, Restored, TrashEntry };

/** Where datasets live, and who asks. */
export type LibraryOptions = {
  /** Absolute path of the folder of all state; made when something is first written. */
  readonly home: string;
  /** Words that no dataset may be named: the names of commands. */
  readonly reserved: ReadonlySet<string>;
  /** The Node that runs queries in a process of their own. */
  readonly execPath: string;
  readonly pid: number;
  readonly now?: () => Date;
  /** Whether a process of this machine still runs; default: taken for granted. */
  readonly isAlive?: (pid: number) => boolean;
  /** Milliseconds to wait for another writer of a dataset; default: a minute. */
  readonly patience?: number;
};

/** A dataset in a list. Numbers are null, and `problem` says why, where its file cannot be read. */
export type DatasetEntry = {
  readonly name: string;
  readonly file: string;
  readonly samples: number | null;
  readonly labels: number | null;
  /** Of the dataset file. */
  readonly bytes: number;
  readonly changedAt: Date;
  readonly problem?: string;
};

/** `in-place`: quick to start, cannot be cancelled inside a query. `child`: the other way round. */
export type OpenOptions = { readonly runner: 'in-place' | 'child' };

/** All datasets of a folder. Every method throws `UserError`: `not-found`, `exists`, `invalid`, `busy`, `unwritable`. */
export type Library = {
  readonly home: string;
  /** By name, in the order of Unicode. */
  list(): Promise<readonly DatasetEntry[]>;
  has(name: string): Promise<boolean>;
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
  return {
    home,
    list: () => attempt(() => namesIn(home).map((name) => entryOf(home, name))),
    has: (name) => attempt(() => existsSync(databaseOf(home, name))),
    open: (name, { runner }) => attempt(() => open(options, name, runner)),
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
  const { size, mtime } = statSync(file);
  const entry = { name, file, bytes: size, changedAt: mtime };
  try {
    return { ...entry, ...countDatabase(file) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...entry, samples: null, labels: null, problem: error.message };
  }
}

function open(options: LibraryOptions, name: string, runner: OpenOptions['runner']): Dataset {
  const { home, execPath } = options;
  const file = expectDataset(home, name);
  countDatabase(file); // a file that is damaged, foreign or of a newer version is refused here
  return openDataset({
    name,
    file,
    mediaRoot: join(home, 'media', fileNameOf(name)),
    runner: runner === 'child' ? childRunner(file, execPath) : inPlaceRunner(file),
    bytes: () => statSync(file).size,
  });
}

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
      expectFree(home, name);
      discardMedia(home, fileName, at);
      moveAll(home, [
        { from: join(folder, 'media'), to: join('media', fileName) },
        { from: databaseIn(folder), to: join('datasets', `${fileName}.sqlite`) },
      ]);
    },
  });
}

/** A media folder without a dataset is somebody's: it goes to the trash rather than be mixed with the new one. */
function discardMedia(home: string, fileName: string, at: Date): void {
  if (!existsSync(join(home, 'media', fileName))) return;
  moveToTrash(home, fileName, { name: fileName, samples: null, labels: null }, at);
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
  });
}

function remove(options: LibraryOptions, name: string): void {
  const { home } = options;
  withLibraryLock(home, () => {
    const file = expectDataset(home, name);
    settleDatabase(file, holderOf(file, selfOf(options)));
    const { samples, labels } = entryOf(home, name);
    moveToTrash(home, fileNameOf(name), { name, samples, labels }, now(options));
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

/** What a writer needs. The statement is what others who wait are told. */
function edited(options: LibraryOptions, name: string, { statement, job }: ChangeOptions): EditedDataset {
  const { patience = PATIENCE } = options;
  const onWait = (holder = 'another program', waited: number, longest: number): void => {
    const total = Number.isFinite(longest) ? Math.ceil(longest / 1_000) : null;
    job.report({ what: `waiting for ${holder}`, done: Math.floor(waited / 1_000), total, unit: 'seconds' });
  };
  return {
    name,
    file: expectDataset(options.home, name),
    mediaRoot: join(options.home, 'media', fileNameOf(name)),
    writing: {
      onWait,
      self: { ...selfOf(options), command: statement },
      patience,
      now: () => now(options),
    },
  };
}

/** Milliseconds: longer than most changes take; whoever does not want to wait interrupts. */
const PATIENCE = 60_000;

function now(options: LibraryOptions): Date {
  return options.now?.() ?? new Date();
}

function selfOf({ pid, isAlive }: LibraryOptions): Self {
  return { pid, host: hostname(), command: '', isAlive: isAlive ?? (() => true) };
}
