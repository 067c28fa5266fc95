import { lstat, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { emptyFoldersIn, type ExportPlace, listedIn, NOT_OURS, pathsIn } from './listed-files.ts';
import type { TreeFile } from './tree-digest.ts';

/** Finds the pictures below a folder, or the file, that datasets are made of: relative paths, with the name of a dataset. */
export type FindReferred = (place: string) => Promise<ReadonlyMap<string, string>>;

/** A folder with links resolved, and what it is called. */
export type Kept = { readonly place: string; readonly target: string };

/**
 * Looks whether all that is in a folder was written by an export, by its names.
 *
 * @throws UserError `exists` where anything was not, or there is no list to tell
 */
export async function expectNoStrangers(place: string, about: ExportPlace): Promise<void> {
  const { target } = about;
  const paths = await pathsIn(place);
  const listed = await listedIn(place, about).catch((error: unknown) => {
    // There is something, and no list: what it is helps to see that the folder is the wrong one.
    if (!(error instanceof UserError) || paths.length === 0) throw error;
    throw new UserError(error.code, `${error.message} (it holds ${few(paths)})`, NOT_OURS);
  });
  const strange = [...paths.filter((path) => !listed.known.has(path)), ...(await emptyFoldersIn(place))];
  if (strange.length === 0) return;
  throw new UserError('exists', `${target} holds files that no export wrote: ${few(strange)}`, {
    hint: 'nothing was touched; name another folder, or remove them yourself; export --update leaves them',
  });
}

/** @throws UserError `exists` where a dataset is made of any of the files that are to be removed or replaced */
export async function expectNoneReferred(
  paths: readonly string[],
  { place, target }: Kept,
  referred: FindReferred,
): Promise<void> {
  if (paths.length === 0) return;
  const names = await referred(place);
  const kept = paths.filter((path) => names.has(path));
  const [first] = kept;
  if (first === undefined) return;
  throw new UserError(
    'exists',
    `the dataset ${names.get(first) ?? ''} is made of pictures in ${target}: ${few(kept)}`,
    {
      hint: 'nothing was touched; name another folder',
    },
  );
}

/**
 * A folder that is to be put in place of another must not link to what will be gone then.
 * @throws UserError `exists`
 */
export async function expectNoLinksInto(
  { place, target }: Kept,
  { inner, files }: { readonly inner: string; readonly files: readonly TreeFile[] },
): Promise<void> {
  const links: string[] = [];
  for (const { path } of files) {
    const file = join(inner, path);
    if ((await lstat(file)).isSymbolicLink() && (await realpath(file)).startsWith(place + sep)) links.push(path);
  }
  if (links.length === 0) return;
  throw new UserError('exists', `pictures in ${target} can only be linked to themselves: ${few(links)}`, {
    hint: 'nothing was touched; say --media copy, or name another folder',
  });
}

/** Some of them, and how many more there are. */
function few(paths: readonly string[]): string {
  const more = paths.length - SHOWN;
  return paths.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

const SHOWN = 3;
