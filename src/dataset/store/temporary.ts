import { codeOf } from '../../diagnostics.ts';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { translating } from './translate-error.ts';

/** A dataset that is being made: a folder of its own below `tmp`. */
export type Temporary = {
  /** Relative to the folder of all datasets. */
  readonly folder: string;
  readonly db: Database;
  /** Absolute; becomes the media folder of the dataset. */
  readonly media: string;
};

/** A folder below `tmp` in which files are put together; that it is in use tells a database beside them. */
export type Workplace = {
  /** Relative to the folder of all datasets. */
  readonly folder: string;
  /** Absolute; nothing is there yet. */
  readonly database: string;
  /** Absolute; an empty folder. */
  readonly media: string;
  /** Says that it is no longer in use. */
  readonly release: () => void;
};

/** Name of the database inside a temporary. */
export const TEMPORARY_DATABASE = 'dataset.sqlite';

/** Name of the database that only says that a temporary is in use. */
const LOCK = 'in-use.sqlite';

/**
 * Makes a temporary whose database stays locked until it is closed: that tells a living one from what a crash left.
 * Hold the library's lock.
 */
export function createTemporary(home: string, fileName: string, pid: number): Temporary {
  return translating({ file: home }, () => {
    const folder = freeFolder(home, `${fileName}.${String(pid)}`);
    const media = join(home, folder, 'media');
    mkdirSync(media, { recursive: true });
    const db = new Sqlite(join(home, folder, TEMPORARY_DATABASE));
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('cache_size = -16384');
    db.exec('BEGIN EXCLUSIVE');
    return { folder, db, media };
  });
}

/** Makes a temporary for a database that comes from elsewhere. Hold the library's lock. */
export function createWorkplace(home: string, fileName: string, pid: number): Workplace {
  return translating({ file: home }, () => {
    const folder = freeFolder(home, `${fileName}.${String(pid)}`);
    const media = join(home, folder, 'media');
    mkdirSync(media, { recursive: true });
    const lock = new Sqlite(join(home, folder, LOCK));
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    return { folder, media, database: join(home, folder, TEMPORARY_DATABASE), release: () => lock.close() };
  });
}

/** Removes a temporary. Closes its database. */
export function removeTemporary(home: string, { folder, db }: Temporary): void {
  db.close();
  rmSync(join(home, folder), { recursive: true, force: true });
}

/** Removes what imports that were killed left behind; those still running are kept. Hold the library's lock. */
export function removeLeftovers(home: string): void {
  for (const name of temporaries(home)) {
    const folder = join(home, 'tmp', name);
    if (!isAlive(join(folder, LOCK)) && !isAlive(join(folder, TEMPORARY_DATABASE)))
      rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of the folders below `tmp`. */
export function temporaries(home: string): readonly string[] {
  const folder = join(home, 'tmp');
  return existsSync(folder) ? readdirSync(folder) : [];
}

function freeFolder(home: string, name: string): string {
  for (let n = 1; ; n++) {
    const folder = join('tmp', `${name}-${String(n)}`);
    if (!existsSync(join(home, folder))) return folder;
  }
}

function isAlive(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const db = new Sqlite(file, { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } finally {
      db.close();
    }
    return false;
  } catch (error) {
    return codeOf(error).startsWith('SQLITE_BUSY');
  }
}
