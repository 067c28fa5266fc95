import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { codeOf, throwIfCancelled, UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';

/** A file that is read from front to back, or in places. */
export type SourceFile = { readonly path: string; readonly size: number; readonly handle: FileHandle };

/** Opens a file for reading. @throws UserError `not-found`, or `unreadable` for folders, pipes and refused files */
export async function openSource(path: string): Promise<SourceFile> {
  try {
    const handle = await open(path, 'r');
    const info = await handle.stat();
    if (info.isFile()) return { path, size: info.size, handle };
    await handle.close();
  } catch (error) {
    throw translated(path, error);
  }
  throw new UserError('unreadable', `${path} is no file`);
}

/** The bytes of a file in order, in pieces of up to a megabyte; reports how far it is. A piece stays valid. */
export async function* pieces(file: SourceFile, job: Job, what: string): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    throwIfCancelled(job.signal);
    const piece = Buffer.allocUnsafe(PIECE);
    const { bytesRead } = await file.handle.read(piece, 0, PIECE, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
    job.report({ what, done: at, total: file.size, unit: 'bytes' });
  }
}

/** Line and column, from 1, of a byte of a file; the column counts bytes. Reads the file up to there: for error messages. */
export function placeOf(path: string, offset: number): { readonly line: number; readonly column: number } {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    let line = 1;
    let lineStart = 0;
    for (let at = 0; at < offset;) {
      const length = readSync(file, piece, 0, Math.min(PIECE, offset - at), at);
      if (length === 0) break;
      for (let i = piece.indexOf(NEWLINE); i >= 0 && i < length; i = piece.indexOf(NEWLINE, i + 1)) {
        line += 1;
        lineStart = at + i + 1;
      }
      at += length;
    }
    return { line, column: offset - lineStart + 1 };
  } finally {
    closeSync(file);
  }
}

const PIECE = 1 << 20;
const NEWLINE = 0x0a;

function translated(path: string, error: unknown): UserError {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new UserError('not-found', `no file ${path}`, { cause: error });
  return new UserError('unreadable', `${path} cannot be read: ${code}`, { cause: error });
}
