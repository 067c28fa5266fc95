import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { atPlace, entriesOf, REPLACED, taken } from './folder-beside.ts';
import { expectNoStrangers, type FindReferred } from './kept-files.ts';
import { manifestFile, type ManifestHead } from './manifest.ts';
import { expectReplaceable } from './replaceable.ts';
import { standing } from './standing.ts';
import { MANIFEST, treeDigest, type TreeDigest, type TreeFile } from './tree-digest.ts';

/** How a folder is written. */
export type FolderOptions = {
  /** Replace an export that is there, if no more than that is, and as it was written. */
  readonly overwrite: boolean;
  readonly job: Job;
  /** What is said at the head of the list of the files that is left in the folder; a function is asked again when it is filled. */
  readonly manifest: ManifestHead | (() => ManifestHead);
  readonly referred: FindReferred;
};

/** What `fill` returned, and the tree that it made. */
export type WrittenFolder<T> = { readonly report: T; readonly tree: TreeDigest };

/**
 * Fills a folder so that it is there whole or not at all: `fill` writes into a folder of another name beside `target`,
 * which is renamed when it has returned and removed when it throws. What a killed run left behind is removed first. The
 * digest leaves out the path of `target` (see `treeDigest`).
 *
 * @param target absolute; may be an empty folder; folders above it are made
 * @throws UserError `exists` where there is something at `target` that is not to be replaced or was not written by an export,
 *   `busy` where another run is at work there, `unwritable` where the folder cannot be made; what `fill` throws passes through, a
 *   full disk as `unwritable`
 */
export async function writeFolder<T>(
  target: string,
  options: FolderOptions,
  fill: (folder: string) => Promise<T>,
): Promise<WrittenFolder<T>> {
  return atPlace(target, async (place, outer) => {
    const old = await entriesOf(place);
    const isTaken = old.length > 0;
    if (isTaken && !options.overwrite) throw taken(target, { isExport: old.includes(MANIFEST) });
    const format = headOf(options).format;
    if (isTaken) await expectNoStrangers(place, { target, format });
    const inner = join(outer, 'content');
    await mkdir(inner);
    const report = await fill(inner);
    const files: TreeFile[] = [];
    const tree = await listed(inner, { ...options, target }, (file) => isTaken && files.push(file));
    const before = isTaken ? await standing(place) : NOTHING;
    const anew = { inner, files, format, target, referred: options.referred };
    if (isTaken) await expectReplaceable(place, anew, options.job);
    throwIfCancelled(options.job.signal);
    await swap(inner, { place, target, before }, join(outer, REPLACED));
    return { report, tree };
  });
}

const NOTHING: ReadonlySet<string> = new Set();

function headOf({ manifest }: Pick<FolderOptions, 'manifest'>): ManifestHead {
  return typeof manifest === 'function' ? manifest() : manifest;
}

/** The tree, and its list. */
async function listed(
  inner: string,
  options: Pick<FolderOptions, 'manifest' | 'job'> & { readonly target: string },
  each: (file: TreeFile) => void,
): Promise<TreeDigest> {
  const list = manifestFile(inner, headOf(options));
  try {
    const tree = await treeDigest(inner, options.job, options.target, (file) => {
      list.add(file);
      each(file);
    });
    list.end();
    return tree;
  } finally {
    list.close();
  }
}

type Standing = { readonly place: string; readonly target: string; readonly before: ReadonlySet<string> };

/** Puts the new folder in place of what is there; if that fails, or what is there is no longer what was looked at, that is put back. */
async function swap(from: string, { place, target, before }: Standing, aside: string): Promise<void> {
  const isThere = await rename(place, aside).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    const now = isThere ? await standing(aside) : NOTHING;
    if (now.size !== before.size || [...now].some((one) => !before.has(one))) throw changedMeanwhile(target);
    await rename(from, place);
  } catch (error) {
    if (isThere) await rename(aside, place);
    throw TAKEN.has(codeOf(error)) ? taken(target, { cause: error }) : error;
  }
}

/** Answers of a disk where somebody has just made a folder and filled it. */
const TAKEN: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);

function changedMeanwhile(target: string): UserError {
  return new UserError('busy', `${target} was changed by another program while the export was being written`, {
    hint: 'nothing was touched; look at what is there now, and say it again',
  });
}
