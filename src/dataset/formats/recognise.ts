import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import { isThere } from '../media/is-there.ts';
import { MANIFEST } from './tree-digest.ts';
import { SPLITS } from './writing/split.ts';
import { namesIn } from './names-in.ts';

/** The format of files, and what they were known by. */
export type Recognised = { readonly format: string; readonly why: string };

/**
 * The format of a file or folder, from its names and the first bytes; nothing is read to its end.
 *
 * @throws UserError `not-found` where there is nothing, `invalid` where no format is known by what is there
 */
export async function recognise(path: string): Promise<Recognised> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new UserError('not-found', `no file or folder ${path}`);
  const found = status.isDirectory() ? await recogniseFolder(path) : await recogniseFile(path);
  if (found !== undefined) return found;
  throw new UserError('invalid', `${path} is of no format that is known`, {
    hint: 'name the format before the path',
  });
}

async function recogniseFolder(path: string): Promise<Recognised | undefined> {
  const names = new Set(await namesIn(path));
  for (const { format, all, why } of FOLDERS) {
    if (!(await Promise.all(all.map((name) => isIn(path, name, names)))).includes(false)) return { format, why };
  }
  const yaml = ['data.yaml', 'dataset.yaml'].find((name) => names.has(name));
  if (yaml !== undefined) return yoloOrPose(join(path, yaml), yaml);
  const listed = names.has(MANIFEST) ? await listedFormat(join(path, MANIFEST)) : undefined;
  return (
    listed ??
    (await firstJson(path, names)) ??
    (names.has('annotations') ? firstJson(join(path, 'annotations')) : undefined)
  );
}

/** The format that the list of the files of an export names, where the files that tell it are gone. */
async function listedFormat(file: string): Promise<Recognised | undefined> {
  const [, format = ''] = /^\{"format": "([a-z-]+)"/u.exec(await headOf(file)) ?? [];
  return LISTED.has(format) ? { format, why: `${MANIFEST} says so` } : undefined;
}

/** Formats of folders that we write. */
const LISTED: ReadonlySet<string> = new Set(['coco', 'yolo', 'yolo-pose', 'masks', 'cvat', 'fiftyone']);

/** What the first JSON file of a folder is; a folder of several is one of LabelMe, or is Datumaro's. */
async function firstJson(folder: string, names?: ReadonlySet<string>): Promise<Recognised | undefined> {
  const files = [...(names ?? (await namesIn(folder)))].filter((name) => name.endsWith('.json')).sort();
  const [first] = files;
  const found = first === undefined ? undefined : await recogniseFile(join(folder, first));
  if (found === undefined || first === undefined) return undefined;
  return { format: found.format, why: `${first}: ${found.why}` };
}

type FolderMark = { readonly format: string; readonly all: readonly string[]; readonly why: string };

/** In order: the first whose files are all there. */
const FOLDERS: readonly FolderMark[] = [
  { format: 'fiftyone', all: ['metadata.json', 'samples.json'], why: 'it has metadata.json and samples.json' },
  { format: 'fiftyone', all: ['metadata.json', 'samples'], why: 'it has metadata.json and samples' },
  { format: 'cvat', all: ['annotations.xml'], why: 'it has annotations.xml' },
  { format: 'masks', all: ['classes.json', 'train/masks'], why: 'it has classes.json and masks' },
  { format: 'masks', all: ['train/masks'], why: 'it has train/masks' },
  { format: 'masks', all: ['ann_dir'], why: 'it has ann_dir' },
  { format: 'yolo', all: ['obj.data', 'obj.names'], why: 'it has obj.data and obj.names' },
  { format: 'coco', all: ['labels.json'], why: 'it has labels.json' },
  ...SPLITS.map((split) => ({
    format: 'coco',
    all: [`${split}/labels.json`],
    why: `it has ${split}/labels.json`,
  })),
  { format: 'masks', all: ['masks'], why: 'it has masks' },
];

async function isIn(folder: string, name: string, names: ReadonlySet<string>): Promise<boolean> {
  return name.includes('/') ? isThere(join(folder, name)) : names.has(name);
}

/** Poses say how many points they have. */
async function yoloOrPose(file: string, name: string): Promise<Recognised> {
  const hasPoints = /^kpt_shape:/mu.test(await headOf(file));
  return hasPoints
    ? { format: 'yolo-pose', why: `${name} has kpt_shape` }
    : { format: 'yolo', why: `it has ${name}, without kpt_shape` };
}

async function recogniseFile(path: string): Promise<Recognised | undefined> {
  const head = await headOf(path);
  if (head.startsWith('PK')) return { format: 'cvat', why: 'it is a zip, as CVAT exports one' };
  if (/^\ufeff?\s*<\?xml|^\ufeff?\s*<annotations/u.test(head)) {
    return head.includes('<annotations') ? { format: 'cvat', why: 'it is XML with annotations' } : undefined;
  }
  if (/\.ya?ml$/iu.test(path)) return yoloOrPose(path, 'the file');
  if (/^\ufeff?\s*\[\s*\{/u.test(head) && ['image_id', 'category_id'].every((name) => head.includes(`"${name}"`))) {
    return { format: 'coco', why: 'it is a JSON list with image_id and category_id' };
  }
  return /^\ufeff?\s*\{/u.test(head) ? recogniseJson(head) : undefined;
}

/** By names of members near the beginning; where annotations come first, their own members tell. */
function recogniseJson(head: string): Recognised | undefined {
  for (const { format, members } of MEMBERS) {
    const found = members.filter((name) => head.includes(`"${name}"`));
    if (found.length === members.length) return { format, why: `it is JSON with ${members.join(' and ')}` };
  }
  return undefined;
}

const MEMBERS: readonly { readonly format: string; readonly members: readonly string[] }[] = [
  { format: 'labelme', members: ['shapes', 'imagePath'] },
  { format: 'labelme', members: ['shapes', 'flags'] },
  { format: 'datumaro', members: ['items', 'categories'] },
  { format: 'taglab', members: ['filename', 'labels', 'fill', 'border'] },
  { format: 'coco', members: ['images', 'file_name'] },
  { format: 'coco', members: ['categories', 'supercategory'] },
  { format: 'coco', members: ['image_id', 'category_id'] },
  { format: 'coco', members: ['images'] },
];

const HEAD = 1 << 16;

/** The first bytes of a file as text. */
async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new UserError('unreadable', `${path} cannot be read`, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
