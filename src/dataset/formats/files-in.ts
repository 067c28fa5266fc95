import { codeOf, UserError } from '../../diagnostics.ts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBinary } from '../model/class-map.ts';

/**
 * Files below a folder in binary order of their paths, relative to it and separated by `/`, without hidden ones, which
 * trainers do not list either; undefined where there is no such folder, or cannot be one of that name.
 *
 * @throws UserError `unreadable` where that is refused
 */
export async function filesIn(root: string, folder: string): Promise<readonly string[] | undefined> {
  const found: string[] = [];
  try {
    for await (const path of walk(join(root, folder), '')) found.push(path);
  } catch (error) {
    const code = codeOf(error);
    if (ABSENT.has(code)) return undefined;
    throw new UserError('unreadable', `${join(root, folder)} cannot be read: ${code}`, { cause: error });
  }
  return found.sort(compareBinary);
}

/** The last two are of names that no file can have: outside files say what is looked for. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

async function* walk(top: string, below: string): AsyncGenerator<string> {
  for (const entry of await readdir(join(top, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(top, path);
    else yield path;
  }
}
