import { hash } from 'node:crypto';
import { UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Json } from '../../model/label.ts';
import type { Tally } from '../../model/tally.ts';
import { type FieldValues } from '../field-values.ts';
import { eachElement, type JsonElement } from '../json-elements.ts';
import { isId, isMissing, isObject, type JsonObject, textOf } from '../../model/json-value.ts';
import type { SourceFile } from '../source-file.ts';
import { type NumberTable, numberTable } from '../number-table.ts';
import {
  type AnnotationsByImage,
  type AnnotationsDraft,
  annotationsDraft,
  byImage,
  takeAnnotation,
} from './annotations-by-image.ts';
import { type CocoId, type IdTable, idTable } from './id-table.ts';
import { eachSlice, type Slice, type SliceList, sliceList } from '../slice-list.ts';
import { isImageField } from './coco-image.ts';
import { AS_TEXT, LOST, type ParsedMember, parseMember } from './parse-member.ts';

/** What a class of the file is called. */
export type Category = {
  readonly name: string;
  readonly supercategory: string | null;
  /** Names of the key points of the class; empty where it has none. */
  readonly keypoints: readonly string[];
};

/** Where everything is in a COCO file, gathered in one pass: 16 bytes for each annotation and image. */
export type CocoIndex = {
  readonly categories: ReadonlyMap<CocoId, Category>;
  /** Place of each image's text, in the order of the file. */
  readonly images: SliceList;
  readonly annotations: AnnotationsByImage;
  /** Numbers of the images whose name another image before has, too. */
  readonly namesakes: ReadonlySet<number>;
  readonly imageOf: (id: CocoId) => number | undefined;
};

/**
 * Reads the images and categories of a COCO file and finds its annotations; these may stand before the images, in any order.
 *
 * @throws UserError `invalid` where it is no COCO file of instances or is cut off
 */
export async function readCocoIndex(file: SourceFile, values: FieldValues, tally: Tally, job: Job): Promise<CocoIndex> {
  const draft: Draft = {
    file,
    values,
    tally,
    categories: new Map(),
    images: sliceList(),
    annotations: annotationsDraft(file, 'annotation', tally),
    imageIds: idTable(),
    names: numberTable(),
    namesakes: new Set(),
  };
  const found = await eachElement(file, WANTED, job, (element) => {
    if (element.index === null) expectNothing(file, element);
    else TAKE[element.key]?.(draft, element);
  });
  if (!found.has('images')) refuse(file, found);
  const { categories, images, namesakes, imageIds } = draft;
  if (images.length() === 0) refuseFaults(file, tally);
  const annotations = byImage(draft.annotations, imageIds.get, images.length());
  return { categories, images, annotations, namesakes, imageOf: imageIds.get };
}

type Draft = {
  readonly file: SourceFile;
  readonly values: FieldValues;
  readonly tally: Tally;
  readonly categories: Map<CocoId, Category>;
  readonly images: SliceList;
  readonly annotations: AnnotationsDraft;
  readonly imageIds: IdTable;
  /** Number of an image by the hash of its name. */
  readonly names: NumberTable;
  readonly namesakes: Set<number>;
};

const TAKE: Readonly<Record<string, (draft: Draft, element: JsonElement) => void>> = {
  images: takeImage,
  categories: takeCategory,
  annotations: ({ annotations }, element) => {
    takeAnnotation(annotations, element);
  },
};
const WANTED: ReadonlySet<string> = new Set(Object.keys(TAKE));

function expectNothing(file: SourceFile, element: JsonElement): void {
  if (element.bytes.toString('latin1') === 'null') return;
  throw new UserError('invalid', `${file.path} is no COCO file: "${element.key}" is no list`, { hint: HINT });
}

const HINT = 'an instances file has the lists "images", "annotations" and "categories"';

