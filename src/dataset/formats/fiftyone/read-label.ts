import type { Attributes, Json, Label, LabelKind, Ring } from '../../model/label.ts';
import type { AttributeType, LabelField } from '../../model/schema.ts';
import { isMissing, isObject, type JsonObject, listOf } from '../../model/json-value.ts';
import { LABEL_CLASSES } from './declared-fields.ts';
import { dateIn, numberIn, objectIdIn } from './extended-json.ts';
import { filePathIn } from './file-path.ts';
import { instanceMask } from './instance-mask.ts';
import { type Place, refuse, tell, within } from './place.ts';
import { checkAttribute, freeJson, NOT_FINITE, textsIn } from './read-value.ts';

/** A label field with its one kind. */
export type OneKind = LabelField & { readonly label: LabelKind };

/**
 * The label of a document. Members the model has none for are attributes, explicit nulls among them; nothing is rounded.
 *
 * - `mask` of a detection stays what it is, base64 of a zlib stream of a `.npy` file, as an attribute
 * - `confidence` of a key point, a list, is an attribute
 *
 * @throws UserError `invalid` with the place, where the document is of another class or a member is not what it should be
 */
export function readLabel(document: Json, field: OneKind, place: Place): Label {
  if (!isObject(document)) return refuse(place, 'a label should be an object');
  const id = objectIdIn(document['_id']);
  const here = id === undefined ? place : within(place, `label ${id}`);
  if (id === undefined && !isMissing(document['_id'])) refuse(here, '_id is no object id of 24 hex digits');
  expectClass(document, field.label, here);
  if (id === undefined) tell(place, 'noted', 'labels without an id, for which one was made');
  const about = {
    ...(id !== undefined && { id }),
    label: labelIn(document, here),
    confidence: confidenceIn(document, here),
    tags: isMissing(document['tags']) ? NO_TAGS : textsIn(document['tags'], within(here, 'tags')),
    attributes: attributesIn(document, field, here),
  };
  return { ...about, ...SHAPES[field.label](document, here) };
}

const NO_TAGS: readonly string[] = [];

type Shape = Label extends infer L ? (L extends Label ? Omit<L, keyof Base> : never) : never;
type Base = Pick<Label, 'id' | 'label' | 'confidence' | 'tags' | 'attributes'>;

const SHAPES: Readonly<Record<LabelKind, (document: JsonObject, place: Place) => Shape>> = {
  polyline: (document, place) => ({
    kind: 'polyline',
    units: 'normalised',
    rings: ringsIn(document['points'], within(place, 'points')),
    closed: flagIn(document, 'closed', place),
    filled: flagIn(document, 'filled', place),
  }),
  detection: (document, place) => ({ kind: 'detection', units: 'normalised', box: boxIn(document, place) }),
  keypoint: (document, place) => ({
    kind: 'keypoint',
    units: 'normalised',
    xy: pointsIn(document['points'], within(place, 'points')),
  }),
  classification: () => ({ kind: 'classification' }),
  mask: (_, place) => refuse(place, 'masks are not read as labels'),
};

function expectClass(document: JsonObject, kind: LabelKind, place: Place): void {
  const given = document['_cls'];
  if (typeof given === 'string' && LABEL_CLASSES[given] === kind) return;
  const expected = Object.entries(LABEL_CLASSES).find(([, known]) => known === kind)?.[0] ?? '';
  refuse(place, `_cls is ${JSON.stringify(given ?? null)}, and metadata.json declares ${expected}`);
}

function labelIn({ label }: JsonObject, place: Place): string | null {
  if (isMissing(label)) return null;
  return typeof label === 'string' ? label : refuse(place, 'label is no text');
}

function confidenceIn({ confidence }: JsonObject, place: Place): number | null {
  // Of a key point there is one for each of its points: an attribute.
  if (isMissing(confidence) || Array.isArray(confidence)) return null;
  const number = numberIn(confidence);
  if (number === undefined) return refuse(place, 'confidence is no number');
  if (Number.isFinite(number)) return number;
  tell(within(place, 'confidence'), 'dropped', NOT_FINITE);
  return null;
}

function flagIn(document: JsonObject, name: 'closed' | 'filled', place: Place): boolean {
  const value = document[name];
  if (isMissing(value)) return false;
  return typeof value === 'boolean' ? value : refuse(place, `${name} is neither true nor false`);
}

function ringsIn(value: Json | undefined, place: Place): Ring[] {
  if (isMissing(value)) return [];
  const shapes = listOf(value) ?? refuse(place, 'this is no list of shapes');
  return shapes.map((shape) => ({ xy: pointsIn(shape, place), hole: false }));
}

function pointsIn(value: Json | undefined, place: Place): number[] {
  const xy: number[] = [];
  if (isMissing(value)) return xy;
  for (const point of listOf(value) ?? refuse(place, 'this is no list of points')) {
    const pair = listOf(point);
    const x = numberIn(pair?.[0]);
    const y = numberIn(pair?.[1]);
    if (pair?.length !== 2 || x === undefined || y === undefined) {
      return refuse(place, `${JSON.stringify(point)} is no point [x, y]`);
    }
    xy.push(x, y);
  }
  return xy;
}

function boxIn(document: JsonObject, place: Place): [number, number, number, number] {
  const numbers = listOf(document['bounding_box'])?.map(numberIn);
  const [x, y, w, h] = numbers ?? [];
  if (numbers?.length !== 4 || x === undefined || y === undefined || w === undefined || h === undefined) {
    return refuse(place, 'bounding_box is no list of four numbers');
  }
  return [x, y, w, h];
}

const MEMBERS: Readonly<Record<LabelKind, ReadonlySet<string>>> = {
  polyline: new Set(['_id', '_cls', 'label', 'tags', 'points', 'closed', 'filled']),
  detection: new Set(['_id', '_cls', 'label', 'tags', 'bounding_box']),
  keypoint: new Set(['_id', '_cls', 'label', 'tags', 'points']),
  classification: new Set(['_id', '_cls', 'label', 'tags']),
  mask: new Set(),
};

function attributesIn(document: JsonObject, field: OneKind, place: Place): Attributes {
  const attributes: [string, Json][] = [];
  for (const name in document) {
    const value = document[name];
    if (value === undefined || !isAttribute(name, value, field.label)) continue;
    const here = within(place, name);
    const declared = Object.hasOwn(field.attributes, name) ? field.attributes[name] : undefined;
    const kept = attributeIn(name, value, declared, here);
    if (declared !== undefined) checkAttribute(kept, declared, here);
    attributes.push([name, kept]);
  }
  return Object.fromEntries(attributes);
}

function isAttribute(name: string, value: Json, kind: LabelKind): boolean {
  if (name === 'confidence') return Array.isArray(value);
  // Before labels had attributes of their own, FiftyOne kept them here; the empty object is still written.
  if (name === 'attributes') return !isObject(value) || Object.keys(value).length > 0;
  return !MEMBERS[kind].has(name);
}

function attributeIn(name: string, value: Json, declared: AttributeType | undefined, place: Place): Json {
  if (value !== null && name === 'mask') return maskIn(value, place);
  if (typeof value === 'string' && name === 'mask_path') return filePathIn(value, place);
  const date = declared === 'date' ? dateIn(value) : undefined;
  return date?.toISOString() ?? freeJson(value, place);
}

function maskIn(value: Json, place: Place): string {
  const mask = instanceMask(value);
  if (mask === undefined) return refuse(place, 'this is no compressed NumPy array of rows and columns');
  tell(place, 'noted', 'instance masks of detections: kept as they stand, in the attribute mask');
  return mask.base64;
}
