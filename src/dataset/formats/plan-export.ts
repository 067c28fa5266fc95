import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Job } from '../model/job.ts';
import { treeDigest, type TreeDigest } from './tree-digest.ts';

/**
 * Writes an export to a folder of its own and takes it away again, so that its report and digest are those that writing it
 * would have. Nothing is left behind, and nothing is looked at where it would go.
 *
 * @param target absolute path of the folder, or of the file, that would be written
 */
export async function planExport<T>(
  target: string,
  { isFile, job }: { readonly isFile: boolean; readonly job: Job },
  fill: (place: string) => Promise<T>,
): Promise<{ readonly report: T; readonly tree: TreeDigest }> {
  const scratch = await mkdtemp(join(tmpdir(), 'quadrat-plan-'));
  try {
    const folder = join(scratch, 'content');
    await mkdir(folder);
    const report = await fill(isFile ? join(folder, basename(target)) : folder);
    return { report, tree: await treeDigest(folder, job, target) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
