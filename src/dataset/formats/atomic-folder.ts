import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { atPlace, entriesOf, REPLACED, taken, withFolderBeside } from './folder-beside.ts';
import { manifestFile, type ManifestHead } from './manifest.ts';
import { treeDigest, type TreeDigest } from './tree-digest.ts';

/** How a folder is written. */
export type FolderOptions = {
  /** Replace a folder that is not empty, if all that lies in it is written anew. */
  readonly overwrite: boolean;
  readonly job: Job;
  /** What is said at the head of a list of the files, where one is left in the folder; a function is asked when it is filled. */
  readonly manifest?: ManifestHead | (() => ManifestHead) | undefined;
};

/** What `fill` returned, and the tree that it made. */
export type WrittenFolder<T> = { readonly report: T; readonly tree: TreeDigest };

/**
 * Fills a folder so that it is there whole or not at all: `fill` writes into a folder of another name beside `target`,
 * which is renamed when it has returned and removed when it throws. What a killed run left behind is removed first. The
 * digest leaves out the path of `target` (see `treeDigest`).
 *
 * @param target absolute; may be an empty folder; folders above it are made
 * @throws UserError `exists` where there is something at `target`, `unwritable` where the folder cannot be made; what
 *   `fill` throws passes through, a full disk as `unwritable`
 */
export async function writeFolder<T>(
  target: string,
  options: FolderOptions,
  fill: (folder: string) => Promise<T>,
): Promise<WrittenFolder<T>> {
  return atPlace(target, async (place) => {
    const old = await entriesOf(place);
    if (old.length > 0 && !options.overwrite) throw taken(target);
    return fillAndRename(place, { ...options, target, old }, fill);
  });
}

type Filling = FolderOptions & { readonly target: string; readonly old: readonly string[] };

function fillAndRename<T>(
  place: string,
  { target, job, old, manifest }: Filling,
  fill: (folder: string) => Promise<T>,
): Promise<WrittenFolder<T>> {
  return withFolderBeside(place, target, async (outer) => {
    const inner = join(outer, 'content');
    await mkdir(inner);
    const report = await fill(inner);
    const tree = await listed(inner, { manifest, job, target });
    await refuseToLose(old, inner, target);
    throwIfCancelled(job.signal);
    await swap(inner, place, join(outer, REPLACED));
    return { report, tree };
  });
}

/** The tree, and its list where one is left. */
async function listed(
  inner: string,
  { manifest, job, target }: Pick<Filling, 'manifest' | 'job' | 'target'>,
): Promise<TreeDigest> {
  if (manifest === undefined) return treeDigest(inner, job, target);
  const list = manifestFile(inner, typeof manifest === 'function' ? manifest() : manifest);
  try {
    const tree = await treeDigest(inner, job, target, list.add);
    list.end();
    return tree;
  } finally {
    list.close();
  }
}

/** Only what the new folder has too may go: `--overwrite` must not take a folder of something else. */
async function refuseToLose(old: readonly string[], inner: string, target: string): Promise<void> {
  const entries = new Set(await readdir(inner));
  const lost = old.find((name) => !entries.has(name));
  if (lost === undefined) return;
  throw new UserError('exists', `${target} holds ${lost}, which would be lost`, {
    hint: 'move it away, or name another folder',
  });
}

/** Puts the new folder in place of what is there; if that fails, what was there is put back. */
async function swap(from: string, to: string, aside: string): Promise<void> {
  const isThere = await rename(to, aside).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(from, to);
  } catch (error) {
    if (isThere) await rename(aside, to);
    throw error;
  }
}
