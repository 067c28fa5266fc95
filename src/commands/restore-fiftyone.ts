import { quoteWord } from '../dataset/model/words.ts';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { UserError } from '../diagnostics.ts';
import type { BackedUp } from '../dataset/formats/manifest.ts';
import { COPY, linkPicture } from '../dataset/media/link-picture.ts';
import type { Job } from '../dataset/model/job.ts';
import type { ReadEvent } from '../dataset/model/read-event.ts';
import type { Sample } from '../dataset/model/sample.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
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
    withPictures(fiftyone.read({ path: folder, media: null, field: null, mediaOut }, job), folder, mediaOut),
  );
  if (backup !== undefined) await expectDigests(given, backup, context);
  if (output.kind !== 'change') return output;
  const from = called === null || given === called ? path : `${path}, where it was called ${called}`;
  const checked =
    backup === undefined ? 'no backup of Quadrat: there is nothing to compare it with' : 'as it was written';
  return { ...output, notes: [`from ${from}; ${checked}`, ...output.notes] };
}

/** What the folder says of itself as a backup, once every file of it was found to be what was written. */
async function checkedBackup(folder: string, shown: string, job: Job): Promise<BackedUp | undefined> {
  const { checkManifest, manifestIn } = await import('../dataset/formats/manifest.ts');
  const manifest = await manifestIn(folder);
  if (manifest === null || typeof manifest === 'string') {
    if (manifest === null) return undefined;
    throw damaged(shown, `its list of files ${manifest}`);
  }
  if (manifest.backup === undefined) return undefined;
  for await (const { severity, message, where } of checkManifest(folder, job, true)) {
    if (severity === 'error') throw damaged(shown, `${where} ${message}`);
  }
  return manifest.backup;
}

function damaged(shown: string, why: string): UserError {
  return new UserError('unreadable', `${shown} is not as it was backed up: ${why}`, {
    hint: 'use another copy of it, or import fiftyone takes it as it is',
  });
}

/** Pictures below the folder get a copy in the media folder under their path, without `data/` unless another has that path. */
async function* withPictures(
  events: AsyncIterable<ReadEvent>,
  folder: string,
  mediaOut: string,
): AsyncGenerator<ReadEvent> {
  for await (const event of events) {
    if (event.kind !== 'samples') {
      yield event;
      continue;
    }
    const samples: Sample[] = [];
    for (const sample of event.samples) samples.push(await withPicture(sample, folder, mediaOut));
    yield { ...event, samples };
  }
}

async function withPicture(sample: Sample, folder: string, mediaOut: string): Promise<Sample> {
  const inside = relative(folder, sample.filepath);
  if (inside === '' || isAbsolute(inside) || inside.startsWith('..') || !existsSync(sample.filepath)) return sample;
  const path = inside.split(sep).join('/');
  const bare = path.replace(/^data\//u, '');
  // Where a picture of that name lies beside `data` too, both keep their paths.
  const filepath = bare !== path && existsSync(join(folder, bare)) ? path : bare;
  const target = join(mediaOut, filepath);
  if (!existsSync(target)) {
    await mkdir(dirname(target), { recursive: true });
    await linkPicture(sample.filepath, target, COPY);
  }
  return { ...sample, filepath };
}

/** The files are what was written, so this fails only where another version reads them otherwise. */
async function expectDigests(name: string, { digests, dataset }: BackedUp, { library }: Context): Promise<void> {
  const restored = await library.open(name, { runner: 'in-place' });
  const found = await restored.digests();
  await restored.close();
  const wrong = (['labels', 'fields'] as const).filter((digest) => found[digest] !== digests[digest]);
  if (wrong.length === 0) return;
  await library.delete(name);
  throw new UserError(
    'unreadable',
    `${dataset} is read from it otherwise than it was written: digest ${wrong.join(', ')}`,
    {
      hint: `what was read is in the trash: trash restore ${quoteWord(name)}`,
    },
  );
}
