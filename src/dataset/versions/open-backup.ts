import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { pipeline as toFile } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import {
  type BackupFile,
  type BackupManifest,
  DATABASE,
  isPacked,
  MANIFEST,
  memberName,
  parseManifest,
} from './backup-manifest.ts';

/** An archive that is open. */
export type OpenBackup = {
  readonly manifest: BackupManifest;
  /**
   * What a file of it holds, piece by piece; at its end it has been compared with what the manifest says.
   * @throws UserError `unreadable`, `cancelled`
   */
  readonly read: (file: BackupFile, job: Job) => AsyncGenerator<Uint8Array>;
  readonly close: () => void;
};

/**
 * Opens an archive and checks that what it holds is what its manifest lists: no more, no less, and of these sizes.
 * @throws UserError `not-found`, `unreadable`, `unsupported`
 */
export async function openBackup(path: string, shown: string): Promise<OpenBackup> {
  await expectFile(path, shown);
  const zip = await opened(path, shown);
  try {
    const entries = await entriesOf(zip, shown);
    const manifest = parseManifest(await manifestOf(zip, entries, shown), shown);
    checkEntries(manifest, entries, shown);
    return {
      manifest,
      read: (file, job) => {
        const entry = entries.get(memberName(file.path, manifest));
        return contentOf({ zip, entry, shown, packed: isPacked(file.path, manifest) }, file, job);
      },
      close: () => {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Writes a file of an archive to a path where nothing is; it must be what was backed up. @throws UserError as `read` */
export function unpackFile({ read }: OpenBackup, file: BackupFile, target: string, job: Job): Promise<void> {
  return toFile(Readable.from(read(file, job)), createWriteStream(target, { flags: 'wx' }), { signal: job.signal });
}

/** More than the list of a million files. */
const LARGEST_MANIFEST = 512 * 1024 * 1024;

async function expectFile(path: string, shown: string): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new UserError('not-found', `no file ${shown}`);
  if (status.isFile()) return;
  throw new UserError('unreadable', `${shown} is a folder, and neither an archive nor a FiftyOneDataset`, {
    hint: 'name the archive, or a folder with metadata.json and samples.json',
  });
}

async function opened(path: string, shown: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw damaged(shown, error);
  }
}

async function entriesOf(zip: ZipFile, shown: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw unlisted(shown, `${JSON.stringify(entry.fileName)} is in it twice`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof UserError ? error : damaged(shown, error);
  }
  return entries;
}

async function manifestOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>, shown: string): Promise<string> {
  const entry = entries.get(MANIFEST);
  if (entry === undefined) {
    throw new UserError('unreadable', `${shown} is no backup: it has no ${MANIFEST}`, {
      hint: 'import PATH reads archives of other programs',
    });
  }
  if (entry.uncompressedSize > LARGEST_MANIFEST) throw unlisted(shown, `its ${MANIFEST} is too large`);
  const parts: Uint8Array[] = [];
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Uint8Array);
  } catch (error) {
    throw damaged(shown, error);
  }
  return Buffer.concat(parts).toString('utf8');
}

function checkEntries(manifest: BackupManifest, entries: ReadonlyMap<string, Entry>, shown: string): void {
  const { files } = manifest;
  const listed = new Set(files.map(({ path }) => memberName(path, manifest)));
  if (!listed.has(memberName(DATABASE, manifest))) throw unlisted(shown, `${DATABASE} is not listed`);
  if (listed.size !== files.length) throw unlisted(shown, 'a file is listed twice');
  const stranger = [...entries.keys()].find((name) => name !== MANIFEST && !listed.has(name));
  if (stranger !== undefined) throw unlisted(shown, `${JSON.stringify(stranger)} is in it and not listed`);
  for (const { path, bytes } of files) {
    const entry = entries.get(memberName(path, manifest));
    if (entry === undefined) throw unlisted(shown, `${JSON.stringify(path)} is listed and not in it`);
    // What is packed says its size when it is read.
    if (entry.uncompressedSize !== bytes && !isPacked(path, manifest))
      throw unlisted(shown, `${JSON.stringify(path)} has another size`);
  }
}

type Source = {
  readonly zip: ZipFile;
  readonly entry: Entry | undefined;
  readonly shown: string;
  readonly packed: boolean;
};

async function* contentOf(source: Source, file: BackupFile, job: Job): AsyncGenerator<Uint8Array> {
  const { shown } = source;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of await streamOf(source)) {
      throwIfCancelled(job.signal);
      hash.update(part as Uint8Array);
      bytes += (part as Uint8Array).length;
      // Whatever it would unpack to: no more than was said.
      if (bytes > file.bytes) throw notAsItWas(file, shown);
      yield part as Uint8Array;
    }
  } catch (error) {
    // Where it is written to has errors of its own, which come from elsewhere.
    throw error instanceof UserError ? error : damaged(shown, error);
  }
  if (bytes !== file.bytes || hash.digest('hex') !== file.sha256) throw notAsItWas(file, shown);
}

async function streamOf({ zip, entry, packed }: Source): Promise<Readable> {
  if (entry === undefined) throw new Error('every file that is listed has an entry');
  const stream = await zip.openReadStreamPromise(entry);
  if (!packed) return stream;
  // What goes wrong on the way is told to whoever reads the end of it.
  return pipeline(stream, createZstdDecompress({ chunkSize: 1 << 18 }), () => undefined);
}

function notAsItWas({ path }: BackupFile, shown: string): UserError {
  return new UserError('unreadable', `${JSON.stringify(path)} in ${shown} is not what was backed up`, {
    hint: 'the archive was damaged or changed; use another copy of it',
  });
}

function unlisted(shown: string, why: string): UserError {
  return new UserError('unreadable', `${shown} is not as it was written: ${why}`, {
    hint: 'it was damaged or changed; use another copy of the backup',
  });
}

function damaged(shown: string, cause: unknown): UserError {
  const detail = cause instanceof Error ? cause.message : '';
  return new UserError('unreadable', `${shown} is damaged, or no backup: ${detail}`, {
    hint: 'use another copy of it',
    cause,
  });
}
