import { hostname } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeOptions, EditedDataset } from './edit-dataset.ts';
import { databaseIn } from './store/create-dataset.ts';
import { expectDataset, expectFree } from './store/dataset-files.ts';
import { fileNameOf } from './store/dataset-name.ts';
import { moveAll } from './store/moves.ts';
import { moveToTrash } from './store/trash.ts';
import type { Self } from './store/writer-lock.ts';

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

/** What a writer needs. The statement is what others who wait are told. */
export function edited(options: LibraryOptions, name: string, { statement, job }: ChangeOptions): EditedDataset {
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

/** The time now. */
export function now(options: LibraryOptions): Date {
  return options.now?.() ?? new Date();
}

/** Who this process is to other writers. */
export function selfOf({ pid, isAlive }: LibraryOptions): Self {
  return { pid, host: hostname(), command: '', isAlive: isAlive ?? (() => true) };
}

/** Moves what was made in a temporary folder to the place of a new dataset. Hold the library's lock. @throws UserError `exists` */
export function publishDataset(options: LibraryOptions, name: string, folder: string): void {
  const { home } = options;
  const fileName = fileNameOf(name);
  expectFree(home, name);
  discardMedia(home, fileName, now(options));
  moveAll(home, [
    { from: join(folder, 'media'), to: join('media', fileName) },
    { from: databaseIn(folder), to: join('datasets', `${fileName}.sqlite`) },
  ]);
}

/** A media folder without a dataset is somebody's: it goes to the trash rather than be mixed with the new one. */
function discardMedia(home: string, fileName: string, at: Date): void {
  if (!existsSync(join(home, 'media', fileName))) return;
  moveToTrash(home, fileName, { name: fileName, samples: null, labels: null }, at);
}
