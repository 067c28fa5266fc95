import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import { counted } from '../../model/counted.ts';
import { pictureName } from '../../media/picture-name.ts';
import { unpacking } from '../refuse-zip.ts';
import type { CvatSource } from './cvat-source.ts';

const XML = 'annotations.xml';

/**
 * A CVAT export as a zip. Nothing is unpacked but pictures that the XML names, each to a path that is made from the name in
 * the XML: what a member of the zip calls itself is only compared. Names that exist already are not overwritten.
 *
 * @param elsewhere looks for a picture that the zip does not hold
 * @throws UserError `unreadable` for a damaged zip, `invalid` for one that unpacks to far more than it can hold
 */
export async function openZip(
  options: ReadOptions,
  elsewhere: CvatSource['picture'],
  tally: Tally,
  job: Job,
): Promise<CvatSource> {
  const zip = await opened(options.path);
  try {
    const entries = await entriesOf(zip, options.path, tally, job);
    const xml = entries.get(XML);
    if (xml === undefined) {
      throw withoutXml(options.path, entries.size === 0);
    }
    const unpacker: Unpacker = {
      zip,
      entries,
      mediaOut: options.mediaOut,
      signal: job.signal,
      tally,
      unpacked: new Map(),
      taken: new Set(),
    };
    return {
      name: `${options.path}/${XML}`,
      xml: () => bytesOf(zip, options.path, xml, job),
      picture: options.media === null ? (names) => unpack(unpacker, names, elsewhere) : elsewhere,
      notes: () => leftOver(unpacker, options.media),
      close: () => {
        zip.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** CVAT exports other formats as zips, too. */
function withoutXml(path: string, isEmpty: boolean): UserError {
  const hint = isEmpty
    ? 'it is empty, as the export of an empty project is'
    : `a zip is read as CVAT for images 1.1 only; where it is of COCO, YOLO, Datumaro or another format, ${unpacking(path)}`;
  return new UserError('not-found', `${path} has no ${XML}`, { hint });
}

type Unpacker = {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly mediaOut: string;
  readonly signal: AbortSignal;
  readonly tally: Tally;
  /** Path below the media folder by name in the zip. */
  readonly unpacked: Map<string, string>;
  /** Paths that are taken, in lower case: some file systems do not tell case apart. */
  readonly taken: Set<string>;
};

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, error: unknown): UserError {
  const detail = error instanceof Error ? error.message : '';
  return new UserError('unreadable', `${path} is a damaged zip: ${detail}`, {
    hint: 'get the file again',
    cause: error,
  });
}

/** Members by their safe names, relative to the folder of `annotations.xml`. */
async function entriesOf(zip: ZipFile, path: string, tally: Tally, job: Job): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      throwIfCancelled(job.signal);
      bytes += entry.uncompressedSize;
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (name.endsWith('/')) continue;
      const safe = pictureName(name).path;
      if (entries.has(safe)) tally.count('member of the zip whose name another has', JSON.stringify(name));
      else entries.set(safe, entry);
    }
  } catch (error) {
    throw error instanceof UserError ? error : damaged(path, error);
  }
  if (bytes > MOST_GROWTH * zip.fileSize + FREE_GROWTH) {
    throw new UserError('invalid', `${path} would unpack to ${String(bytes)} bytes: refused as a zip bomb`);
  }
  return below(entries);
}

/** Pictures hardly shrink in a zip and XML does 20 to 50 times. */
const MOST_GROWTH = 100;
const FREE_GROWTH = 1 << 30;

function below(entries: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const [main] = [...entries.keys()]
    .filter((name) => posix.basename(name) === XML)
    .sort((a, b) => a.split('/').length - b.split('/').length);
  const prefix = main === undefined ? '' : main.slice(0, -XML.length);
  return new Map(
    [...entries].flatMap(([name, entry]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), entry]] : [])),
  );
}

async function* bytesOf(zip: ZipFile, path: string, entry: Entry, job: Job): AsyncGenerator<Uint8Array> {
  let done = 0;
  try {
    for await (const bytes of await zip.openReadStreamPromise(entry)) {
      throwIfCancelled(job.signal);
      done += (bytes as Uint8Array).length;
      yield bytes as Uint8Array;
      job.report({ what: 'reading annotations', done, total: entry.uncompressedSize, unit: 'bytes' });
    }
  } catch (error) {
    throw error instanceof UserError ? error : damaged(path, error);
  }
}

async function unpack(
  unpacker: Unpacker,
  names: readonly string[],
  elsewhere: CvatSource['picture'],
): ReturnType<CvatSource['picture']> {
  const { entries, unpacked, mediaOut } = unpacker;
  const name = names.flatMap((one) => [`images/${one}`, one]).find((one) => entries.has(one));
  const entry = name === undefined ? undefined : entries.get(name);
  if (name === undefined || entry === undefined) return elsewhere(names);
  const before = unpacked.get(name);
  if (before !== undefined) return { path: before, exists: true };
  const path = freePath(unpacker, name.startsWith('images/') ? name : `images/${name}`);
  const exists = await writeOut(unpacker, entry, join(mediaOut, path), name);
  if (exists) unpacked.set(name, path);
  return { path, exists };
}

function freePath({ taken }: Unpacker, wanted: string): string {
  const { dir, name, ext } = posix.parse(wanted);
  let path = wanted;
  for (let n = 2; taken.has(path.toLowerCase()); n++) path = posix.join(dir, `${name}~${String(n)}${ext}`);
  taken.add(path.toLowerCase());
  return path;
}

/** @returns false for a damaged picture, which is counted. @throws UserError `unwritable`, or `cancelled` */
async function writeOut({ zip, signal, tally }: Unpacker, entry: Entry, path: string, name: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { flags: 'wx' }), { signal });
    return true;
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof Error && 'syscall' in error && error.syscall !== 'read') {
      throw new UserError('unwritable', `${path} cannot be written: ${error.message}`, { cause: error });
    }
    await rm(path, { force: true });
    tally.count('picture that is damaged in the zip', name);
    return false;
  }
}

function leftOver({ entries, unpacked }: Unpacker, media: string | null): string[] {
  const pictures = [...entries.keys()].filter((name) => name.startsWith('images/') && !unpacked.has(name)).length;
  if (pictures === 0) return [];
  const why = media === null ? 'that no image of the XML names' : 'because --media says where they are';
  return [`${counted(pictures, 'picture')} of the zip not unpacked, ${why}`];
}
