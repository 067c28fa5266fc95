import type { Json, Label } from '../../model/label.ts';
import type { FieldLabels, FieldValue, Sample } from '../../model/sample.ts';
import { listKeyOf } from '../../model/schema.ts';
import { isMissing, isObject, type JsonObject, listOf, pixelsOf, textOf } from '../../model/json-value.ts';
import { BUILT_IN_MEMBERS, type DeclaredField, labelFieldOf } from './declared-fields.ts';
import { objectIdIn } from './extended-json.ts';
import { filePathIn } from './file-path.ts';
import { type Place, refuse, tell, within } from './place.ts';
import { type OneKind, readLabel } from './read-label.ts';
import { readUndeclared, readValue, textsIn } from './read-value.ts';

/** Fields by the name of the member. Those that are not declared are added as they are met. */
export type KnownFields = Map<string, DeclaredField>;

/**
 * The sample of a document; null for one that is no picture, which is counted.
 *
 * Kept beside the fields, for an export: which fields were an explicit null, which were not a number, the rest of the
 * metadata, and the dates and random number that FiftyOne gave the sample.
 *
 * @throws UserError `invalid` with the place, where the document is not what it should be
 */
export function readSample(document: JsonObject, known: KnownFields, place: Place): Sample | null {
  const id = objectIdIn(document['_id']);
  if (id === undefined) return refuse(place, '_id is no object id of 24 hex digits');
  if (!isPicture(document)) {
    tell(place, 'dropped', 'samples that are no pictures');
    return null;
  }
  const draft: Draft = { fields: [], labels: [], nulls: [], nan: [] };
  for (const key in document) {
    const value = document[key];
    if (value === undefined || PRIVATE.has(key)) continue;
    if (key.startsWith('_')) tell(within(place, key), 'dropped', 'private members of samples');
    else if (!BUILT_IN_MEMBERS.has(key)) takeMember(draft, { key, value }, known, place);
    else if (value === null && NULLABLE.has(key)) draft.nulls.push(key);
  }
  return {
    id,
    filepath: filepathOf(document, place),
    ...sizeOf(document),
    tags: tagsOf(document, place),
    fields: Object.fromEntries(draft.fields),
    labels: Object.fromEntries(draft.labels),
    ...asideOf(document, draft),
  };
}

/** Members that are read elsewhere, or made anew by an export. */
const PRIVATE: ReadonlySet<string> = new Set(['_id', '_cls', '_media_type', '_rand', '_dataset_id']);

function isPicture({ _media_type: media }: JsonObject): boolean {
  return isMissing(media) || media === 'image';
}

function sizeOf({ metadata }: JsonObject): Pick<Sample, 'width' | 'height'> {
  if (!isObject(metadata)) return { width: null, height: null };
  return { width: pixelsOf(metadata['width']), height: pixelsOf(metadata['height']) };
}

type Draft = {
  readonly fields: [string, FieldValue][];
  readonly labels: [string, FieldLabels][];
  readonly nulls: string[];
  readonly nan: string[];
};

type Member = { readonly key: string; readonly value: Json };

function takeMember(draft: Draft, member: Member, known: KnownFields, place: Place): void {
  const { key, value } = member;
  const here = within(place, key);
  const declared = known.get(key) ?? addUndeclared(known, member, here);
  const field = declared?.field;
  if (value === null) draft.nulls.push(field?.name ?? key);
  else if (field?.kind === 'labels') draft.labels.push([field.name, labelsIn(value, field as OneKind, here)]);
  else takeValue(draft, member, declared, here);
}

/** Built-in members of which it is told that they were null. */
const NULLABLE: ReadonlySet<string> = new Set(['metadata', 'tags']);

function takeValue(
  { fields, nulls, nan }: Draft,
  { key, value }: Member,
  declared: DeclaredField | undefined,
  place: Place,
): void {
  const read = valueIn(value, declared, place);
  const name = declared?.field.name ?? key;
  if (Number.isNaN(read)) {
    // An edit of the field takes it from the nulls, and the NaN is forgotten with that.
    nulls.push(name);
    nan.push(name);
  }
  fields.push([name, read]);
}

function valueIn(value: Json, declared: DeclaredField | undefined, place: Place): FieldValue {
  if (declared?.field.kind !== 'value') return readUndeclared(value, place);
  // A document of a class is of use to FiftyOne only as it stands.
  if (declared.kept !== undefined && isObject(value)) return withFiles(value, place);
  if (declared.kept !== undefined && Array.isArray(value)) return value as readonly Json[];
  return readValue(value, declared.field, place);
}

