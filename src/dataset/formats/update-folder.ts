import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { FolderOptions, WrittenFolder } from './atomic-folder.ts';
import { atPlace } from './folder-beside.ts';
import { changeNotes, folderChanges, type FolderChanges } from './folder-changes.ts';
import { listedIn } from './listed-files.ts';
import { type ManifestHead, writeManifest } from './manifest.ts';
import { MANIFEST, treeDigest, type TreeFile } from './tree-digest.ts';

/** What `fill` returned, the tree it made, and what became of the files. */
export type UpdatedFolder<T> = WrittenFolder<T> & { readonly changes: readonly string[] };

/**
 * Brings an export in a folder up to date: `fill` writes it anew beside `target`, and files that differ are moved in, those that
 * are no more are removed. What others added stays, and where they changed a file of ours, or put theirs in its place, nothing is
 * done; nor where a dataset is made of a picture that would go. A file is replaced whole; a run that was killed can be run again, as the list in the folder says what was and what will be.
 *
 * @param target absolute; may be absent or empty, then everything is added
 * @throws UserError `exists` where it is no export of that format or others have changed it, `busy`, `unwritable` where it cannot be written
 */
export async function updateFolder<T>(
  target: string,
  { manifest, job, referred }: Pick<FolderOptions, 'job' | 'referred'> & { readonly manifest: ManifestHead },
  fill: (folder: string) => Promise<T>,
): Promise<UpdatedFolder<T>> {
  return atPlace(target, async (place, outer) => {
    await listedIn(place, { format: manifest.format, target });
    const inner = join(outer, 'content');
    await mkdir(inner);
    const report = await fill(inner);
    const files: TreeFile[] = [];
    const tree = await treeDigest(inner, job, target, (file) => files.push(file));
    const changes = await folderChanges(place, { inner, files, format: manifest.format, target, referred }, job);
    throwIfCancelled(job.signal);
    await apply(changes, { inner, place, outer, manifest, files });
    return { report, tree, changes: changeNotes(changes) };
  });
}

type Update = {
  readonly inner: string;
  readonly place: string;
  readonly outer: string;
  readonly manifest: ManifestHead;
  readonly files: readonly TreeFile[];
};

/** The list comes first and last: in between it names both what was and what will be. */
async function apply(changes: FolderChanges, { inner, place, outer, manifest, files }: Update): Promise<void> {
  const { added, changed, removed, before } = changes;
  const leave = async (rest: readonly TreeFile[]): Promise<void> => {
    writeManifest(outer, manifest, files, rest);
    await rename(join(outer, MANIFEST), join(place, MANIFEST));
  };
  await mkdir(place, { recursive: true });
  await leave(before);
  const folders = await foldersBelow(inner, '');
  for (const folder of folders) await mkdir(join(place, folder), { recursive: true });
  for (const path of [...added, ...changed]) await rename(join(inner, path), join(place, path));
  for (const path of removed) await rm(join(place, path));
  await removeEmpty(place, removed, new Set(folders));
  await leave([]);
}

async function foldersBelow(root: string, below: string): Promise<string[]> {
  const folders: string[] = [];
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    folders.push(path, ...(await foldersBelow(root, path)));
  }
  return folders;
}

/** Folders that held only what is gone go, too. */
async function removeEmpty(place: string, removed: readonly string[], kept: ReadonlySet<string>): Promise<void> {
  for (const start of new Set(removed.map((path) => dirname(path)))) {
    for (let folder = start; folder !== '.' && !kept.has(folder); folder = dirname(folder)) {
      const isRemoved = await rmdir(join(place, folder)).then(
        () => true,
        () => false,
      );
      if (!isRemoved) break;
    }
  }
}
