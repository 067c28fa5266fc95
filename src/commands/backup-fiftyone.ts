import { quoteWord } from '../dataset/model/words.ts';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import type { WriteOptions, WriteReport } from '../dataset/formats/define-format.ts';
import type { BackedUp } from '../dataset/formats/manifest.ts';
import { referredPictures } from '../dataset/library-pictures.ts';
import { splitSnapshot } from '../dataset/library-snapshots.ts';
import { wholeDataset } from '../dataset/query/plan.ts';
import type { ReadBack } from '../dataset/versions/read-back.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { fillDataset } from './fill-dataset.ts';

/** Where a backup goes, and how. */
export type BackupPlace = { readonly path: string; readonly media: boolean; readonly overwrite: boolean };

/**
 * Writes a dataset to a folder as a FiftyOneDataset, makes a dataset of that beside it and compares the two. What the format does
 * not carry is said. @throws UserError `exists`, `unwritable`, `cancelled`
 */
export async function backupFiftyone({ path, media, overwrite }: BackupPlace, context: Context): Promise<Output> {
  const { target, library, paths, job } = context;
  const { dataset } = await target();
  const { writeFolder } = await import('../dataset/formats/atomic-folder.ts');
  const finalOut = paths.write(path);
  const backup: { -readonly [K in keyof BackedUp]?: BackedUp[K] } = {};
  const manifest = () => ({ format: 'fiftyone', backup: backup as BackedUp });
  const referred = (place: string) => referredPictures(place, library.home, job);
  const { report, tree } = await writeFolder(finalOut, { overwrite, job, manifest, referred }, async (folder) => {
    const written = await write(dataset, { folder, finalOut, media }, context);
    const { found, about } = await readBack(dataset, folder, context);
    Object.assign(backup, about);
    return { ...written, found };
  });
  // That of a snapshot is no state of today.
  if (splitSnapshot(dataset.name) === undefined) await library.noteBackup(dataset.name, finalOut, 'fiftyone');
  const views = (await dataset.savedViews()).length;
  return {
    kind: 'files',
    root: path,
    ...tree,
    skipped: report.skipped,
    notes: [
      ...notesOf(dataset, report),
      ...(media ? [] : ['without pictures']),
      `not in it: the log, snapshots${views === 0 ? '' : `, ${String(views)} saved views`}, the folders of pictures; an archive has all of it`,
      `restore ${quoteWord(path)} --name NAME makes a dataset of it; FiftyOne loads it, too`,
    ],
  };
}

type Places = { readonly folder: string; readonly finalOut: string; readonly media: boolean };

async function write(dataset: Dataset, { folder, finalOut, media }: Places, { job }: Context): Promise<WriteReport> {
  const { writeFiftyone } = await import('../dataset/formats/fiftyone/write-fiftyone.ts');
  const plan = wholeDataset(dataset.name);
  const { fields } = await dataset.catalog();
  const options: WriteOptions = {
    out: folder,
    finalOut,
    samples: () => dataset.samples(plan, job.signal),
    total: await dataset.count(plan, job.signal),
    dataset: {
      name: ownName(dataset),
      fields,
      classLists: await dataset.classLists(),
      details: await dataset.details(),
      isWhole: true,
    },
    mediaPath: (sample) => dataset.mediaPath(sample),
    ...{ fields: null, classes: null, media: media ? 'copy' : 'none', missing: 'empty', splitBy: null },
  };
  return writeFiftyone(options, job);
}

type Checked = { readonly found: ReadBack; readonly about: BackedUp };

async function readBack(dataset: Dataset, folder: string, context: Context): Promise<Checked> {
  const { fiftyone } = await import('../dataset/formats/fiftyone/fiftyone.ts');
  const { compareReadBack } = await import('../dataset/versions/read-back.ts');
  const { job } = context;
  const beside = join(dirname(folder), 'read-back');
  try {
    const library = context.library.within(beside);
    const options = { path: folder, media: null, field: null };
    await fillDataset('read-back', { ...context, library }, (mediaOut) => fiftyone.read({ ...options, mediaOut }, job));
    const copy = await library.open('read-back', { runner: 'in-place' });
    try {
      const found = await compareReadBack(dataset, copy, job);
      const { samples, labels, digests } = await copy.info();
      return { found, about: { dataset: ownName(dataset), samples, labels, digests } };
    } finally {
      await copy.close();
    }
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** Of a snapshot that of its dataset. */
function ownName({ name }: Dataset): string {
  return splitSnapshot(name)?.dataset ?? name;
}

function notesOf(dataset: Dataset, { notes, found }: WriteReport & { readonly found: ReadBack }): readonly string[] {
  const { inPixels, differences } = found;
  const apart = inPixels + differences.length === 0 ? '' : ', but for what follows';
  return [
    ...notes.map((note, i) => (i === 0 ? `${dataset.name}: ${note}` : note)),
    `read back and compared with the dataset: the same${apart}`,
    ...(inPixels === 0 ? [] : [`the points of ${String(inPixels)} labels are fractions of the picture, no pixels`]),
    ...differences,
  ];
}
