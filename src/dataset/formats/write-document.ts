import { type FileHandle, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { treeDigest } from './tree-digest.ts';

/** What was handed over. */
export type SentDocument<T> = { readonly report: T; readonly bytes: number; readonly digest: string };

/**
 * Hands over the text of a file that `fill` writes, in pieces, once it is whole: what is read at the other end is all of it, or
 * nothing. The file lies in a folder of its own among temporary files, and has no name any more when the first piece goes: the
 * reader may be gone at any time, as in `| head`, and the process with it.
 *
 * @throws UserError `unwritable` where there is no room for it; what `fill` and `send` throw passes through
 */
export async function writeDocument<T>(
  send: (text: string) => Promise<void>,
  job: Job,
  fill: (file: string) => Promise<T>,
): Promise<SentDocument<T>> {
  const { handle, ...sent } = await made(job, fill);
  try {
    for await (const piece of handle.createReadStream({ encoding: 'utf8', highWaterMark: AT_ONCE, autoClose: false })) {
      throwIfCancelled(job.signal);
      await send(piece as string);
    }
    return sent;
  } finally {
    await handle.close();
  }
}

async function made<T>(
  job: Job,
  fill: (file: string) => Promise<T>,
): Promise<SentDocument<T> & { readonly handle: FileHandle }> {
  const scratch = await mkdtemp(join(tmpdir(), 'quadrat-document-'));
  try {
    const folder = join(scratch, 'content');
    const file = join(folder, 'document');
    await mkdir(folder);
    const report = await fill(file);
    const { bytes, digest } = await treeDigest(folder, job);
    throwIfCancelled(job.signal);
    return { report, bytes, digest, handle: await open(file, 'r') };
  } catch (error) {
    throw codeOf(error) === 'ENOSPC' ? noRoom(error) : error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const AT_ONCE = 1 << 18;

function noRoom(cause: unknown): UserError {
  return new UserError('unwritable', `there is no room in ${tmpdir()}, where a document is made before it is written`, {
    hint: 'nothing was written; TMPDIR names another folder',
    cause,
  });
}
