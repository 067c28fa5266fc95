import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { readPictureHeader, shownSize } from '../../media/picture-size.ts';
import type { Tally } from '../../model/tally.ts';
import type { Requests } from '../client/cvat-client.ts';
import type { CvatMeta } from '../reply/meta.ts';
import { unpackChunk } from './unpack-chunk.ts';

/** Pictures of a task that are wanted. */
export type PictureOrder = {
  readonly requests: Requests;
  readonly taskId: number;
  readonly meta: CvatMeta;
  /** Absolute folder below which they are put. */
  readonly root: string;
  /** Places below it by number of frame, with `/`. */
  readonly paths: readonly string[];
  readonly frames: readonly number[];
  readonly signal: AbortSignal;
  /** Counts pictures that came and cannot be looked at. */
  readonly faults: Tally;
  /** Called for each picture that is there, with the bytes that were fetched for it. */
  readonly arrived: (bytes: number) => void;
};

/** Chunks at once: more gain nothing on a server, and each may hold a large file open. */
const CONNECTIONS = 4;

/**
 * Fetches the originals of frames, chunk by chunk over several connections; those that are there already are not fetched
 * again. Each is written beside its place, checked and renamed, so that a file that bears its name is whole.
 *
 * @throws UserError `unwritable`, and as `Requests`
 */
export async function fetchPictures(order: PictureOrder): Promise<void> {
  const { root, paths, frames, meta, arrived } = order;
  const missing = frames.filter((frame) => !existsSync(join(root, paths[frame] ?? '')));
  for (let n = missing.length; n < frames.length; n++) arrived(0);
  const chunks = Map.groupBy(missing, (frame) => Math.floor(frame / meta.chunkSize));
  const queue = [...chunks].values();
  const workers = Array.from({ length: Math.min(CONNECTIONS, chunks.size) }, async () => {
    // One iterator for all: each takes the next chunk that nobody has.
    for (const [chunk, wanted] of queue) await fetchChunk(order, chunk, wanted);
  });
  const [failed] = (await Promise.allSettled(workers)).filter(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function fetchChunk(order: PictureOrder, chunk: number, frames: readonly number[]): Promise<void> {
  const { requests, taskId, root, meta, signal } = order;
  throwIfCancelled(signal);
  const file = join(root, `.task-${String(taskId)}-chunk-${String(chunk)}.part`);
  const call = {
    path: `/api/tasks/${String(taskId)}/data`,
    query: { type: 'chunk', number: chunk, quality: 'original' },
    what: `pictures of task ${String(taskId)} (chunk ${String(chunk)})`,
  };
  try {
    await mkdir(root, { recursive: true });
    await requests.download(call, (body) => takeChunk(order, { chunk, frames, file, body }));
  } catch (error) {
    throw diskError(error, root) ?? error;
  } finally {
    await rm(file, { force: true });
  }
  for (const frame of frames) await checkPicture(order, frame, meta);
}

type Taking = {
  readonly chunk: number;
  readonly frames: readonly number[];
  readonly file: string;
  readonly body: Readable;
};

async function takeChunk(order: PictureOrder, { chunk, frames, file, body }: Taking): Promise<void> {
  const { meta, root, paths, signal, arrived } = order;
  await pipeline(body, createWriteStream(file), { signal });
  const first = chunk * meta.chunkSize;
  await unpackChunk(file, {
    expected: Math.min(meta.chunkSize, meta.frames.length - first),
    // What a first attempt brought is there already.
    targets: new Map(
      frames
        .map((frame) => [frame - first, join(root, paths[frame] ?? '')] as const)
        .filter(([, path]) => !existsSync(path)),
    ),
    signal,
    done: (_place, bytes) => {
      arrived(bytes);
    },
  });
}

/** Looks at the header: a picture that is cut off or unknown passes through CVAT unseen, and is kept as it is. */
async function checkPicture(
  { root, paths, faults, taskId }: PictureOrder,
  frame: number,
  meta: CvatMeta,
): Promise<void> {
  const place = `task ${String(taskId)}, frame ${String(frame)}`;
  const { width, height } = meta.frames[frame] ?? { width: 0, height: 0 };
  try {
    const header = await readPictureHeader(join(root, paths[frame] ?? ''));
    const size = shownSize(header);
    if (!header.isWhole) faults.count('picture that does not end as it should, perhaps cut off: kept as it is', place);
    else if (size.width !== width || size.height !== height) {
      faults.count('picture of another size than the server says: kept as it is', place);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    faults.count('picture that cannot be read: kept as it is', place);
  }
}

const DISK: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'EISDIR',
  'ENOENT',
]);

function diskError(error: unknown, root: string): UserError | undefined {
  const code = codeOf(error);
  if (!DISK.has(code)) return undefined;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new UserError('unwritable', `pictures cannot be written below ${root}: ${code}`, {
    hint: isFull ? 'the disk is full: make room and pull again; what was fetched is kept' : 'check the rights on it',
    cause: error,
  });
}
