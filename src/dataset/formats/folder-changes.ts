import { formatCount } from '../model/counted.ts';
import { lstat, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { fileDigest } from './file-digest.ts';
import { expectNoneReferred, type FindReferred } from './kept-files.ts';
import { listedIn, pathsIn } from './listed-files.ts';
import type { TreeFile } from './tree-digest.ts';

/** What an update does to a folder, by paths relative to it. */
export type FolderChanges = {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** Files that no export wrote. They stay. */
  readonly strange: readonly string[];
  /** What files may be now: as the list of the folder says. */
  readonly before: readonly TreeFile[];
};

/** What was written anew: the folder it lies in, its files, the format, and the folder where it is to be in the end. */
export type Anew = {
  readonly inner: string;
  readonly files: readonly TreeFile[];
  readonly format: string;
  readonly target: string;
  readonly referred: FindReferred;
};

/**
 * Compares an export in a folder with the same written anew. Only files that the list of the folder names, and that are as it
 * says, are changed or removed, and no picture that a dataset is made of.
 *
 * @param place the folder, with links resolved; may be absent or empty
 * @throws UserError `exists` where the folder is no export of that format, or holds files that others have changed or datasets refer to
 */
export async function folderChanges(place: string, anew: Anew, job: Job): Promise<FolderChanges> {
  const { known, before } = await listedIn(place, anew);
  const next = new Map(anew.files.map((file) => [file.path, file]));
  const changes = {
    changed: [] as string[],
    removed: [] as string[],
    strange: [] as string[],
    clashes: [] as string[],
  };
  let unchanged = 0;
  const there = new Set<string>();
  for (const path of await pathsIn(place)) {
    throwIfCancelled(job.signal);
    if (there.size % 50 === 0)
      job.report({ what: 'comparing files', done: there.size, total: before.length, unit: 'files' });
    there.add(path);
    const verdict = await verdictOn(path, { place, anew, known: known.get(path), next: next.get(path) }, job);
    if (verdict === 'unchanged') unchanged += 1;
    else changes[verdict].push(path);
  }
  const folders = new Set(anew.files.flatMap(({ path }) => foldersOf(path)));
  const clashes = [...changes.clashes, ...[...there].filter((path) => folders.has(path))];
  if (clashes.length > 0) throw clash(anew.target, clashes);
  await expectNoneReferred([...changes.changed, ...changes.removed], { place, target: anew.target }, anew.referred);
  const added = anew.files.map(({ path }) => path).filter((path) => !there.has(path));
  return { added, changed: changes.changed, removed: changes.removed, strange: changes.strange, unchanged, before };
}

/** How many files there are of each kind, for a report. */
export function changeNotes({ added, changed, removed, unchanged, strange }: FolderChanges): readonly string[] {
  const counts = [added.length, changed.length, removed.length, unchanged].map((count) => formatCount(count));
  const [a = '', c = '', r = '', u = ''] = counts;
  const others = strange.slice(0, 5).join(', ');
  return [
    `files: ${a} added, ${c} changed, ${r} removed, ${u} unchanged`,
    ...(strange.length === 0
      ? []
      : [`left as they are, as no export wrote them: ${others}${strange.length > 5 ? ', ...' : ''}`]),
  ];
}

type About = {
  readonly place: string;
  readonly anew: Anew;
  readonly known: ReadonlySet<string> | undefined;
  readonly next: TreeFile | undefined;
};

async function verdictOn(
  path: string,
  { place, anew, known, next }: About,
  job: Job,
): Promise<'unchanged' | 'changed' | 'removed' | 'strange' | 'clashes'> {
  if (known === undefined && next === undefined) return 'strange';
  const file = join(place, path);
  if (next !== undefined && (await isOneFile(file, join(anew.inner, path)))) return 'unchanged';
  const now = await hashOf(file, job, anew.target);
  if (now === next?.sha256) return 'unchanged';
  if (!isOurs(now, known)) return 'clashes';
  return next === undefined ? 'removed' : 'changed';
}

/** A link that leads nowhere holds nothing that could be lost. */
function isOurs(now: string | null | undefined, known: ReadonlySet<string> | undefined): boolean {
  return now === null || (now !== undefined && known?.has(now) === true);
}

/** Whether both names are of one file, as of a picture that is linked to the same source. */
async function isOneFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(a), lstat(b)]);
  return one.isFile() && one.ino === other.ino && one.dev === other.dev;
}

/** Null for a link that leads nowhere, undefined for what is no file. */
async function hashOf(file: string, job: Job, target: string): Promise<string | null | undefined> {
  const status = await stat(file).catch((error: unknown) => codeOf(error));
  if (status === 'ENOENT') return null;
  if (typeof status === 'string' || !status.isFile()) return undefined;
  return (await fileDigest(file, job.signal, target)).hash.toString('hex');
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.push(folder);
  return folders;
}

function clash(target: string, paths: readonly string[]): UserError {
  const [first = ''] = paths;
  const more = paths.length === 1 ? '' : ` and ${String(paths.length - 1)} more`;
  return new UserError('exists', `${target} holds files that are not as they were exported: ${first}${more}`, {
    hint: 'nothing was touched; move them away, or export to another folder',
  });
}
