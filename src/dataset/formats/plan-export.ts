import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Job } from '../model/job.ts';
import { counted } from '../model/counted.ts';
import { expectFileReplaceable } from './atomic-file.ts';
import { type Anew, changeNotes, folderChanges } from './folder-changes.ts';
import { entriesOf } from './folder-beside.ts';
import type { FindReferred } from './kept-files.ts';
import { expectReplaceable } from './replaceable.ts';
import { treeDigest, type TreeDigest, type TreeFile } from './tree-digest.ts';

/** How it would be written. */
export type PlanOptions = {
  readonly isFile: boolean;
  readonly job: Job;
  /** What would be done to an export of that format that is there. */
  readonly existing?: { readonly how: 'update' | 'overwrite'; readonly format: string };
  readonly referred: FindReferred;
};

/**
 * Writes an export to a folder of its own and takes it away again, so that its report and digest are those that writing it
 * would have. Nothing is left behind. Where an export would be updated or overwritten, `changes` says what would become of what is there.
 *
 * @param target absolute path of the folder, or of the file, that would be written
 * @throws UserError what updating or overwriting would end with
 */
export async function planExport<T>(
  target: string,
  { isFile, job, existing, referred }: PlanOptions,
  fill: (place: string) => Promise<T>,
): Promise<{ readonly report: T; readonly tree: TreeDigest; readonly changes: readonly string[] }> {
  const scratch = await mkdtemp(join(tmpdir(), 'quadrat-plan-'));
  try {
    const inner = join(scratch, 'content');
    await mkdir(inner);
    const report = await fill(isFile ? join(inner, basename(target)) : inner);
    const files: TreeFile[] = [];
    const tree = await treeDigest(inner, job, target, (file) => files.push(file));
    if (existing === undefined) return { report, tree, changes: [] };
    if (isFile) {
      await expectFileReplaceable(target, { overwrite: true, referred });
      return { report, tree, changes: [] };
    }
    const anew = { inner, files, format: existing.format, target, referred };
    return {
      report,
      tree,
      changes: await CHANGES[existing.how](await realpath(target).catch(() => target), anew, job),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const CHANGES = {
  update: async (place: string, anew: Anew, job: Job): Promise<readonly string[]> =>
    changeNotes(await folderChanges(place, anew, job)),
  overwrite: async (place: string, anew: Anew, job: Job): Promise<readonly string[]> => {
    if ((await entriesOf(place)).length === 0) return [];
    const count = await expectReplaceable(place, anew, job);
    return [`replaces the export that is there: ${counted(count, 'file')}`];
  },
} as const;
