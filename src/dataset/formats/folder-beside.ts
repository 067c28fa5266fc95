import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, UserError } from '../../diagnostics.ts';
import { isOwned, owner } from './folder-owner.ts';

/** Name, in a folder beside a place, of what was there before it was replaced. */
export const REPLACED = 'replaced';

/**
 * Runs `work` with the place of a file or folder, `target` with links resolved, and with a hidden folder beside it, on the same
 * disk, which says whose it is and is removed in the end. Nobody else has one for that place meanwhile. Folders above it are made,
 * and removed again where `work` throws; what a killed run left beside it is removed first.
 *
 * @throws UserError `busy` where another run is at work there, `unwritable` with the name of `target` for what a disk refuses;
 *   what `work` throws passes through
 */
export async function atPlace<T>(target: string, work: (place: string, outer: string) => Promise<T>): Promise<T> {
  const made = await madeParents(target);
  try {
    return await translating(target, async () => {
      const place = await placeOf(target);
      return withFolderBeside(place, target, async (outer) => {
        await removeLeftovers(place, outer);
        return work(place, outer);
      });
    });
  } catch (error) {
    if (made !== undefined) await removeEmpty(dirname(target), made);
    throw error;
  }
}

/** What is in the folder; nothing where there is none. @throws UserError `exists` where it is a file */
export async function entriesOf(place: string): Promise<readonly string[]> {
  try {
    return await readdir(place);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw codeOf(error) === 'ENOTDIR' ? taken(place, { cause: error }) : unwritable(place, error);
  }
}

async function withFolderBeside<T>(place: string, target: string, work: (outer: string) => Promise<T>): Promise<T> {
  const outer = await claimed(place, target);
  const stop = startHeartbeat(join(outer, OWNER_FILE));
  try {
    await sign(outer);
    // Somebody may have claimed it under another number, after a look at it that is long past.
    if ((await othersAt(place, outer)).live.length > 0) throw busy(target);
    return await work(outer);
  } finally {
    stop();
    await rm(outer, { recursive: true, force: true });
  }
}

/**
 * Makes a folder for the place that only one can make: its number is the next after those of runs that were killed. These are
 * removed by whoever has claimed the place, so that nobody removes what another has just made.
 */
async function claimed(place: string, target: string): Promise<string> {
  const { live, left } = await othersAt(place);
  if (live.length > 0) throw busy(target);
  const numbers = left.map((folder) => Number(folder.slice(prefixOf(place).length)));
  const folder = prefixOf(place) + String(Math.max(0, ...numbers.filter((number) => Number.isSafeInteger(number))) + 1);
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    // The folders above are gone where another run has just failed that had made them.
    throw ['EEXIST', 'ENOENT'].includes(codeOf(error)) ? busy(target) : error;
  }
}

/** Whole at once: half a signature would be taken for none. */
async function sign(outer: string): Promise<void> {
  const unfinished = join(outer, `${OWNER_FILE}.part`);
  await writeFile(unfinished, JSON.stringify(await owner()), { flag: 'wx' });
  await rename(unfinished, join(outer, OWNER_FILE));
}

type Others = { readonly live: readonly string[]; readonly left: readonly string[] };

/** Folders beside the place but our own: of runs that may be at work, and of those that no longer are. */
async function othersAt(place: string, own?: string): Promise<Others> {
  const prefix = prefixOf(place);
  const live: string[] = [];
  const left: string[] = [];
  for (const name of await entriesOf(dirname(place))) {
    const folder = join(dirname(place), name);
    if (folder === own || !folder.startsWith(prefix)) continue;
    ((await isLeftBehind(folder)) ? left : live).push(folder);
  }
  return { live, left };
}

function busy(target: string): UserError {
  return new UserError('busy', `${target} is being written by another run`, {
    hint: 'wait until it has ended, or name another place',
  });
}

const OWNER_FILE = 'owner.json';
const HEARTBEAT_MS = 5_000;
/** A folder whose owner cannot be asked counts as left behind after this time without a sign of life. */
const SILENCE_MS = 60_000;

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

async function removeLeftovers(place: string, own: string): Promise<void> {
  for (const folder of (await othersAt(place, own)).left) {
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
    // Killed before it signed, only just made, or gone meanwhile.
    if (codeOf(error) !== 'ENOENT') return false;
    const made = await stat(folder).catch(() => undefined);
    return made === undefined || Date.now() - made.mtimeMs > SILENCE_MS;
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

function unwritable(target: string, cause: unknown): UserError {
  const why = codeOf(cause) === 'ENOSPC' ? 'the disk is full' : codeOf(cause);
  return new UserError('unwritable', `${target} cannot be written: ${why}`, {
    hint: 'nothing was left behind',
    cause,
  });
}

/** Something is there that is not to be replaced; it might be, where it is an export. */
export function taken(
  target: string,
  { isExport = false, cause }: { isExport?: boolean; cause?: unknown } = {},
): UserError {
  return new UserError('exists', `${target} is there already and is not empty`, {
    hint: isExport ? 'name another folder, or say --overwrite' : 'name another folder',
    cause,
  });
}