/** Masks and maps as files lie where the pictures do. */
function withFiles(document: JsonObject, place: Place): JsonObject {
  const files = ['mask_path', 'map_path'].flatMap((name): [string, Json][] => {
    const path = document[name];
    return typeof path === 'string' ? [[name, filePathIn(path, within(place, name))]] : [];
  });
  return files.length === 0 ? document : { ...document, ...Object.fromEntries(files) };
}

/** A field of labels tells by its class what it is; of others only the values of each sample are known. */
function addUndeclared(known: KnownFields, { key, value }: Member, place: Place): DeclaredField | undefined {
  tell(place, 'noted', 'values of fields that metadata.json does not declare, of the type they look like');
  const documents = isObject(value) ? textOf(value['_cls']) : null;
  const field = documents === null ? undefined : labelFieldOf(key, documents);
  if (field === undefined) return undefined;
  const declared: DeclaredField = { key, field };
  known.set(key, declared);
  return declared;
}

function labelsIn(value: Json, field: OneKind, place: Place): FieldLabels {
  if (!isObject(value)) return refuse(place, 'this is no document of labels');
  if (!field.list) return [readLabel(value, field, place)];
  const list = listOfLabels(value, listKeyOf(field.label), place);
  const labels = list.map((label, i) => readLabel(label, field, within(place, `number ${String(i)}`)));
  if (hasTwice(labels)) tell(place, 'noted', SAME_ID);
  return labels;
}

function listOfLabels(value: JsonObject, key: string, place: Place): readonly Json[] {
  const expected = key.charAt(0).toUpperCase() + key.slice(1);
  if (value['_cls'] !== expected) {
    refuse(place, `_cls is ${JSON.stringify(value['_cls'] ?? null)}, and metadata.json declares ${expected}`);
  }
  for (const name in value) {
    if (name !== '_cls' && name !== key) tell(within(place, name), 'dropped', 'members of a list of labels');
  }
  const list = value[key];
  if (!isMissing(list)) return listOf(list) ?? refuse(place, `${key} is no list`);
  tell(place, 'noted', 'lists of labels that are null inside their document: empty, as FiftyOne counts them');
  return [];
}

function hasTwice(labels: readonly Label[]): boolean {
  const ids = labels.flatMap(({ id }) => id ?? []);
  return new Set(ids).size < ids.length;
}

const SAME_ID = 'lists of labels in which two have the same id, both kept';

function tagsOf({ tags }: JsonObject, place: Place): readonly string[] {
  if (isMissing(tags)) return [];
  const here = within(place, 'tags');
  const list = textsIn(tags, here);
  if (new Set(list).size < list.length) tell(here, 'dropped', 'tags that a sample has twice');
  return list;
}

function filepathOf({ filepath }: JsonObject, place: Place): string {
  if (typeof filepath === 'string' && filepath !== '') return filePathIn(filepath, place);
  return refuse(place, 'it has no filepath, and a sample of Quadrat is a picture');
}

function asideOf(document: JsonObject, draft: Draft): Pick<Sample, 'nulls' | 'extras'> {
  const extras = extrasOf(document, draft);
  return { ...(draft.nulls.length > 0 && { nulls: draft.nulls }), ...(extras !== undefined && { extras }) };
}

/** Members of the metadata that a sample has columns for. */
const METADATA_COLUMNS: ReadonlySet<string> = new Set(['_cls', 'width', 'height']);
/** What FiftyOne gives every sample. */
const OWN = ['_rand', 'created_at', 'last_modified_at'] as const;

/** As they stand. */
function extrasOf(document: JsonObject, { nan }: Draft): Sample['extras'] {
  const extras: [string, Json][] = [];
  const { metadata } = document;
  if (isObject(metadata)) {
    const rest = Object.entries(metadata).filter(
      ([name, value]) => !METADATA_COLUMNS.has(name) || (name !== '_cls' && pixelsOf(value) === null),
    );
    if (rest.length > 0) extras.push(['metadata', Object.fromEntries(rest)]);
  }
  for (const name of OWN) {
    const value = document[name];
    if (!isMissing(value)) extras.push([name, value]);
  }
  if (nan.length > 0) extras.push(['nan', nan]);
  return extras.length === 0 ? undefined : Object.fromEntries(extras);
}
