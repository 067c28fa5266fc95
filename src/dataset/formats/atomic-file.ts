import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { FolderOptions } from './atomic-folder.ts';
import { treeDigest, type TreeDigest } from './tree-digest.ts';

/**
 * Writes a file so that it is there whole or not at all: `fill` writes it to a folder of its own beside `target`, from where
 * it is renamed. The digest is that of a tree with this file alone.
 *
 * @param target absolute; folders above it are made
 * @throws UserError `exists` where there is something at `target`, `unwritable` where it cannot be written; what `fill`
 *   throws passes through
 */
export async function writeOneFile<T>(
  target: string,
  { overwrite, job }: FolderOptions,
  fill: (file: string) => Promise<T>,
): Promise<{ readonly report: T; readonly tree: TreeDigest }> {
  await refuse(target, overwrite);
  let folder: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    folder = await mkdtemp(join(dirname(target), '.quadrat-part-'));
    const file = join(folder, basename(target));
    const report = await fill(file);
    const tree = await treeDigest(folder, job);
    throwIfCancelled(job.signal);
    await rename(file, target);
    return { report, tree };
  } catch (error) {
    throw translated(target, error);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function refuse(target: string, overwrite: boolean): Promise<void> {
  const status = await stat(target).catch(() => undefined);
  if (status === undefined || (overwrite && status.isFile())) return;
  const what = status.isFile() ? 'is there already' : 'is no file';
  throw new UserError('exists', `${target} ${what}`, {
    hint: status.isFile() ? 'name another file, or say --overwrite' : 'name a file to write',
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
