import { isId, isObject } from '../../model/json-value.ts';
import type { Tally } from '../../model/tally.ts';
import type { JsonElement } from '../json-elements.ts';
import { type SliceList, sliceList } from '../slice-list.ts';
import type { SourceFile } from '../source-file.ts';
import { type CocoId, type IdTable, idTable } from './id-table.ts';
import { parseMember } from './parse-member.ts';

/** What the elements of a list are: annotations of an instances file, or results of a model. */
export type Noun = 'annotation' | 'result';

/** Where the annotations of a file are, by the number of their image: 16 bytes for each. */
export type AnnotationsByImage = {
  readonly file: SourceFile;
  readonly noun: Noun;
  /** Place of the text of each, in the order of the file. */
  readonly slices: SliceList;
  /** Those of image i stand at `starts[i]` to before `starts[i + 1]` of `order`, in file order. */
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
};

/** Annotations that are being found, when their images need not be known yet. */
export type AnnotationsDraft = Pick<AnnotationsByImage, 'file' | 'noun' | 'slices'> & {
  readonly tally: Tally;
  /** Ids of images as annotations name them, numbered as they come up: these numbers mark the slices. */
  readonly numbers: IdTable;
  readonly ids: CocoId[];
};

/** Nothing found yet. */
export function annotationsDraft(file: SourceFile, noun: Noun, tally: Tally): AnnotationsDraft {
  return { file, noun, tally, slices: sliceList(), numbers: idTable(), ids: [] };
}

/** Takes note of where an annotation is. */
export function takeAnnotation({ file, noun, tally, ...draft }: AnnotationsDraft, element: JsonElement): void {
  const id = imageIdOf(file, element);
  if (id === undefined) tally.count(`${noun} without an image_id`, `${noun} ${String(element.index)}`);
  draft.slices.add(element.offset, element.bytes.length, id === undefined ? NOWHERE : numberOf(draft, id));
}

/** The mark of an annotation that names no image. */
const NOWHERE = 0xffff_ffff;

function numberOf({ numbers, ids }: Pick<AnnotationsDraft, 'numbers' | 'ids'>, id: CocoId): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  const number = ids.push(id) - 1;
  numbers.set(id, number);
  return number;
}

/**
 * The image_id of an annotation. Where that name stands once in the text and a whole number follows, it is taken without
 * reading the rest, which is most of the time of an import; who reads it whole checks it again.
 */
function imageIdOf({ path }: SourceFile, element: JsonElement): CocoId | undefined {
  const { bytes } = element;
  const at = bytes.indexOf(IMAGE_ID);
  if (at >= 0 && bytes.indexOf(IMAGE_ID, at + 1) < 0) {
    const match = FOLLOWING_NUMBER.exec(bytes.toString('latin1', at + IMAGE_ID.length, at + IMAGE_ID.length + 32));
    if (match?.[1] !== undefined) return Number(match[1]);
  }
  const { value: annotation } = parseMember(path, element);
  const id = isObject(annotation) ? annotation['image_id'] : undefined;
  return isId(id) ? id : undefined;
}

const IMAGE_ID = Buffer.from('"image_id"');
const FOLLOWING_NUMBER = /^\s*:\s*(\d{1,15})\s*[,}]/;

/**
 * Sorts the annotations by image, those of one image staying in file order (a counting sort). Those of images that are not
 * known are counted and left out.
 */
export function byImage(
  draft: AnnotationsDraft,
  imageOf: (id: CocoId) => number | undefined,
  images: number,
): AnnotationsByImage {
  const { file, noun, slices } = draft;
  const numbers = draft.ids.map(imageOf);
  const counts = new Uint32Array(images);
  for (let i = 0; i < slices.length(); i++) {
    const number = numbers[slices.mark(i)];
    if (number === undefined) countStray(draft, i);
    else add(counts, number);
  }
  const starts = new Uint32Array(images + 1);
  counts.forEach((count, number) => {
    starts[number + 1] = (starts[number] ?? 0) + count;
  });
  const order = new Uint32Array(starts[starts.length - 1] ?? 0);
  const next = starts.slice();
  for (let i = 0; i < slices.length(); i++) {
    const number = numbers[slices.mark(i)];
    if (number !== undefined) order[add(next, number)] = i;
  }
  return { file, noun, slices, order, starts };
}

function countStray({ noun, tally, slices, ids }: AnnotationsDraft, index: number): void {
  const mark = slices.mark(index);
  if (mark === NOWHERE) return;
  const where = noun === 'result' ? `${noun} ${String(index)}, ` : '';
  tally.count(`${noun} of an image that is not in the file`, `${where}image_id ${String(ids[mark])}`);
}

/** Adds one, and says what was there before. */
function add(counts: Uint32Array, at: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + 1;
  return before;
}
