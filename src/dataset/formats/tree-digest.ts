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

/** A file of a tree; `sha256` is 64 hex digits, of what the digest of the tree is made from. */
export type TreeFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

/** Name of the list of files that an export leaves in its folder; it is no part of the tree. */
export const MANIFEST = 'quadrat-manifest.json';

/**
 * SHA-256 over the files below `root` in binary order of their relative paths (separated by `/`): for each the path, a
 * zero byte, the SHA-256 of its content as 32 bytes. Links are followed, so that a linked picture counts as what it shows.
 * Where `place` is given, that text is left out of the content of `.yaml` files, so that a tree which names the folder it
 * lies in has the same digest elsewhere. `each` is told of every file, in that order.
 */
export async function treeDigest(
  root: string,
  job: Job,
  place?: string,
  each?: (file: TreeFile) => void,
): Promise<TreeDigest> {
  const paths: string[] = [];
  for await (const path of filesBelow(root, '')) if (path !== MANIFEST) paths.push(path);
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
      each?.({ path: batch[i] ?? '', bytes: digest.bytes, sha256: digest.hash.toString('hex') });
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

/** The content of a file as `treeDigest` sees it. */
export async function fileDigest(file: string, signal: AbortSignal, place: string | undefined): Promise<FileDigest> {
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

/** Paths of files below a folder, relative to it, in no order; links to folders are not followed. */
export async function* filesBelow(root: string, below: string): AsyncGenerator<string> {
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
