import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { isThere } from '../../media/is-there.ts';
import { filesIn } from '../files-in.ts';
import { PICTURE_EXTENSIONS } from '../writing/source-picture.ts';
import { type Split, SPLITS } from '../writing/split.ts';
import { darknetData, OBJ_DATA } from './darknet-data.ts';
import { DATA, isListFile, type YoloEntry, yoloEntries } from './yolo-entries.ts';
import { loadYaml, yoloPlace } from './read-data-yaml.ts';

/** A picture of a split and where its labels are; both absolute. */
export type YoloPicture = {
  readonly picture: string;
  readonly label: string;
  readonly split: Split | null;
  /** Name of its subset, where that is no split; null where it is one, or there is none. */
  readonly subset: string | null;
};

/** What a folder in YOLO's layout holds. */
export type YoloSources = {
  readonly root: string;
  /** Class names by number; null where nobody says. */
  readonly names: readonly string[] | null;
  readonly content: Readonly<Record<string, unknown>>;
  readonly pictures: readonly YoloPicture[];
  readonly notes: readonly string[];
};

/**
 * Finds the pictures that `data.yaml` (or `dataset.yaml`, or a YAML file that is named) lists for each split: folders, or
 * text files with a picture a line, relative to `path`, to the file itself, or absolute. Without such a file, the usual
 * folders are looked at, and `classes.txt` for the names; or `obj.data`, which Darknet has instead.
 *
 * CVAT has a list for each subset, whose names anybody may choose: `yoloEntries` says which are splits.
 *
 * @throws UserError `not-found` where there is nothing, `invalid` for YAML that cannot be read
 */
export async function yoloSources(path: string): Promise<YoloSources> {
  const { root, file } = await yoloPlace(path);
  const content = (await contentOf(join(root, file))) ?? (await darknetOf(root));
  const bases = await basesOf(root, content);
  const notes: string[] = [];
  const pictures: YoloPicture[] = [];
  for (const one of content === null ? USUAL : yoloEntries(content)) {
    const found = await picturesAt(one, bases);
    if (found === undefined) notes.push(`${one.subset ?? one.split ?? 'pictures'}: nothing at ${one.entry}`);
    pictures.push(...(found ?? []));
  }
  if (content === null) return withoutYaml(root, pictures);
  const names = namesOf(content['names']) ?? (await classesTxt(root));
  return { root, names, content, pictures, notes };
}

async function withoutYaml(root: string, pictures: readonly YoloPicture[]): Promise<YoloSources> {
  if (pictures.length === 0) {
    throw new UserError('not-found', `no data.yaml in ${root}, nor pictures in images or train/images`, {
      hint: 'name the YAML file itself',
    });
  }
  // Folders of splits are found again from the top.
  const seen = new Set<string>();
  const own = pictures.filter(({ picture }) => !seen.has(picture) && seen.add(picture));
  return { root, names: await classesTxt(root), content: {}, pictures: own, notes: [] };
}

type Content = Readonly<Record<string, unknown>> | null;

/** Null where there is no such file, or it is Darknet's. */
async function contentOf(file: string): Promise<Content> {
  if (basename(file) === OBJ_DATA || !(await isThere(file))) return null;
  const content = await loadYaml(file);
  if (typeof content !== 'string') return content;
  throw new UserError('invalid', `${file} ${content}`, { hint: 'mend it; nothing was imported' });
}

async function darknetOf(root: string): Promise<Content> {
  return (await darknetData(root)) ?? null;
}

/** Where relative entries may start: at `path`, if it is there, and at the file. */
async function basesOf(root: string, content: Content): Promise<readonly string[]> {
  const path = content?.['path'];
  const named = typeof path === 'string' ? resolve(root, path) : root;
  return named !== root && (await isThere(named)) ? [named, root] : [root];
}

