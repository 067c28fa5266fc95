import type { Json, LabelKind } from '../../model/label.ts';
import type { AttributeType, Field, FieldType } from '../../model/schema.ts';
import { isObject, type JsonObject, listOf, textOf } from '../../model/json-value.ts';

/** A field of the samples as metadata.json declares it. */
export type DeclaredField = {
  /** Name of the member in the documents; the name of the field but for ids. */
  readonly key: string;
  readonly field: Field;
  /** FiftyOne's class of documents where one or a list of them is kept as it stands, e.g. `fiftyone.core.labels.Regression`. */
  readonly kept?: string;
};

/** Kinds of labels by FiftyOne's class of one label. */
export const LABEL_CLASSES: Readonly<Record<string, LabelKind>> = {
  Polyline: 'polyline',
  Detection: 'detection',
  Keypoint: 'keypoint',
  Classification: 'classification',
};

/** Members of a sample that are no user fields. */
export const BUILT_IN_MEMBERS: ReadonlySet<string> = new Set([
  'id',
  'filepath',
  'tags',
  'metadata',
  'created_at',
  'last_modified_at',
]);

/** The field that a document of `sample_fields` declares; undefined for built-in and private ones, and for no document. */
export function declaredField(document: Json): DeclaredField | undefined {
  const name = isObject(document) ? textOf(document['name']) : null;
  if (!isObject(document) || name === null || BUILT_IN_MEMBERS.has(name) || name.startsWith('_')) return undefined;
  const key = textOf(document['db_field']) ?? name;
  const type = typeOf(document['ftype']);
  const documents = textOf(document['embedded_doc_type']) ?? '';
  if (type === DOCUMENTS) return { key, ...documentField(name, documents, document) };
  const kept = typeOf(document['subfield']) === DOCUMENTS ? { kept: documents } : {};
  return { key, field: valueField(name, type, document), ...kept };
}

const DOCUMENTS = 'EmbeddedDocumentField';

function documentField(name: string, documents: string, document: JsonObject): Omit<DeclaredField, 'key'> {
  const labels = labelFieldOf(name, typeOf(documents));
  if (labels === undefined) return { field: { kind: 'value', name, type: 'dict' }, kept: documents };
  return { field: { ...labels, attributes: attributesOf(partsOf(document, labels.list), labels.label) } };
}

/** The field of labels that a class of documents makes, e.g. `Polylines`; undefined for a class that is none. */
export function labelFieldOf(
  name: string,
  documents: string,
): (Field & { readonly kind: 'labels'; readonly label: LabelKind }) | undefined {
  const list = documents.endsWith('s');
  const one = list ? documents.slice(0, -1) : documents;
  const label = Object.hasOwn(LABEL_CLASSES, one) ? LABEL_CLASSES[one] : undefined;
  return label === undefined ? undefined : { kind: 'labels', name, label, list, attributes: {} };
}

/** Types by FiftyOne's class of field; everything else is kept as an object. */
const TYPES: Readonly<Record<string, FieldType>> = {
  StringField: 'string',
  ColorField: 'string',
  ObjectIdField: 'string',
  UUIDField: 'string',
  IntField: 'int',
  FrameNumberField: 'int',
  FloatField: 'float',
  BooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'date',
  ListField: 'list',
  FrameSupportField: 'list',
  ClassesField: 'list',
  KeypointsField: 'list',
  PolylinePointsField: 'list',
};

/** The last part of a class name. */
function typeOf(name: Json | undefined): string {
  return (textOf(name) ?? '').split('.').at(-1) ?? '';
}

function fieldType(type: string): FieldType {
  return Object.hasOwn(TYPES, type) ? (TYPES[type] ?? 'dict') : 'dict';
}

function valueField(name: string, ftype: string, document: JsonObject): Field {
  const type = fieldType(ftype);
  const element = type === 'list' ? typeOf(document['subfield']) : '';
  return { kind: 'value', name, type, ...(element !== '' && { element: fieldType(element) }) };
}

/** The declared parts of a label: of the document, or of the elements of the one list in it. */
function partsOf(document: JsonObject, list: boolean): readonly Json[] {
  const fields = listOf(document['fields']) ?? [];
  const [first] = fields;
  if (!list) return fields;
  return isObject(first) ? (listOf(first['fields']) ?? []) : [];
}

/** Parts of a label that the model has members for, or that never have a type of their own. */
const LABEL_MEMBERS: ReadonlySet<string> = new Set(['id', 'tags', 'label', 'confidence', 'attributes', 'mask']);
const SHAPE_MEMBERS: Readonly<Record<LabelKind, readonly string[]>> = {
  polyline: ['points', 'closed', 'filled'],
  detection: ['bounding_box'],
  keypoint: ['points'],
  mask: [],
  classification: [],
};

function attributesOf(parts: readonly Json[], kind: LabelKind): Record<string, AttributeType> {
  const attributes: [string, AttributeType][] = [];
  for (const part of parts) {
    const name = isObject(part) ? textOf(part['name']) : null;
    if (!isObject(part) || name === null || LABEL_MEMBERS.has(name) || SHAPE_MEMBERS[kind].includes(name)) continue;
    attributes.push([name, fieldType(typeOf(part['ftype']))]);
  }
  return Object.fromEntries(attributes);
}
