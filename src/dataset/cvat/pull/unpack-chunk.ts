import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { throwIfCancelled } from '../../../diagnostics.ts';

/** What is to be taken out of a chunk. */
export type Unpacking = {
  /** Number of pictures that the chunk must hold. */
  readonly expected: number;
  /** Absolute paths by place in the chunk, from 0; others are left out. */
  readonly targets: ReadonlyMap<number, string>;
  readonly signal: AbortSignal;
  /** Called for each picture that lies at its place, with its bytes. */
  readonly done: (place: number, bytes: number) => void;
};

/** A chunk that is not what was sent: it is worth asking for again. */
export function damagedChunk(what: string, cause?: unknown): Error {
  return Object.assign(new Error(what, { cause }), { code: 'Z_DATA_ERROR' });
}

/**
 * Takes pictures out of a chunk: a zip whose members are named by number and hold the uploaded bytes. Each is checked
 * against its checksum before it gets its name. Source: `data?type=chunk` of CVAT.
 *
 * @throws Error of `damagedChunk`
 */
export async function unpackChunk(path: string, unpacking: Unpacking): Promise<void> {
  const zip = await opened(path);
  try {
    const entries = await entriesOf(zip);
    if (entries.length !== unpacking.expected) {
      throw damagedChunk(`${String(entries.length)} pictures instead of ${String(unpacking.expected)}`);
    }
    for (const [place, target] of unpacking.targets) {
      throwIfCancelled(unpacking.signal);
      const entry = entries[place];
      if (entry === undefined) throw damagedChunk(`no picture ${String(place)}`);
      await writeOut(zip, entry, target);
      unpacking.done(place, entry.uncompressedSize);
    }
  } finally {
    zip.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw damagedChunk('no zip', error);
  }
}

async function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.push(entry);
  } catch (error) {
    throw damagedChunk('a damaged zip', error);
  }
  return entries.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
}

async function writeOut(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  const draft = `${target}.part`;
  await mkdir(dirname(target), { recursive: true });
  let checksum = 0;
  try {
    await pipeline(
      await zip.openReadStreamPromise(entry),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const bytes of source) {
          checksum = crc32(bytes, checksum);
          yield bytes;
        }
      },
      createWriteStream(draft),
    );
  } catch (error) {
    await rm(draft, { force: true });
    throw isOfDisk(error) ? error : damagedChunk('a damaged picture', error);
  }
  if (checksum !== entry.crc32) {
    await rm(draft, { force: true });
    throw damagedChunk('a picture with another checksum');
  }
  await rename(draft, target);
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
