import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { breathe } from '../dataset.ts';

/** A file as its size and the SHA-256 of its content. */
export type FileDigest = { readonly bytes: number; readonly hash: Buffer };

/**
 * The content of a file as `treeDigest` sees it: of a `.yaml` file without the text `place`, where that is given.
 *
 * Files are read at once, not by the thread pool: for many small ones that takes a quarter of the processor time. Between two
 * blocks of a larger one others may run.
 */
export async function fileDigest(file: string, signal: AbortSignal, place: string | undefined): Promise<FileDigest> {
  if (place !== undefined && file.endsWith('.yaml')) return textDigest(file, place);
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    return { bytes: size, hash: await contentDigest(descriptor, size, signal) };
  } finally {
    closeSync(descriptor);
  }
}

/** Filled and hashed without a pause in between, so that it is free again when another file is read. */
const block = Buffer.allocUnsafeSlow(1 << 19);

function textDigest(file: string, place: string): FileDigest {
  const content = readFileSync(file);
  return {
    bytes: content.length,
    hash: createHash('sha256').update(content.toString('utf8').replaceAll(place, '')).digest(),
  };
}

async function contentDigest(descriptor: number, size: number, signal: AbortSignal): Promise<Buffer> {
  let filled = readSync(descriptor, block);
  if (filled === size) return hash('sha256', block.subarray(0, filled), 'buffer');
  const whole = createHash('sha256');
  for (; filled > 0; filled = readSync(descriptor, block)) {
    whole.update(block.subarray(0, filled));
    await breathe({ signal });
  }
  return whole.digest();
}
