import { hostname } from 'node:os';
import { UserError } from '../diagnostics.ts';
import type { Job } from './model/job.ts';
import { databaseIn } from './store/create-dataset.ts';
import { expectDataset } from './store/dataset-files.ts';
import { fileNameOf } from './store/dataset-name.ts';
import { REFERENCES } from './store/health/references.ts';
import { withLibraryLock } from './store/library-lock.ts';
import { conditionOf } from './store/repair/open-damaged.ts';
import { rebuildDerived, type Rebuilt } from './store/repair/rebuild-derived.ts';
import { type Rescued, rescueDatabase } from './store/repair/rescue-database.ts';
import { changedMeanwhile, settleDatabase, stampOf } from './store/settle-database.ts';
import { createTemporary, removeTemporary, type Temporary } from './store/temporary.ts';
import { translateError } from './store/translate-error.ts';
import { replaceDatabase } from './store/trash.ts';
import { holderOf, type Self, withWriter } from './store/writer-lock.ts';

/** Who repairs, and where. */
export type RepairOptions = {
  readonly home: string;
  readonly pid: number;
  /** The line that asked for it. */
  readonly statement: string;
  readonly job: Job;
  readonly isAlive: (pid: number) => boolean;
  readonly now: () => Date;
  /** Whether a rescue that saves no sample, or none of the labels, is better than none. */
  readonly anything: boolean;
};

/** What was done: in place, or into a new file beside the old one in the trash. */
export type Repaired =
  | ({ readonly kind: 'rebuilt' } & Rebuilt)
  | ({
      readonly kind: 'rescued';
      /** Folder of the old file, relative to the folder of all datasets. */ readonly trash: string;
    } & Rescued);

/**
 * Puts a dataset right. Where all of its rows can be read, what follows from them is computed anew; else whatever can be
 * read is copied to a new file, which takes its place, and the damaged one goes to the trash as it is.
 * @throws UserError `not-found`, `busy`, `cancelled`, `unwritable`; `unreadable` where nothing can be rescued. The dataset
 * is then as it was.
 */
export async function repairDataset(name: string, options: RepairOptions): Promise<Repaired> {
  const { home, pid, statement, job, now, anything } = options;
  const file = expectDataset(home, name);
  const self: Self = { pid, host: hostname(), command: statement, isAlive: options.isAlive };
  job.report({ what: `checking ${name}`, done: 0, total: null, unit: 'pages' });
  if (conditionOf(file, REFERENCES) === 'readable') {
    const writing = { self, signal: job.signal, patience: 5_000, now };
    const rebuilt = await withWriter(file, writing, (db) => rebuildDerived(db, job));
    return { kind: 'rebuilt', ...rebuilt };
  }
  const fileName = fileNameOf(name);
  const temporary = withLibraryLock(home, () => createTemporary(home, fileName, pid));
  try {
    const before = stampOf(file);
    const rescued = await rescueInto(temporary, { file, name, anything }, job);
    const trash = withLibraryLock(home, () => {
      if (stampOf(file) !== before) throw changedMeanwhile(file);
      settleDatabase(file, holderOf(file, self));
      const deleted = { name, samples: null, labels: null };
      return replaceDatabase(home, fileName, { replacement: databaseIn(temporary.folder), deleted, at: now() });
    });
    return { kind: 'rescued', trash, ...rescued };
  } finally {
    removeTemporary(home, temporary);
  }
}

type Rescuing = { readonly file: string; readonly name: string; readonly anything: boolean };

async function rescueInto({ db }: Temporary, { file, name, anything }: Rescuing, job: Job): Promise<Rescued> {
  try {
    const rescued = await rescueDatabase(file, db, name, job);
    if (!anything && isPoor(rescued)) throw nothingLeft(file);
    db.exec('COMMIT');
    db.exec('ANALYZE');
    db.pragma('synchronous = FULL');
    db.prepare("UPDATE meta SET value = CAST(value + 1 AS TEXT) WHERE key = 'revision'").run();
    db.pragma('locking_mode = NORMAL');
    db.pragma('journal_mode = WAL');
    db.close();
    return rescued;
  } catch (error) {
    const known = translateError(error, { file });
    if (!(known instanceof UserError) || known.code !== 'unreadable') throw known;
    throw nothingLeft(file, error);
  }
}

function isPoor({ samples, labels, noted }: Rescued): boolean {
  return (samples === 0 && (noted.samples ?? 1) > 0) || (labels === 0 && (noted.labels ?? 1) > 0);
}

function nothingLeft(file: string, cause?: unknown): UserError {
  return new UserError('unreadable', `nothing can be rescued from ${file}`, {
    hint: 'restore a backup or a snapshot, or import the dataset again; the file is left as it is',
    cause,
  });
}
