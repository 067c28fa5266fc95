import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { fileDigest } from '../../dataset/formats/file-digest.ts';
import type { FillDatabase } from '../../dataset/library.ts';
import { COPY, linkPicture } from '../../dataset/media/link-picture.ts';
import type { Job } from '../../dataset/model/job.ts';
import type { Context } from '../context.ts';
import {
  type BackedUpPicture,
  checkedBackup,
  pathBelow,
  readOtherwise,
  withPaths,
  withPictures,
} from '../fiftyone-backup.ts';
import { fillDataset } from '../fill-dataset.ts';

/**
 * Writes the file of a dataset from a FiftyOneDataset that `backup` wrote of it, once all of that was found whole. Pictures that
 * the media folder has are used, the others are copied into it; none is replaced.
 * @throws UserError `unreadable` where the folder is not there or not what was written; as `import fiftyone`
 */
export function fillFromFiftyone(path: string, name: string, context: Context): FillDatabase {
  const { job } = context;
  return async (target) => {
    const backup = await checkedBackup(path, path, job);
    if (backup === undefined) throw new UserError('unreadable', `${path} is gone, or no backup any more`);
    const { fiftyone } = await import('../../dataset/formats/fiftyone/fiftyone.ts');
    const beside = join(dirname(target), 'fiftyone');
    const library = context.library.within(beside);
    const mediaRoot = context.library.mediaRoot(name);
    try {
      await fillDataset(name, { library, job, statement: `restore ${path}` }, (mediaOut) => {
        const events = fiftyone.read({ path, media: null, field: null, mediaOut }, job);
        const placed = withPictures(events, path, (picture) => takeInto(mediaRoot, picture, job));
        // A backup without pictures says where they lay: of those in the media folder, the path in it.
        return withPaths(placed, ({ filepath }) => pathBelow(mediaRoot, filepath) ?? filepath);
      });
      const wrong = await readOtherwise(await library.open(name, { runner: 'in-place' }), backup);
      if (wrong !== undefined) throw new UserError('unreadable', wrong);
      await library.copyTo(name, target, job);
      return (await library.describeFile(target)).digests;
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  };
}

/**
 * The path in the media folder of the same picture, or of its copy. Where another picture has its path it gets a folder: its name
 * must stay, which the digests take in.
 */
async function takeInto(mediaRoot: string, { file, name }: BackedUpPicture, job: Job): Promise<string> {
  for (let number = 1; ; number++) {
    const path = number === 1 ? name : `restored-${String(number - 1)}/${name}`;
    const target = join(mediaRoot, path);
    if (!existsSync(target)) {
      await mkdir(dirname(target), { recursive: true });
      await linkPicture(file, target, COPY);
      return path;
    }
    if (await isSame(file, target, job)) return path;
  }
}

async function isSame(file: string, other: string, { signal }: Job): Promise<boolean> {
  const [a, b] = [await fileDigest(file, signal, undefined), await fileDigest(other, signal, undefined)];
  return a.bytes === b.bytes && a.hash.equals(b.hash);
}
