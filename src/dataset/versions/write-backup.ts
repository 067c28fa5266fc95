import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { type ReadStreamOptions, ZipFile } from 'yazl';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Dataset } from '../dataset.ts';
import type { Library } from '../library.ts';
import { splitSnapshot } from '../library-snapshots.ts';
import type { Job } from '../model/job.ts';
import {
  BACKUP_FORMAT,
  type BackupFile,
  type BackupManifest,
  DATABASE,
  isPacked,
  MANIFEST,
  MEDIA,
  memberName,
} from './backup-manifest.ts';
import { openBackup } from './open-backup.ts';

/** What goes into an archive. */
export type BackupOptions = {
  readonly dataset: Dataset;
  /** Whether the pictures of the media folder go into it. */
  readonly media: boolean;
  /** The archive, as to be shown. */
  readonly shown: string;
};

/** What was written. */
export type BackupReport = {
  readonly samples: number;
  readonly labels: number;
  readonly pictures: number;
  /** Pictures that lie outside of the media folder: they are not in it. */
  readonly elsewhere: number;
};

/**
 * Writes a dataset to one archive: a consistent copy of its file with log and snapshots, its pictures, and a manifest with a
 * digest of each; then reads all of it back and compares.
 * @param file a path in a folder in which other files may be put meanwhile
 * @throws UserError `cancelled`, `unwritable`, `unreadable` where the dataset is damaged or what was written cannot be read back
 */
export async function writeBackup(
  library: Library,
  file: string,
  { dataset, media, shown }: BackupOptions,
  job: Job,
): Promise<BackupReport> {
  const work = join(dirname(file), 'work');
  await mkdir(work);
  try {
    const copy = join(work, DATABASE);
    await library.copyTo(dataset.name, copy, job);
    const { samples, labels, digests } = await library.describeFile(copy);
    const pictures = media ? await filesBelow(dataset.mediaRoot) : [];
    const about = {
      quadratBackup: BACKUP_FORMAT,
      dataset: splitSnapshot(dataset.name)?.dataset ?? dataset.name,
      samples,
      labels,
      digests,
      media,
    };
    const sources = [{ path: DATABASE, file: copy }, ...pictures];
    await writeArchive(file, sources, about, job);
    await readBack(file, shown, job);
    return {
      samples,
      labels,
      pictures: pictures.length,
      elsewhere: await dataset.picturesElsewhere(),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

type Source = { readonly path: string; readonly file: string };

/** The manifest shrinks; the database has shrunk by itself, and pictures are as small as they get. */
const PACKED: Partial<ReadStreamOptions> = { compress: true, compressionLevel: 1, mtime: new Date(Date.UTC(2000, 0)) };
const PLAIN: Partial<ReadStreamOptions> = { compress: false, mtime: new Date(Date.UTC(2000, 0)) };

async function filesBelow(folder: string): Promise<readonly Source[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sources: Source[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (!(await stat(file)).isFile()) continue;
    sources.push({ file, path: MEDIA + relative(folder, file).split(sep).join('/') });
  }
  return sources.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function writeArchive(
  file: string,
  sources: readonly Source[],
  about: Omit<BackupManifest, 'files'>,
  job: Job,
): Promise<void> {
  const zip = new ZipFile();
  const files: BackupFile[] = [];
  for (const source of sources) {
    zip.addReadStreamLazy(memberName(source.path, about), PLAIN, (take) => {
      job.report({ what: 'writing the backup', done: files.length, total: sources.length, unit: 'files' });
      const content = noting(source, (seen) => files.push(seen), zip);
      take(null, isPacked(source.path, about) ? packed(content, zip) : content);
    });
  }
  // Asked for last, when all that stands in it is known.
  zip.addReadStreamLazy(MANIFEST, PACKED, (take) => {
    take(null, Readable.from([JSON.stringify({ ...about, files })]));
  });
  zip.end();
  const failed = new AbortController();
  zip.on('error', (error: Error) => {
    failed.abort(error);
  });
  const signal = AbortSignal.any([job.signal, failed.signal]);
  await pipeline(zip.outputStream, createWriteStream(file), { signal }).catch((error: unknown) => {
    throwIfCancelled(job.signal);
    throw failed.signal.aborted ? failed.signal.reason : error;
  });
  await flush(file);
}

/** What a file holds; when all of it has passed, `done` is told what it was. */
function noting({ path, file }: Source, done: (seen: BackupFile) => void, zip: ZipFile): Readable {
  const hash = createHash('sha256');
  let bytes = 0;
  const passing = new Transform({
    transform(part: Buffer, _encoding, next) {
      hash.update(part);
      bytes += part.length;
      next(null, part);
    },
    flush(end) {
      done({ path, bytes, sha256: hash.digest('hex') });
      end();
    },
  });
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  source.on('error', (error) => zip.emit('error', error));
  return source.pipe(passing);
}

/** Outlines shrink a little and fast. */
function packed(content: Readable, zip: ZipFile): Readable {
  const pack = createZstdCompress({ chunkSize: 1 << 18, params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  pack.on('error', (error) => zip.emit('error', error));
  return content.pipe(pack);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readBack(file: string, shown: string, job: Job): Promise<void> {
  const backup = await openBackup(file, shown);
  try {
    const { files } = backup.manifest;
    for (const [done, one] of files.entries()) {
      job.report({ what: 'reading the backup back', done, total: files.length, unit: 'files' });
      let bytes = 0;
      for await (const part of backup.read(one, job)) bytes += part.length;
      if (bytes !== one.bytes) throw new Error(`${one.path} is read back with another size`);
    }
  } finally {
    backup.close();
  }
}
