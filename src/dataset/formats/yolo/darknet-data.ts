import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../../media/is-there.ts';
import { DATA } from './yolo-entries.ts';

/** The file that Darknet and CVAT's YOLO 1.1 have in the place of `data.yaml`. */
export const OBJ_DATA = 'obj.data';

/**
 * What `obj.data` says, lines `name = value`, as `data.yaml` would: lists of pictures by the names of their subsets, with
 * Darknet's `valid` as val, and `names` as a list, read from the file that is named. Undefined where there is no such file.
 */
export async function darknetData(root: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const lines = await linesOf(join(root, OBJ_DATA));
  if (lines === undefined) return undefined;
  const content: [string, unknown][] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+?)\s*=\s*(.*)$/u.exec(line) ?? [];
    if (name === '') continue;
    const place = await placeOf(root, value);
    if (name === 'names') content.push([name, (await linesOf(join(root, place))) ?? null]);
    else content.push([name === 'valid' ? 'val' : name, place]);
  }
  return Object.fromEntries(content);
}

/** Names stand below `data/`, which CVAT's zip leaves away. */
async function placeOf(root: string, value: string): Promise<string> {
  if (!value.startsWith(DATA) || (await isThere(join(root, value)))) return value;
  return value.slice(DATA.length);
}

async function linesOf(file: string): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const lines = text?.split(/\r\n|\r|\n/u).map((line) => line.trim());
  return lines?.filter((line) => line !== '');
}
