import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../diagnostics.ts';
import { compareBinary } from '../model/class-map.ts';
import type { Job } from '../model/job.ts';

/** A tree of files as one value. */
export type TreeDigest = {
  readonly files: number;
  readonly bytes: number;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
};

/**
 * SHA-256 over the files below `root` in binary order of their relative paths (separated by `/`): for each the path, a
 * zero byte, the SHA-256 of its content as 32 bytes. Links are followed, so that a linked picture counts as what it shows.
 * Where `place` is given, that text is left out of the content of `.yaml` files, so that a tree which names the folder it
 * lies in has the same digest elsewhere.
 */
export async function treeDigest(root: string, job: Job, place?: string): Promise<TreeDigest> {
  const paths: string[] = [];
  for await (const path of filesBelow(root, '')) paths.push(path);
  paths.sort(compareBinary);
  const whole = createHash('sha256');
  let bytes = 0;
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    throwIfCancelled(job.signal);
    job.report({ what: 'digest', done: at, total: paths.length, unit: 'files' });
    const batch = paths.slice(at, at + AT_ONCE);
    const digests = await Promise.all(batch.map((path) => fileDigest(join(root, path), job.signal, place)));
    for (const [i, digest] of digests.entries()) {
      bytes += digest.bytes;
      whole
        .update(batch[i] ?? '')
        .update('\0')
        .update(digest.hash);
    }
  }
  return { files: paths.length, bytes, digest: `sha256:${whole.digest('hex')}` };
}

/** Files that are read at once. */
const AT_ONCE = 16;
/** Larger ones are read in pieces. */
const SMALL = 1 << 18;

type FileDigest = { readonly bytes: number; readonly hash: Buffer };

async function fileDigest(file: string, signal: AbortSignal, place: string | undefined): Promise<FileDigest> {
  const { size } = await stat(file);
  const isYaml = place !== undefined && file.endsWith('.yaml');
  if (isYaml || size > SMALL) return { bytes: size, hash: await contentDigest(file, signal, place) };
  return {
    bytes: size,
    hash: createHash('sha256')
      .update(await readFile(file))
      .digest(),
  };
}

async function* filesBelow(root: string, below: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else yield path;
  }
}

async function contentDigest(file: string, signal: AbortSignal, place: string | undefined): Promise<Buffer> {
  const hash = createHash('sha256');
  if (place !== undefined && file.endsWith('.yaml')) {
    return hash.update((await readFile(file, 'utf8')).replaceAll(place, '')).digest();
  }
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
    throwIfCancelled(signal);
    hash.update(chunk as Buffer);
  }
  return hash.digest();
}
