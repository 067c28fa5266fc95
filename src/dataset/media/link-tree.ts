import { linkSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { linkPicture } from './link-picture.ts';

/** Files between two breaths. */
const BATCH = 500;

/**
 * Puts every file of a folder at the same place in another, as a hard link where the disk allows, else as a copy.
 * @returns how many; 0 where there is no such folder
 * @throws UserError `cancelled`, and as `linkPicture`
 */
export async function linkTree(source: string, target: string, job: Job): Promise<number> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => !entry.isDirectory());
  const made = new Set<string>();
  for (const [done, file] of files.entries()) {
    if (done % BATCH === 0) {
      job.report({ what: 'linking pictures', done, total: files.length, unit: 'pictures' });
      throwIfCancelled(job.signal);
    }
    const from = join(file.parentPath, file.name);
    const to = join(target, relative(source, from));
    if (!made.has(dirname(to))) await mkdir(dirname(to), { recursive: true });
    made.add(dirname(to));
    if (!(file.isFile() && linked(from, to))) await linkPicture(from, to, ['hard-link', 'copy']);
  }
  return files.length;
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // another disk, or a file of somebody else: the slower way says what is wrong
  }
}
