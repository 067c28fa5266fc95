import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { isOwned, owner } from './folder-owner.ts';
import { type ManifestHead, writeManifest } from './manifest.ts';
import { treeDigest, type TreeDigest, type TreeFile } from './tree-digest.ts';

/** How a folder is written. */
export type FolderOptions = {
  /** Replace a folder that is not empty, if all that lies in it is written anew. */
  readonly overwrite: boolean;
  readonly job: Job;
  /** What is said at the head of a list of the files, where one is left in the folder. */
  readonly manifest?: ManifestHead;
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
  const made = await madeParents(target);
  try {
    const place = await placeOf(target);
    await removeLeftovers(place);
    const old = await entriesOf(place);
    if (old.length > 0 && !options.overwrite) throw taken(target);
    return await fillAndRename(place, { ...options, target, old }, fill);
  } catch (error) {
    if (made !== undefined) await removeEmpty(dirname(target), made);
    throw error;
  }
}

const OWNER_FILE = 'owner.json';
const REPLACED = 'replaced';
const HEARTBEAT_MS = 5_000;
/** A folder whose owner cannot be asked counts as left behind after this time without a sign of life. */
const SILENCE_MS = 60_000;

type Filling = FolderOptions & { readonly target: string; readonly old: readonly string[] };

async function fillAndRename<T>(
  place: string,
  { target, job, old, manifest }: Filling,
  fill: (folder: string) => Promise<T>,
): Promise<WrittenFolder<T>> {
  const outer = await translating(target, () => mkdtemp(prefixOf(place)));
  const stop = startHeartbeat(join(outer, OWNER_FILE));
  try {
    return await translating(target, async () => {
      await writeOwner(join(outer, OWNER_FILE));
      const inner = join(outer, 'content');
      await mkdir(inner);
      const report = await fill(inner);
      const files: TreeFile[] = [];
      const tree = await treeDigest(inner, job, target, (file) => files.push(file));
      if (manifest !== undefined) await writeManifest(inner, manifest, files);
      await refuseToLose(old, inner, target);
      throwIfCancelled(job.signal);
      await swap(inner, place, join(outer, REPLACED));
      return { report, tree };
    });
  } finally {
    stop();
    await rm(outer, { recursive: true, force: true });
  }
}

/** Says every few seconds, by the time of the file, that somebody is at work. */
function startHeartbeat(file: string): () => void {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
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

async function writeOwner(path: string): Promise<void> {
  await writeFile(path, JSON.stringify(await owner()), { flag: 'wx' });
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

/** Beside the target and hidden, with a name that says whose it is. */
function prefixOf(place: string): string {
  // Room for the rest of the name within 255 bytes.
  const short = Buffer.from(basename(place)).subarray(0, 200).toString('utf8').replaceAll('\ufffd', '');
  return join(dirname(place), `.${short}.quadrat-part-`);
}

/** The target with links resolved. */
async function placeOf(target: string): Promise<string> {
  return realpath(target).catch(() => target);
}

/** What is in the folder; nothing where there is none. */
async function entriesOf(place: string): Promise<readonly string[]> {
  try {
    return await readdir(place);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw codeOf(error) === 'ENOTDIR' ? taken(place, error) : unwritable(place, error);
  }
}

async function removeLeftovers(place: string): Promise<void> {
  const prefix = basename(prefixOf(place));
  for (const name of await entriesOf(dirname(place))) {
    const folder = join(dirname(place), name);
    if (!name.startsWith(prefix) || !(await isLeftBehind(folder))) continue;
    await putBack(join(folder, REPLACED), place);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Killed between the two renames of a swap: what was there is in the folder left behind. */
async function putBack(replaced: string, place: string): Promise<void> {
  const isThere = await stat(place).catch(() => undefined);
  if (isThere !== undefined) return;
  await rename(replaced, place).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

async function isLeftBehind(folder: string): Promise<boolean> {
  try {
    const file = join(folder, OWNER_FILE);
    const isSilent = Date.now() - (await stat(file)).mtimeMs > SILENCE_MS;
    return isSilent || !(await isOwned(await readFile(file, 'utf8')));
  } catch (error) {
    // Killed before it signed, or only just made.
    if (codeOf(error) !== 'ENOENT') return false;
    const made = await stat(folder).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > SILENCE_MS;
  }
}

/** Makes the folders above; the topmost that was not there before. */
async function madeParents(target: string): Promise<string | undefined> {
  try {
    return await mkdir(dirname(target), { recursive: true });
  } catch (error) {
    throw unwritable(target, error);
  }
}

async function removeEmpty(from: string, top: string): Promise<void> {
  for (let folder = from; folder.length >= top.length; folder = dirname(folder)) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

async function translating<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError || !CANNOT_WRITE.has(codeOf(error))) throw error;
    throw unwritable(target, error);
  }
}

/** What a disk or its owner answers; other codes are mistakes of ours. */
const CANNOT_WRITE: ReadonlySet<string> = new Set([
  'EACCES',
  'EBUSY',
  'EDQUOT',
  'EIO',
  'ENAMETOOLONG',
  'ENOSPC',
  'EPERM',
  'EROFS',
  'EXDEV',
]);

function taken(target: string, cause?: unknown): UserError {
  return new UserError('exists', `${target} is there already and is not empty`, {
    hint: 'name another folder, or say --overwrite',
    cause,
  });
}

function unwritable(target: string, cause: unknown): UserError {
  const why = codeOf(cause) === 'ENOSPC' ? 'the disk is full' : codeOf(cause);
  return new UserError('unwritable', `${target} cannot be written: ${why}`, {
    hint: 'nothing was left behind',
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
