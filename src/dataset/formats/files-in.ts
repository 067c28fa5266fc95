import { codeOf } from '../../diagnostics.ts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBinary } from '../model/class-map.ts';

/**
 * Files below a folder in binary order of their paths, relative to it and separated by `/`, without hidden ones, which
 * trainers do not list either; undefined where there is no such folder.
 */
export async function filesIn(root: string, folder: string): Promise<readonly string[] | undefined> {
  const found: string[] = [];
  try {
    for await (const path of walk(join(root, folder), '')) found.push(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
  return found.sort(compareBinary);
}

async function* walk(top: string, below: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(top, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(top, path);
    else yield path;
  }
}
