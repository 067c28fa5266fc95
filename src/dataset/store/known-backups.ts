import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLibraryLock } from './library-lock.ts';

/** An archive, or a FiftyOneDataset, that was written of a dataset. `path` is absolute, `at` ISO 8601. */
export type KnownBackup = {
  readonly dataset: string;
  readonly path: string;
  readonly kind: 'backup' | 'fiftyone';
  readonly at: string;
};

/** The backups that were written of a dataset since it is there, the latest first; whether they still are is not known. */
export function backupsOf(home: string, dataset: string): readonly KnownBackup[] {
  return readAll(home)
    .filter((backup) => backup.dataset === dataset)
    .reverse();
}

/** Takes note of a backup. */
export function noteBackup(home: string, backup: KnownBackup): void {
  withLibraryLock(home, () => {
    writeAll(home, [...readAll(home).filter(({ path }) => path !== backup.path), backup]);
  });
}

/** Backups of a dataset that is gone, or under another name `to`, are not those of the next one of its name. Hold the library's lock. */
export function moveBackups(home: string, from: string, to: string | null): void {
  const all = readAll(home);
  if (!all.some(({ dataset }) => dataset === from)) return;
  const moved = all.map((backup) => (backup.dataset === from ? { ...backup, dataset: to ?? '' } : backup));
  writeAll(
    home,
    moved.filter(({ dataset }) => dataset !== ''),
  );
}

const fileIn = (home: string): string => join(home, 'backups.json');

/** A list that cannot be read is none: it only helps to find backups. */
function readAll(home: string): readonly KnownBackup[] {
  if (!existsSync(fileIn(home))) return [];
  try {
    const list: unknown = JSON.parse(readFileSync(fileIn(home), 'utf8'));
    return Array.isArray(list) ? list.filter(isBackup) : [];
  } catch {
    return [];
  }
}

function isBackup(value: unknown): value is KnownBackup {
  if (typeof value !== 'object' || value === null) return false;
  const { dataset, path, kind, at } = value as Readonly<Record<string, unknown>>;
  if (kind !== 'backup' && kind !== 'fiftyone') return false;
  return [dataset, path, at].every((text) => typeof text === 'string');
}

function writeAll(home: string, backups: readonly KnownBackup[]): void {
  const beside = `${fileIn(home)}.new`;
  writeFileSync(beside, JSON.stringify(backups, null, 1));
  renameSync(beside, fileIn(home));
}
