import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moveAll } from './moves.ts';
import { nameOfFile } from './dataset-name.ts';

/** A deleted dataset that can still be restored. */
export type TrashEntry = {
  readonly name: string;
  readonly deletedAt: Date;
  /** Null where the file cannot be read. */
  readonly samples: number | null;
  readonly labels: number | null;
  /** Of the dataset file, as in a list of datasets. */
  readonly bytes: number;
  /** Of the pictures that went with it. */
  readonly pictureBytes: number;
  /** Relative to the folder of all datasets. */
  readonly folder: string;
};

/** What is noted about a dataset when it is deleted. */
export type Deleted = { readonly name: string; readonly samples: number | null; readonly labels: number | null };

/** The files of a dataset, relative to the folder of all datasets. */
export function filesOf(fileName: string): readonly { readonly path: string; readonly inTrash: string }[] {
  const database = join('datasets', `${fileName}.sqlite`);
  return [
    { path: database, inTrash: 'dataset.sqlite' },
    { path: `${database}-wal`, inTrash: 'dataset.sqlite-wal' },
    { path: `${database}-shm`, inTrash: 'dataset.sqlite-shm' },
    { path: join('media', fileName), inTrash: 'media' },
  ];
}

/**
 * Moves a dataset to the trash: first a note of what it is, then all of its files as one step. Hold the library's lock.
 */
export function moveToTrash(home: string, fileName: string, deleted: Deleted, at: Date): void {
  const folder = makeEntry(home, fileName, deleted, at);
  moveAll(
    home,
    filesOf(fileName).map(({ path, inTrash }) => ({ from: path, to: join(folder, inTrash) })),
  );
}

/**
 * Moves the database of a dataset to the trash and another into its place, as one step; pictures stay. Hold the library's
 * lock. `replacement` is relative to the folder of all datasets. @returns the folder in the trash, relative to it
 */
export function replaceDatabase(
  home: string,
  fileName: string,
  { replacement, deleted, at }: { readonly replacement: string; readonly deleted: Deleted; readonly at: Date },
): string {
  const folder = makeEntry(home, fileName, deleted, at);
  const old = filesOf(fileName).filter(({ inTrash }) => inTrash !== 'media');
  const [database] = old;
  if (database === undefined) throw new Error('a dataset has a database');
  moveAll(home, [
    ...old.map(({ path, inTrash }) => ({ from: path, to: join(folder, inTrash) })),
    { from: replacement, to: database.path },
  ]);
  return folder;
}

/** A folder of its own in the trash, with a note of what it holds. */
function makeEntry(home: string, fileName: string, deleted: Deleted, at: Date): string {
  const folder = freeEntry(home, `${at.toISOString().replace(/[-:.]/g, '')}-${fileName}`);
  mkdirSync(join(home, folder), { recursive: true });
  writeFileSync(join(home, folder, NOTE), JSON.stringify({ ...deleted, deletedAt: at.toISOString() }));
  return folder;
}

/** Moves a dataset back, under a file name that is free. Hold the library's lock. */
export function moveFromTrash(home: string, { folder }: TrashEntry, fileName: string): void {
  moveAll(
    home,
    filesOf(fileName).map(({ path, inTrash }) => ({ from: join(folder, inTrash), to: path })),
  );
  rmSync(join(home, folder), { recursive: true, force: true });
}

/** What lies in the trash, the latest first. Folders without a dataset are no entries. */
export function listEntries(home: string): readonly TrashEntry[] {
  const folders = existsSync(join(home, 'trash')) ? readdirSync(join(home, 'trash')) : [];
  return folders
    .flatMap((name) => readEntry(home, join('trash', name)) ?? [])
    .sort((a, b) => b.deletedAt.getTime() - a.deletedAt.getTime() || b.folder.localeCompare(a.folder));
}

/** Removes everything in the trash for good. Hold the library's lock. */
export function removeEntries(home: string): void {
  rmSync(join(home, 'trash'), { recursive: true, force: true });
}

/** Bytes of all files of a folder, or of a file; 0 where there is none. Links are not followed. */
export function bytesIn(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.reduce((sum, entry) => (entry.isSymbolicLink() ? sum : sum + bytesIn(join(path, entry.name))), 0);
}

const NOTE = 'entry.json';

function freeEntry(home: string, name: string): string {
  for (let n = 1; ; n++) {
    const folder = join('trash', n === 1 ? name : `${name}~${String(n)}`);
    if (!existsSync(join(home, folder))) return folder;
  }
}

function readEntry(home: string, folder: string): TrashEntry | undefined {
  const path = join(home, folder);
  if (!existsSync(join(path, 'dataset.sqlite'))) return undefined;
  const note = readNote(join(path, NOTE));
  const name = note.name ?? nameOfFile(folder.replace(/^[^-]*-/, ''));
  if (name === undefined) return undefined;
  return {
    name,
    folder,
    deletedAt: new Date(note.deletedAt ?? statSync(path).mtimeMs),
    samples: note.samples ?? null,
    labels: note.labels ?? null,
    bytes: bytesIn(join(path, 'dataset.sqlite')) + bytesIn(join(path, 'dataset.sqlite-wal')),
    pictureBytes: bytesIn(join(path, 'media')),
  };
}

/** The note is a help: without it the folder's name says the same. */
function readNote(file: string): Partial<Deleted> & { readonly deletedAt?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Deleted> & { readonly deletedAt?: string };
  } catch {
    return {};
  }
}
