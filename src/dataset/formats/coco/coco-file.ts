import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { MANIFEST } from '../tree-digest.ts';
import { isThere } from '../../media/is-there.ts';
import { type Split, SPLITS } from '../writing/split.ts';
import { LABELS_JSON, PREDICTIONS_JSON } from './coco-files.ts';

/** The COCO files of a folder that was written by split, by the names of the splits; none where it was not. */
export async function cocoSplits(path: string): Promise<ReadonlyMap<Split, string>> {
  const names: readonly string[] = await readdir(path).catch(() => []);
  const files = new Map<Split, string>();
  if (names.some((name) => name.endsWith('.json') && name !== MANIFEST)) return files;
  for (const split of SPLITS) {
    const file = join(path, split, LABELS_JSON);
    if (names.includes(split) && (await isThere(file))) files.set(split, file);
  }
  return files;
}

/**
 * The COCO file that a path means: itself, or in a folder `labels.json`, else the only JSON file there or in `annotations`.
 * What does not exist is left to whoever opens it.
 *
 * @throws UserError `not-found` for a folder with none or several, such as one for each split
 */
export async function cocoFile(path: string): Promise<string> {
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
  const splits = [...(await cocoSplits(path)).keys()];
  const [first] = splits;
  if (first !== undefined) {
    throw new UserError('not-found', `${path} has a file for each split: ${splits.join(', ')}`, {
      hint: `name the folder of one, e.g. ${join(path, first)}; merge brings the datasets together`,
    });
  }
  throw new UserError('not-found', `no JSON file in ${path}`, {
    hint: `name the file with images and annotations; exports by split have one in each folder, e.g. ${join(path, 'train', LABELS_JSON)}`,
  });
}
