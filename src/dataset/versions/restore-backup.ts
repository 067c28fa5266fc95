import { mkdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import type { Counted, Library, Place } from '../library.ts';
import type { Job } from '../model/job.ts';
import { type BackupFile, type BackupManifest, DATABASE, MEDIA } from './backup-manifest.ts';
import { type OpenBackup, openBackup, unpackFile } from './open-backup.ts';

/** Where an archive lies, and what the dataset is called that is made of it; without a name as it was called. */
export type RestoreOptions = {
  readonly path: string;
  /** The archive, as to be shown. */
  readonly shown: string;
  readonly name: string | undefined;
  readonly statement: string;
  readonly job: Job;
};

/** What was made. */
export type RestoredBackup = Counted & { readonly name: string; readonly manifest: BackupManifest };

/**
 * Makes a dataset of an archive. Every file of it is compared with its digest, and the dataset is checked as a whole before it is
 * there: on any failure nothing is left.
 * @throws UserError `exists`, and as `openBackup` and `Library.adopt`
 */
export async function restoreBackup(library: Library, options: RestoreOptions): Promise<RestoredBackup> {
  const { path, shown, statement, job } = options;
  const backup = await openBackup(path, shown);
  try {
    const { manifest } = backup;
    const name = options.name ?? manifest.dataset;
    const { digests } = manifest;
    const counted = await library.adopt(name, { statement, job, digests }, (place) => unpack(backup, place, job));
    if (counted.samples === manifest.samples && counted.labels === manifest.labels)
      return { ...counted, name, manifest };
    throw new Error('the digests are right and the numbers are not');
  } finally {
    backup.close();
  }
}

async function unpack(backup: OpenBackup, place: Place, job: Job): Promise<void> {
  const { manifest } = backup;
  await expectSpace(manifest.files, dirname(place.database));
  const made = new Set<string>();
  for (const [done, file] of manifest.files.entries()) {
    job.report({ what: 'unpacking', done, total: manifest.files.length, unit: 'files' });
    const target = targetOf(file, place);
    if (!made.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    made.add(dirname(target));
    await unpackFile(backup, file, target, job);
  }
}

function targetOf({ path }: BackupFile, { database, mediaOut }: Place): string {
  return path === DATABASE ? database : join(mediaOut, path.slice(MEDIA.length));
}

/** An archive that would fill the disk is refused before it does. */
async function expectSpace(files: readonly BackupFile[], folder: string): Promise<void> {
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const { bavail, bsize } = await statfs(folder);
  if (needed <= bavail * bsize) return;
  throw new UserError('unwritable', `it unpacks to ${String(needed)} bytes, and ${String(bavail * bsize)} are free`, {
    hint: 'free some space, or let QUADRAT_HOME point to another disk',
  });
}
