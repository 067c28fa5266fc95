import { quoteWord } from '../dataset/model/words.ts';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../diagnostics.ts';
import type { BackedUp } from '../dataset/formats/manifest.ts';
import { COPY, linkPicture } from '../dataset/media/link-picture.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { type BackedUpPicture, checkedBackup, readOtherwise, withPictures } from './fiftyone-backup.ts';
import { fillDataset } from './fill-dataset.ts';

/**
 * Makes a dataset of a FiftyOneDataset: one that `backup` wrote, whose files are compared with their digests first and its own
 * digests afterwards, or one of anybody. Pictures in the folder are copied, so that the dataset stands on its own.
 * @throws UserError `unreadable` where a file is not what was written; as `import fiftyone`
 */
export async function restoreFiftyone(path: string, name: string | undefined, context: Context): Promise<Output> {
  const { paths, job } = context;
  const folder = paths.read(path);
  const backup = await checkedBackup(folder, path, job);
  const { readDatasetDocument } = await import('../dataset/formats/fiftyone/dataset-document.ts');
  const { fiftyone } = await import('../dataset/formats/fiftyone/fiftyone.ts');
  const called = backup?.dataset ?? (await readDatasetDocument(folder)).name;
  const given = name ?? called;
  if (given === null) {
    throw new UserError('usage', `${path} does not say what it is called`, {
      hint: `restore ${quoteWord(path)} --name NAME`,
    });
  }
  const output = await fillDataset(given, context, (mediaOut) =>
    withPictures(fiftyone.read({ path: folder, media: null, field: null, mediaOut }, job), folder, (picture) =>
      copyInto(mediaOut, picture),
    ),
  );
  if (backup !== undefined) await expectRestored(given, backup, context);
  if (output.kind !== 'change') return output;
  const from = called === null || given === called ? path : `${path}, where it was called ${called}`;
  const checked =
    backup === undefined ? 'no backup of Quadrat: there is nothing to compare it with' : 'as it was written';
  return { ...output, notes: [`from ${from}; ${checked}`, ...output.notes] };
}

async function copyInto(mediaOut: string, { file, name }: BackedUpPicture): Promise<string> {
  const target = join(mediaOut, name);
  if (!existsSync(target)) {
    await mkdir(dirname(target), { recursive: true });
    await linkPicture(file, target, COPY);
  }
  return name;
}

async function expectRestored(name: string, backup: BackedUp, { library }: Context): Promise<void> {
  const wrong = await readOtherwise(await library.open(name, { runner: 'in-place' }), backup);
  if (wrong === undefined) return;
  await library.delete(name);
  throw new UserError('unreadable', wrong, { hint: `what was read is in the trash: trash restore ${quoteWord(name)}` });
}