function refuse({ path }: SourceFile, found: ReadonlySet<string>): never {
  const what = found.has('annotations') ? 'has annotations but no images' : 'has no list "images"';
  throw new UserError('invalid', `${path} is no COCO file of instances: it ${what}`, { hint: HINT });
}

/** A list of images of which none can be read is no empty one. */
function refuseFaults({ path }: SourceFile, tally: Tally): void {
  const [fault] = tally.list().filter(({ reason }) => reason.startsWith('image '));
  if (fault === undefined) return;
  throw new UserError(
    'invalid',
    `${path} has no image that can be read: ${fault.reason}, ${fault.examples.join(', ')}`,
    {
      hint: 'each image needs an id, a whole number or a text, and a file_name',
    },
  );
}

function takeImage({ file, values, tally, ...draft }: Draft, element: JsonElement): void {
  const parsed = parseMember(file.path, element, 'kept');
  const { value: image } = parsed;
  const at = `image ${String(element.index)}`;
  if (!isObject(image) || !isId(image['id'])) {
    tally.count('image without an id', at);
    return;
  }
  const id = image['id'];
  const name = textOf(image['file_name']);
  if (name === null) {
    tally.count('image without a file_name', `image id ${String(id)}`);
  } else if (draft.imageIds.get(id) !== undefined) {
    tally.count('image whose id another image has', `image id ${String(id)} (${name})`);
  } else {
    if (hasNamesake(file, draft, name)) draft.namesakes.add(draft.images.length());
    draft.imageIds.set(id, draft.images.length());
    draft.images.add(element.offset, element.bytes.length, 0);
    countOdd(parsed, tally, id);
    for (const [key, value] of Object.entries(image)) if (isImageField(key, value)) values.see(key, value);
  }
}

/** Counts the numbers that are not as they stood; an id is only compared. */
function countOdd({ lost, texts }: ParsedMember, tally: Tally, id: CocoId): void {
  for (const key of lost) tally.count(LOST, `${key} of image id ${String(id)}`);
  for (const key of texts) if (key !== 'id') tally.count(AS_TEXT, `${key} of image id ${String(id)}`);
}

/**
 * Whether an image before has this name; takes note of it. Names are known by a hash of 52 bits: where two agree, the name of
 * the other is read again.
 */
function hasNamesake(file: SourceFile, { names, images }: Pick<Draft, 'names' | 'images'>, name: string): boolean {
  let key = parseInt(hash('sha256', name, 'hex').slice(0, 13), 16);
  for (let other = names.get(key); other !== undefined; other = names.get(key)) {
    if (nameOf(file, images.slice(other)) === name) return true;
    key += 1;
  }
  names.set(key, images.length());
  return false;
}

function nameOf({ handle, path }: SourceFile, slice: Slice): string | null {
  let name: string | null = null;
  eachSlice(handle.fd, [slice], (bytes) => {
    const { value: image } = parseMember(path, { offset: slice.offset, bytes }, 'kept');
    name = isObject(image) ? textOf(image['file_name']) : null;
  });
  return name;
}

function takeCategory({ file, categories, tally }: Draft, element: JsonElement): void {
  const { value: category } = parseMember(file.path, element);
  if (!isObject(category) || !isId(category['id'])) {
    tally.count('category without an id', `category ${String(element.index)}`);
    return;
  }
  const id = category['id'];
  const name = textOf(category['name']);
  if (name === null || name === '') tally.count('category without a name', `category id ${String(id)}`);
  else if (categories.has(id)) tally.count('category whose id another has', `category id ${String(id)} (${name})`);
  else categories.set(id, { name, supercategory: textOf(category['supercategory']), keypoints: pointNames(category) });
}

function pointNames(category: JsonObject): string[] {
  const names = category['keypoints'];
  return Array.isArray(names) ? names.map((name: Json) => textOf(name) ?? '') : [];
}

/** True for what an annotation may say instead of nothing. */
export function isNothing(value: Json | undefined): boolean {
  return isMissing(value) || value === '' || (Array.isArray(value) && value.length === 0);
}
