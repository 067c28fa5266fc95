import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Job } from '../model/job.ts';
import { changeNotes, folderChanges } from './folder-changes.ts';
import { treeDigest, type TreeDigest, type TreeFile } from './tree-digest.ts';

/** How it would be written. */
export type PlanOptions = {
  readonly isFile: boolean;
  readonly job: Job;
  /** The format, where an export would be updated. */
  readonly update?: string;
};

/**
 * Writes an export to a folder of its own and takes it away again, so that its report and digest are those that writing it
 * would have. Nothing is left behind, and only for an update is it looked at what is there: `changes` then says what it would do.
 *
 * @param target absolute path of the folder, or of the file, that would be written
 * @throws UserError what an update would end with
 */
export async function planExport<T>(
  target: string,
  { isFile, job, update }: PlanOptions,
  fill: (place: string) => Promise<T>,
): Promise<{ readonly report: T; readonly tree: TreeDigest; readonly changes: readonly string[] }> {
  const scratch = await mkdtemp(join(tmpdir(), 'quadrat-plan-'));
  try {
    const inner = join(scratch, 'content');
    await mkdir(inner);
    const report = await fill(isFile ? join(inner, basename(target)) : inner);
    const files: TreeFile[] = [];
    const tree = await treeDigest(inner, job, target, (file) => files.push(file));
    if (update === undefined) return { report, tree, changes: [] };
    const place = await realpath(target).catch(() => target);
    const changes = await folderChanges(place, { inner, files, format: update, target }, job);
    return { report, tree, changes: changeNotes(changes) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
