import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The folder in which the first pictures of a COCO file lie: its own, `data`, `images`, `train2017` and the like below it
 * or beside it, also `images/NAME` for `instances_NAME.json`. Where most of them are counts; where none is, the file's own.
 *
 * @param names relative paths of a few pictures
 */
export function mediaFolder(jsonFile: string, names: readonly string[]): string {
  const own = dirname(jsonFile);
  let best = own;
  let most = 0;
  for (const folder of candidates(jsonFile, own)) {
    const found = names.filter((name) => existsSync(join(folder, name))).length;
    if (found > most) [best, most] = [folder, found];
  }
  return best;
}

const FOLDERS = [
  '.',
  'data',
  'images',
  'train',
  'val',
  'test',
  'train2017',
  'val2017',
  'test2017',
  'train2014',
  'val2014',
];

function candidates(jsonFile: string, own: string): string[] {
  const name = basename(jsonFile, '.json');
  const split = name.slice(name.lastIndexOf('_') + 1);
  const folders = [...FOLDERS, split, join('images', split), join('data', split)];
  return [own, dirname(own)].flatMap((base) => folders.map((folder) => join(base, folder)));
}
