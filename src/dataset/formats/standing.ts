import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyFoldersIn } from './listed-files.ts';
import { entriesOf } from './folder-beside.ts';
import { filesBelow } from './tree-digest.ts';

/** All that is in a folder, as far as its names, sizes and times tell; nothing where there is none. */
export async function standing(place: string): Promise<ReadonlySet<string>> {
  if ((await entriesOf(place)).length === 0) return new Set();
  const found = new Set(await emptyFoldersIn(place));
  for await (const path of filesBelow(place, '')) {
    const { ino, size, mtimeMs } = await lstat(join(place, path));
    found.add(`${path}\0${String(ino)} ${String(size)} ${String(mtimeMs)}`);
  }
  return found;
}
