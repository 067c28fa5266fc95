import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a file, or the files of a folder, are so many or so large that a thread of their own is worth its start. */
export function isLarge(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  return stats.isDirectory() ? isLargeFolder(path) : stats.size >= LARGE;
}

const LARGE = 4 << 20;
const MANY = 1_000;

function isLargeFolder(top: string): boolean {
  if (filesIn(top, entriesOf(top)).some((file) => sizeOf(file) >= LARGE)) return true;
  const folders = [top];
  let files = 0;
  for (let folder = folders.pop(); folder !== undefined && files < MANY; folder = folders.pop()) {
    const entries = entriesOf(folder);
    if (filesIn(folder, entries).some((file) => file.endsWith('.json') && sizeOf(file) >= LARGE)) return true;
    files += filesIn(folder, entries).length;
    for (const entry of entries) if (entry.isDirectory()) folders.push(join(folder, entry.name));
  }
  return files >= MANY;
}

function filesIn(folder: string, entries: readonly Dirent[]): string[] {
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What cannot be looked into is the business of whoever reads it. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