const USUAL: readonly YoloEntry[] = [
  ...SPLITS.flatMap((split) => [
    { split, subset: null, entry: `images/${split}` },
    { split, subset: null, entry: `${split}/images` },
  ]),
  { split: 'val', subset: null, entry: 'valid/images' },
  { split: null, subset: null, entry: '.' },
];

/** Pictures at an entry, in order; undefined where there is nothing. */
async function picturesAt(
  { entry, split, subset }: YoloEntry,
  bases: readonly string[],
): Promise<YoloPicture[] | undefined> {
  // Roboflow writes `../train/images` for folders beside the file; Ultralytics takes the dots away.
  const ways = entry.startsWith('../') ? [entry, entry.slice(3)] : [entry];
  const isAnywhere = split === null && subset === null;
  for (const place of ways.flatMap((way) => (isAbsolute(way) ? [way] : bases.map((base) => resolve(base, way))))) {
    const files = isListFile(place) ? await listed(place, bases) : await picturesIn(place, !isAnywhere);
    if (files === undefined || (isAnywhere && files.length === 0)) continue;
    return files
      .map((file) => resolve(isListFile(place) ? dirname(place) : place, file))
      .filter((picture) => PICTURE_EXTENSIONS.has(extensionOf(picture)))
      .map((picture) => ({ picture, label: labelOf(picture), split, subset }));
  }
  return undefined;
}

/** Files of a folder; where there is none, the pictures that its labels are of, which were not exported. */
async function picturesIn(folder: string, isNamed: boolean): Promise<readonly string[] | undefined> {
  const files = await filesIn(folder, '');
  if (files !== undefined || !isNamed) return files;
  const labels = await filesIn(dirname(labelOf(join(folder, 'x.jpg'))), '');
  return labels?.filter((file) => file.endsWith('.txt')).map((file) => `${file.slice(0, -'.txt'.length)}.jpg`);
}

/** Pictures that a text file lists, absolute. */
async function listed(file: string, bases: readonly string[]): Promise<string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const lines = text?.split(/\r\n|\r|\n/u).map((line) => line.trim());
  if (lines === undefined) return undefined;
  const places: string[] = [];
  const own = dirname(file);
  const hasData = (await firstThere([own, ...bases].map((base) => join(base, DATA)))) !== undefined;
  for (const line of lines.filter((one) => one !== '')) {
    const isBelowData = line.startsWith(DATA);
    const names = isBelowData ? [...(hasData ? [line] : []), line.slice(DATA.length)] : [line];
    const starts = isBelowData ? [...bases, own] : [own, ...bases];
    const ways = names.flatMap((name) => starts.map((base) => resolve(base, name)));
    places.push((await firstThere(ways)) ?? ways[0] ?? line);
  }
  return places;
}

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isThere(path)) return path;
  return undefined;
}

/** Where Ultralytics looks for labels: the last folder `images` of the path becomes `labels`. */
function labelOf(picture: string): string {
  const parts = picture.split('/');
  const last = parts.lastIndexOf('images');
  const path = last < 0 ? picture : parts.with(last, 'labels').join('/');
  return `${path.slice(0, path.length - extensionOf(path).length)}.txt`;
}

function extensionOf(path: string): string {
  const dot = basename(path).lastIndexOf('.');
  return dot < 1 ? '' : basename(path).slice(dot).toLowerCase();
}

function namesOf(names: unknown): string[] | null {
  if (typeof names !== 'object' || names === null) return null;
  if (Array.isArray(names)) return names.map(String);
  const entries = Object.entries(names).filter(([key]) => /^\d{1,6}$/.test(key));
  const list: string[] = [];
  for (const [key, name] of entries) list[Number(key)] = String(name);
  return entries.length === 0 ? null : Array.from(list, (name: string | undefined, i) => name ?? String(i));
}

async function classesTxt(root: string): Promise<string[] | null> {
  const text = await readFile(join(root, 'classes.txt'), 'utf8').catch(() => undefined);
  const names = text?.split(/\r\n|\r|\n/u).map((line) => line.trim());
  return names?.filter((name) => name !== '') ?? null;
}
