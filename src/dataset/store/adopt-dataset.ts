import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { removeIfEmpty } from './create-dataset.ts';
import type { Origin } from './finish-load.ts';
import { bumpRevision } from './journal.ts';
import { withLibraryLock } from './library-lock.ts';
import { openForWriting } from './open-database.ts';
import { type Counted, countDatabase } from './settle-database.ts';
import { createWorkplace, type Workplace } from './temporary.ts';
import { translateError } from './translate-error.ts';

/** Where a database and pictures are put that become a dataset. */
export type Place = {
  /** Absolute path of the file; nothing is there yet. */
  readonly database: string;
  /** Absolute path of an empty folder, which becomes the media folder. */
  readonly mediaOut: string;
};

/** How a dataset comes from a file that is one already. */
export type Adoption = {
  readonly home: string;
  readonly fileName: string;
  readonly pid: number;
  /** Null leaves the file as it is: its name, and its log. */
  readonly origin: Origin | null;
  readonly job: Job;
  readonly fill: (place: Place) => Promise<void>;
  /** What is done to the copy, in one transaction, and what refuses it. */
  readonly prepare?: (db: Database) => Promise<void>;
  /** Moves the folder's files to their place, under the library's lock. */
  readonly publish: (folder: string) => void;
};

/** Makes a dataset of a file that is one. On any failure nothing of it is left. */
export async function adoptDataset(adoption: Adoption): Promise<Counted> {
  const { home, fileName, pid } = adoption;
  const place = withLibraryLock(home, () => createWorkplace(home, fileName, pid));
  try {
    return await fillPlace(adoption, place);
  } catch (error) {
    throw translateError(error, { file: join(home, 'datasets', `${fileName}.sqlite`) });
  } finally {
    place.release();
    rmSync(join(home, place.folder), { recursive: true, force: true });
  }
}

async function fillPlace(adoption: Adoption, { folder, database, media }: Workplace): Promise<Counted> {
  const { home, fill, origin, prepare, job, publish } = adoption;
  await fill({ database, mediaOut: media });
  const db = openForWriting(database, 0);
  try {
    db.exec('BEGIN IMMEDIATE');
    await prepare?.(db);
    if (origin !== null) writeOrigin(db, origin);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  throwIfCancelled(job.signal);
  const counted = countDatabase(database);
  withLibraryLock(home, () => {
    removeIfEmpty(media);
    publish(folder);
  });
  return counted;
}

/** The line that made the file stands in its log beside those that came along, and is no step that could be taken back. */
function writeOrigin(db: Database, { name, statement, at }: Origin): void {
  const [samples, labels] = ['samples', 'labels'].map((key) =>
    db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key),
  );
  db.prepare("UPDATE meta SET value = ? WHERE key = 'name'").run(name);
  db.prepare("INSERT INTO change (at, statement, summary, state, parent) VALUES (?, ?, ?, 'base', NULL)").run(
    at,
    statement,
    `${String(samples)} samples, ${String(labels)} labels`,
  );
  bumpRevision(db);
}
