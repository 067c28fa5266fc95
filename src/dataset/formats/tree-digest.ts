import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { breathe } from '../dataset.ts';
import { compareBinary } from '../model/class-map.ts';
import type { Job } from '../model/job.ts';
import { fileDigest } from './file-digest.ts';

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
  let unheard = 0;
  for (const [done, path] of paths.entries()) {
    if (unheard >= BREATH || done % AT_ONCE === 0) {
      job.report({ what: 'digest', done, total: paths.length, unit: 'files' });
      await breathe(job);
      unheard = 0;
    }
    const digest = await fileDigest(join(root, path), job.signal, place);
    bytes += digest.bytes;
    unheard += digest.bytes;
    each?.({ path, bytes: digest.bytes, sha256: digest.hash.toString('hex') });
    whole.update(path).update('\0').update(digest.hash);
  }
  return { files: paths.length, bytes, digest: `sha256:${whole.digest('hex')}` };
}

/** Files, and bytes, after which others may run. */
const AT_ONCE = 64;
const BREATH = 4 << 20;

/** Paths of files below a folder, relative to it, in no order; links to folders are not followed. */
export async function* filesBelow(root: string, below: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else yield path;
  }
}
