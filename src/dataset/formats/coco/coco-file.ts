import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { MANIFEST } from '../tree-digest.ts';
import { isThere } from '../../media/is-there.ts';
import { type Split, splitNamed, SPLITS } from '../writing/split.ts';
import { LABELS_JSON, PREDICTIONS_JSON } from './coco-files.ts';

/** A COCO file, and the split that its folder is; null where it is one whole. */
export type CocoSource = { readonly split: CocoSplit | null; readonly file: string };

/** A split, and the name of its folder, which may be `validation`. */
export type CocoSplit = { readonly split: Split; readonly folder: string };

/** What there is to read at a path, and what was left of it, in sentences. */
export type CocoSources = { readonly sources: readonly CocoSource[]; readonly notes: readonly string[] };

/**
 * The COCO file that a path means, as `cocoFile` says, or those of a folder that was written by split, in the order of the splits.
 *
 * @throws UserError `not-found` for a folder with none or several that are of no split
 */
export async function cocoSources(path: string): Promise<CocoSources> {
  const names: readonly string[] = (await readdir(path).catch(() => [])).sort();
  const isWhole = names.some((name) => name.endsWith('.json') && name !== MANIFEST);
  const folders = SPLITS.flatMap((split) =>
    names.filter((name) => splitNamed(name) === split).map((folder) => ({ split, folder })),
  );
  const there = isWhole ? [] : await asyncFilter(folders, ({ folder }) => isThere(join(path, folder, LABELS_JSON)));
  if (there.length === 0) return { sources: [{ split: null, file: await cocoFile(path) }], notes: [] };
  return {
    sources: there.map((split) => ({ split, file: join(path, split.folder, LABELS_JSON) })),
    notes: await leftNotes(path, names, there),
  };
}

/** Folders of splits without a file, and files that are of no split. */
async function leftNotes(path: string, names: readonly string[], read: readonly CocoSplit[]): Promise<string[]> {
  const others = names.filter((name) => !read.some(({ folder }) => folder === name));
  const bare = others.filter((name) => splitNamed(name) !== undefined);
  const strangers = await asyncFilter(others, (name) => isThere(join(path, name, LABELS_JSON)));
  return [
    ...bare.map((name) => `${name}: there is no ${LABELS_JSON} in it`),
    ...strangers.map((name) => `${name}/${LABELS_JSON} was not read: ${name} is no split`),
  ];
}

async function asyncFilter<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T[]> {
  const held = await Promise.all(all.map(holds));
  return all.filter((_, i) => held[i] === true);
}

/**
 * The COCO file that a path means: itself, or in a folder `labels.json`, else the only JSON file there or in `annotations`.
 * What does not exist is left to whoever opens it.
 *
 * @throws UserError `not-found` for a folder with none or several
 */
async function cocoFile(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isDirectory() !== true) return path;
  for (const folder of [path, join(path, 'annotations')]) {
    const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json') && name !== MANIFEST);
    if (files.includes(LABELS_JSON)) return join(folder, LABELS_JSON);
    const [only, second] = files.filter((name) => name !== PREDICTIONS_JSON).sort();
    if (only !== undefined && second === undefined) return join(folder, only);
    if (second === undefined) continue;
    throw new UserError('not-found', `${folder} has several JSON files: ${files.join(', ')}`, {
      hint: `name the one with images and annotations, e.g. ${join(folder, only ?? '')}`,
    });
  }
  throw new UserError('not-found', `no JSON file in ${path}`, {
    hint: `name the file with images and annotations; exports by split have one in each folder, e.g. ${join(path, 'train', LABELS_JSON)}`,
  });
}
