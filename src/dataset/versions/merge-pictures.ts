import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Dataset } from '../dataset.ts';
import { linkPicture } from '../media/link-picture.ts';
import type { Sample } from '../model/sample.ts';

/** Brings pictures from the media folder of one dataset into that of another. */
export type PictureMover = {
  /** Gives the picture a place of its own there. @returns the file path of the sample there */
  bring(sample: Pick<Sample, 'filepath'>): Promise<string>;
  /** Pictures that were not there to be brought. */
  absent(): number;
  /** Takes away what was brought. */
  undo(): Promise<void>;
};

/**
 * A mover between two media folders. Pictures get a second name there, or are copied where the disk is another one, so that they
 * stay when the source is deleted. Absolute file paths stay what they are. A name that another picture has gets a number.
 * @param planned only says what the paths would be
 */
export function pictureMover(
  from: Dataset,
  root: string,
  { planned = false }: { readonly planned?: boolean } = {},
): PictureMover {
  const made: string[] = [];
  let absent = 0;
  return {
    bring: async ({ filepath }) => {
      if (isAbsolute(filepath)) return filepath;
      const source = from.mediaPath({ filepath });
      if (!existsSync(source)) {
        absent++;
        return filepath;
      }
      const { path, isThere } = await placeFor(source, root, filepath);
      if (isThere || planned) return path;
      const target = join(root, path);
      await mkdir(dirname(target), { recursive: true });
      await linkPicture(source, target, ['hard-link', 'copy']);
      made.push(target);
      return path;
    },
    absent: () => absent,
    undo: async () => {
      for (const file of made) await rm(file, { force: true });
    },
  };
}

/** The first of `a.jpg`, `a-2.jpg`, ... that is free or the very same picture. */
async function placeFor(
  source: string,
  root: string,
  filepath: string,
): Promise<{ readonly path: string; readonly isThere: boolean }> {
  for (let n = 1; ; n++) {
    const path = n === 1 ? filepath : filepath.replace(/(\.[^./]*)?$/u, `-${String(n)}$1`);
    const target = join(root, path);
    if (!existsSync(target)) return { path, isThere: false };
    if (await isSamePicture(source, target)) return { path, isThere: true };
  }
}

async function isSamePicture(a: string, b: string): Promise<boolean> {
  const [first, second] = [await stat(a), await stat(b)];
  if (first.ino === second.ino && first.dev === second.dev) return true;
  return first.size === second.size && (await readFile(a)).equals(await readFile(b));
}
