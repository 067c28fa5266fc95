import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { entriesOf } from './folder-beside.ts';
import { type Manifest, manifestIn } from './manifest.ts';
import { filesBelow, MANIFEST, type TreeFile } from './tree-digest.ts';

/** What the list of an export says of its files: the hashes that each may have, and the entries. */
export type Listed = {
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
  readonly before: readonly TreeFile[];
};

/** The format of an export, and the folder that is spoken of. */
export type ExportPlace = { readonly format: string; readonly target: string };

/** What to do about files that no export wrote. */
export const NOT_OURS = { hint: 'nothing was touched; name another folder, or remove what is there yourself' };

/**
 * Reads the list that an export left in its folder; nothing is listed in an empty folder.
 *
 * @param place the folder, with links resolved; may be absent
 * @throws UserError `exists` where there is something, but no list, or one of another format
 */
export async function listedIn(place: string, { format, target }: ExportPlace): Promise<Listed> {
  const known = new Map<string, Set<string>>();
  if ((await entriesOf(place)).length === 0) return { known, before: [] };
  const { files, before } = checked(await manifestIn(place), format, target);
  for (const { path, sha256 } of [...files, ...before]) known.set(path, (known.get(path) ?? new Set()).add(sha256));
  return { known, before: [...files, ...before] };
}

/** Paths of the files in a folder but the list, in order; none where there is no folder. */
export async function pathsIn(place: string): Promise<readonly string[]> {
  const paths: string[] = [];
  if ((await entriesOf(place)).length === 0) return paths;
  for await (const path of filesBelow(place, '')) if (path !== MANIFEST) paths.push(path);
  return paths.sort();
}

/** Folders below a place that hold nothing, with a slash behind; no export leaves one. */
export async function emptyFoldersIn(place: string): Promise<readonly string[]> {
  const empty: string[] = [];
  for (const entry of await readdir(place, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(place, entry.name);
    const within = await emptyFoldersIn(folder);
    if (within.length === 0 && (await entriesOf(folder)).length === 0) empty.push(`${entry.name}/`);
    else empty.push(...within.map((path) => `${entry.name}/${path}`));
  }
  return empty;
}

function checked(manifest: Manifest | string | null, format: string, target: string): Manifest {
  if (manifest === null) {
    throw new UserError('exists', `${target} holds files that no export wrote: it has no ${MANIFEST}`, NOT_OURS);
  }
  if (typeof manifest === 'string') throw new UserError('exists', `${MANIFEST} in ${target} ${manifest}`, NOT_OURS);
  if (manifest.format === format) return manifest;
  throw new UserError('exists', `${target} is an export of ${manifest.format}, not of ${format}`, NOT_OURS);
}
