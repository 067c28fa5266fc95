import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { BackedUp } from '../dataset/formats/manifest.ts';
import type { Job } from '../dataset/model/job.ts';
import type { ReadEvent } from '../dataset/model/read-event.ts';
import type { Sample } from '../dataset/model/sample.ts';

/**
 * What a folder says of itself as a backup, once every file of it was found to be what was written; undefined where it is none.
 * @throws UserError `unreadable`
 */
export async function checkedBackup(folder: string, shown: string, job: Job): Promise<BackedUp | undefined> {
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

/**
 * In what a dataset, which is closed, is not what was read of the backup when it was written, as a sentence; undefined where it is.
 * The files are what was written: something is wrong only where another version reads them otherwise.
 */
export async function readOtherwise(read: Dataset, { dataset, digests }: BackedUp): Promise<string | undefined> {
  try {
    const found = await read.digests();
    const wrong = (['labels', 'fields'] as const).filter((digest) => found[digest] !== digests[digest]);
    if (wrong.length === 0) return undefined;
    return `${dataset} is read from it otherwise than it was written: digest ${wrong.join(', ')}`;
  } finally {
    await read.close();
  }
}

/** A picture below the folder of a backup. */
export type BackedUpPicture = {
  /** Absolute path. */
  readonly file: string;
  /** Its path in the folder, without `data/` unless another picture has that path; parts are separated by `/`. */
  readonly name: string;
};

/** What is read from a backup, with file paths that `place` gives for pictures below its folder. */
export function withPictures(
  events: AsyncIterable<ReadEvent>,
  folder: string,
  place: (picture: BackedUpPicture) => Promise<string>,
): AsyncGenerator<ReadEvent> {
  return withPaths(events, async (sample) => {
    const picture = pictureOf(sample, folder);
    return picture === undefined ? sample.filepath : place(picture);
  });
}

/** What is read, with another file path for each sample. */
export async function* withPaths(
  events: AsyncIterable<ReadEvent>,
  pathOf: (sample: Sample) => string | Promise<string>,
): AsyncGenerator<ReadEvent> {
  for await (const event of events) {
    if (event.kind !== 'samples') {
      yield event;
      continue;
    }
    const samples: Sample[] = [];
    for (const sample of event.samples) samples.push({ ...sample, filepath: await pathOf(sample) });
    yield { ...event, samples };
  }
}

function pictureOf({ filepath: file }: Sample, folder: string): BackedUpPicture | undefined {
  const path = pathBelow(folder, file);
  if (path === undefined || !existsSync(file)) return undefined;
  const bare = path.replace(/^data\//u, '');
  return { file, name: bare !== path && existsSync(join(folder, bare)) ? path : bare };
}

/** The path of a file relative to a folder that it lies in, its parts separated by `/`; undefined where it lies elsewhere. */
export function pathBelow(folder: string, file: string): string | undefined {
  const inside = relative(folder, file);
  if (inside === '' || isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) return undefined;
  return inside.split(sep).join('/');
}
