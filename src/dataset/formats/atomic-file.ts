import { link, lstat, mkdir, mkdtemp, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { FindReferred } from './kept-files.ts';
import { treeDigest, type TreeDigest } from './tree-digest.ts';

/** How a file is written. */
export type FileOptions = {
  /** Replace a file that is there. */
  readonly overwrite: boolean;
  readonly job: Job;
  readonly referred: FindReferred;
};

/**
 * Writes a file so that it is there whole or not at all: `fill` writes it to a folder of its own beside `target`, from where
 * it is moved. The digest is that of a tree with this file alone.
 *
 * @param target absolute; folders above it are made
 * @throws UserError `exists` where there is something at `target` that is not to be replaced, or a picture that a dataset is made
 *   of, `unwritable` where it cannot be written; what `fill` throws passes through
 */
export async function writeOneFile<T>(
  target: string,
  { overwrite, job, referred }: FileOptions,
  fill: (file: string) => Promise<T>,
): Promise<{ readonly report: T; readonly tree: TreeDigest }> {
  await expectFileReplaceable(target, { overwrite, referred });
  let folder: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    folder = await mkdtemp(join(dirname(target), '.quadrat-part-'));
    const file = join(folder, basename(target));
    const report = await fill(file);
    const tree = await treeDigest(folder, job);
    throwIfCancelled(job.signal);
    await (overwrite ? rename(file, target) : moveWhereNothingIs(file, target));
    return { report, tree };
  } catch (error) {
    throw translated(target, error);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Looks whether a file may be written. @throws UserError `exists` where it may not */
export async function expectFileReplaceable(
  target: string,
  { overwrite, referred }: Pick<FileOptions, 'overwrite' | 'referred'>,
): Promise<void> {
  const status = await stat(target).catch(() => undefined);
  if (status === undefined) return;
  if (!status.isFile()) throw new UserError('exists', `${target} is no file`, { hint: 'name a file to write' });
  if (!overwrite) throw isThere(target);
  const place = join(await realpath(dirname(target)), basename(target));
  const [dataset] = (await referred(place)).values();
  if (dataset === undefined) return;
  throw new UserError('exists', `${target} is a picture that the dataset ${dataset} is made of`, {
    hint: 'nothing was touched; name another file',
  });
}

/** What somebody else has put there meanwhile is not replaced. */
async function moveWhereNothingIs(file: string, target: string): Promise<void> {
  try {
    await link(file, target);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw isThere(target, error);
    // A disk without hard links: the look at what is there and the move are two steps then.
    if (await lstat(target).catch(() => undefined)) throw isThere(target);
    await rename(file, target);
  }
}

function isThere(target: string, cause?: unknown): UserError {
  return new UserError('exists', `${target} is there already`, {
    hint: 'name another file, or say --overwrite',
    cause,
  });
}

function translated(target: string, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error) || !('syscall' in error)) return error;
  const code = codeOf(error);
  return new UserError('unwritable', `${target} cannot be written: ${code === 'ENOSPC' ? 'the disk is full' : code}`, {
    hint: 'nothing was left behind',
    cause: error,
  });
}
