import { isId, isMissing, isObject, type JsonObject, numberOf } from '../../model/json-value.ts';
import type { Label } from '../../model/label.ts';
import type { Tally } from '../../model/tally.ts';
import { eachSlice, type Slice } from '../slice-list.ts';
import type { AnnotationsByImage, Noun } from './annotations-by-image.ts';
import type { CocoIndex } from './coco-index.ts';
import { labelOf, type LabelOrFault } from './coco-label.ts';
import { AS_TEXT, LOST, type ParsedMember, parseMember } from './parse-member.ts';

/** Images from `start` to before `end`, by their numbers. */
export type Batch = { readonly start: number; readonly end: number };

/** What annotations are read with. */
export type AnnotationContext = { readonly index: CocoIndex; readonly tally: Tally };

/** The labels of a batch by the number of their image; an image without one is not in the map. What is wrong is counted. */
export function readAnnotations(
  source: AnnotationsByImage,
  { start, end }: Batch,
  context: AnnotationContext,
): Map<number, Label[]> {
  const labels = new Map<number, Label[]>();
  const places: (Slice & { readonly number: number })[] = [];
  for (let i = source.starts[start] ?? 0; i < (source.starts[end] ?? 0); i++) {
    const number = source.order[i] ?? 0;
    places.push({ ...source.slices.slice(number), number });
  }
  places.sort((a, b) => a.offset - b.offset);
  eachSlice(source.file.handle.fd, places, (bytes, i) => {
    const { offset, number } = places[i] ?? { offset: 0, number: 0 };
    const read = checkedLabel(parseMember(source.file.path, { offset, bytes }), { ...source, offset, number }, context);
    if (read !== null) append(labels, read.image, read.label);
  });
  return labels;
}

type Place = { readonly noun: Noun; readonly offset: number; readonly number: number };

type Read = { readonly image: number; readonly label: Label };

function checkedLabel(
  { value, lost, texts }: ParsedMember,
  place: Place,
  { index, tally }: AnnotationContext,
): Read | null {
  const image = isObject(value) && isId(value['image_id']) ? index.imageOf(value['image_id']) : undefined;
  if (!isObject(value) || image === undefined) {
    tally.count(`${place.noun} without an image_id`, `byte ${String(place.offset)}`);
    return null;
  }
  const name = nameOf(value, place);
  const made = labelOrFault(value, place.noun, index);
  if ('fault' in made) {
    tally.count(made.fault, `${name}${made.detail ?? ''}`);
    return null;
  }
  for (const key of lost) tally.count(LOST, `${key} of ${name}`);
  for (const key of texts) tally.count(AS_TEXT, `${key} of ${name}`);
  for (const complaint of complaintsOf(value, made, place.noun)) tally.count(complaint, name);
  return { image, label: made.label };
}

type Made = Extract<LabelOrFault, { readonly label: Label }>;
type Fault = { readonly fault: string; readonly detail?: string };

function labelOrFault(value: JsonObject, noun: Noun, { categories }: CocoIndex): Made | Fault {
  const { category_id: category } = value;
  const known = isId(category) ? categories.get(category) : undefined;
  if (known === undefined && !isMissing(category)) {
    const fault = `${noun} of a category that is not in the file`;
    return { fault, detail: `: category ${JSON.stringify(category)}` };
  }
  const made = labelOf(value, known);
  return 'fault' in made && noun === 'result' ? { fault: `result: ${made.fault}` } : made;
}

/** What of it was left out. */
function complaintsOf({ score }: JsonObject, { complaint }: Made, noun: Noun): string[] {
  return [
    ...(complaint === undefined ? [] : [`part of ${WITH_ARTICLE[noun]}: ${complaint}`]),
    ...(noun === 'result' && numberOf(score) === null ? [NO_SCORE] : []),
  ];
}

const WITH_ARTICLE: Readonly<Record<Noun, string>> = { annotation: 'an annotation', result: 'a result' };
const NO_SCORE = 'part of a result: score is no finite number, so that there is no confidence';

/** Annotations have ids; results have none, and are known by their place in the list, from 0. */
function nameOf({ id, image_id: image }: JsonObject, { noun, number }: Place): string {
  const known = noun === 'result' ? String(number) : isId(id) ? String(id) : '?';
  return `${noun} ${known} of image ${isId(image) ? String(image) : '?'}`;
}

function append(labels: Map<number, Label[]>, image: number, label: Label): void {
  const list = labels.get(image);
  if (list === undefined) labels.set(image, [label]);
  else list.push(label);
}
