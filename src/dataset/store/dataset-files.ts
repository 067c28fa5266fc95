import { quoteWord } from '../model/words.ts';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import { fileNameOf, foldName, nameOfFile } from './dataset-name.ts';
import { type SnapshotOf, splitSnapshot } from './snapshot-name.ts';

/** The file of a dataset, whether or not it is there. */
export function databaseOf(home: string, name: string): string {
  return join(home, 'datasets', `${fileNameOf(name)}.sqlite`);
}

/** Names of the datasets in a folder, in the order of Unicode. */
export function namesIn(home: string): readonly string[] {
  const folder = join(home, 'datasets');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.sqlite'));
  return files.flatMap((file) => nameOfFile(file.slice(0, -'.sqlite'.length)) ?? []).sort();
}

/** The file of a dataset. @throws UserError `not-found` with the nearest name */
export function expectDataset(home: string, name: string): string {
  const file = databaseOf(home, name);
  if (name !== '' && existsSync(file)) return file;
  const snapshot = snapshotNamed(home, name);
  if (snapshot !== undefined) throw isSnapshot(name, snapshot);
  throw notFound(name, namesIn(home), 'here');
}

/** The snapshot that `reef@before` names, of a dataset that is there; undefined where it names a dataset, or none. */
export function snapshotNamed(home: string, name: string): SnapshotOf | undefined {
  const split = splitSnapshot(name);
  if (split === undefined || split.dataset === '' || existsSync(databaseOf(home, name))) return undefined;
  return existsSync(databaseOf(home, split.dataset)) ? split : undefined;
}

/** @throws UserError `exists` where a dataset has that name, in whatever case; `except` does not count. */
export function expectFree(home: string, name: string, except?: string): void {
  const taken = namesIn(home).find((other) => other !== except && foldName(other) === foldName(name));
  if (taken === undefined) return;
  throw new UserError('exists', `there is a dataset ${taken} already`, {
    hint: `choose another name, or delete ${quoteWord(taken)} first`,
  });
}

function isSnapshot(name: string, { dataset, snapshot }: SnapshotOf): UserError {
  return new UserError('invalid', `${name} is a snapshot: it is read, and does not change`, {
    hint: `clone ${quoteWord(name)} NEW makes a dataset of it; revert --to ${snapshot} -d ${quoteWord(dataset)} goes back to it`,
  });
}

/** The error for a name that none of `names` is; `where` they are: `here`, `in the trash`. */
export function notFound(name: string, names: readonly string[], where: string): UserError {
  const near = nearest(name, names);
  const others =
    names.length === 0 ? `there are no datasets ${where}` : `there are: ${[...new Set(names)].slice(0, 10).join(', ')}`;
  const hint = near === undefined ? others : `did you mean ${near}?`;
  return new UserError('not-found', `there is no dataset ${JSON.stringify(name)} ${where}`, { hint });
}
