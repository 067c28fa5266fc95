import type { LabelKind } from '../../model/label.ts';
import type { AttributeType, FieldType, ValueField } from '../../model/schema.ts';
import type { JsonObject } from '../../model/json-value.ts';

/** Kinds of labels that FiftyOne has classes for. */
export type WrittenKind = Exclude<LabelKind, 'mask'>;

/** FiftyOne's class of one label; of a list with an s. */
export const CLASS_NAMES: Readonly<Record<WrittenKind, string>> = {
  polyline: 'Polyline',
  detection: 'Detection',
  keypoint: 'Keypoint',
  classification: 'Classification',
};

/** The fields that every sample of FiftyOne 1.0 has. */
export function builtInDocuments(): readonly JsonObject[] {
  return [
    fieldDocument('id', 'ObjectIdField', { db_field: '_id' }),
    fieldDocument('filepath', 'StringField'),
    fieldDocument('tags', 'ListField', { subfield: typeName('StringField') }),
    fieldDocument('metadata', 'EmbeddedDocumentField', {
      embedded_doc_type: 'fiftyone.core.metadata.ImageMetadata',
      fields: METADATA.map(([name, type]) => fieldDocument(name, type)),
    }),
    fieldDocument('_media_type', 'StringField'),
    fieldDocument('_rand', 'FloatField'),
    fieldDocument('_dataset_id', 'ObjectIdField'),
    fieldDocument('created_at', 'DateTimeField', { read_only: true }),
    fieldDocument('last_modified_at', 'DateTimeField', { read_only: true }),
  ];
}

/** The document of a field of values. */
export function valueDocument({ type, element }: ValueField, name: string): JsonObject {
  return fieldDocument(name, TYPE_NAMES[type], element !== undefined && { subfield: typeName(TYPE_NAMES[element]) });
}

/** The document of a field of labels with its attributes; those of mixed types are not declared, as FiftyOne wants it. */
export function labelsDocument(
  name: string,
  { kind, list, attributes }: { readonly kind: WrittenKind; readonly list: boolean; readonly attributes: Attributes },
): JsonObject {
  const one = CLASS_NAMES[kind];
  const own = PARTS[kind].map(([part, type, more]) => fieldDocument(part, type, more));
  const known = new Set(PARTS[kind].map(([part]) => part));
  const declared = Object.entries(attributes).flatMap(([part, type]) =>
    type === 'mixed' || known.has(part) ? [] : [fieldDocument(part, TYPE_NAMES[type])],
  );
  const parts = [...own, ...declared];
  if (!list) return embedded(name, one, parts);
  const labels = fieldDocument(`${one.toLowerCase()}s`, 'ListField', {
    embedded_doc_type: labelClass(one),
    subfield: typeName('EmbeddedDocumentField'),
    fields: parts,
  });
  return embedded(name, `${one}s`, [labels]);
}

type Attributes = Readonly<Record<string, AttributeType>>;
type Part = readonly [name: string, type: string, more?: JsonObject];

const METADATA: readonly Part[] = [
  ['size_bytes', 'IntField'],
  ['mime_type', 'StringField'],
  ['width', 'IntField'],
  ['height', 'IntField'],
  ['num_channels', 'IntField'],
];

const TYPE_NAMES: Readonly<Record<FieldType, string>> = {
  int: 'IntField',
  float: 'FloatField',
  string: 'StringField',
  bool: 'BooleanField',
  date: 'DateTimeField',
  list: 'ListField',
  dict: 'DictField',
};

const ID: readonly Part[] = [
  ['id', 'ObjectIdField', { db_field: '_id' }],
  ['tags', 'ListField', { subfield: typeName('StringField') }],
];
const LEGACY: Part = [
  'attributes',
  'DictField',
  { embedded_doc_type: labelClass('Attribute'), subfield: typeName('EmbeddedDocumentField') },
];
const LABEL: Part = ['label', 'StringField'];
const CONFIDENCE: Part = ['confidence', 'FloatField'];
const INDEX: Part = ['index', 'IntField'];
const FLOATS: JsonObject = { subfield: typeName('FloatField') };

/** What each class of labels has of its own. */
const PARTS: Readonly<Record<WrittenKind, readonly Part[]>> = {
  polyline: [
    ...ID,
    LEGACY,
    LABEL,
    ['points', 'PolylinePointsField'],
    CONFIDENCE,
    INDEX,
    ['closed', 'BooleanField'],
    ['filled', 'BooleanField'],
  ],
  detection: [
    ...ID,
    LEGACY,
    LABEL,
    ['bounding_box', 'ListField', FLOATS],
    ['mask', 'ArrayField'],
    ['mask_path', 'StringField'],
    CONFIDENCE,
    INDEX,
  ],
  keypoint: [...ID, LEGACY, LABEL, ['points', 'KeypointsField'], ['confidence', 'ListField', FLOATS], INDEX],
  classification: [...ID, LABEL, CONFIDENCE, ['logits', 'VectorField']],
};

function fieldDocument(name: string, type: string, more: JsonObject | false = {}): JsonObject {
  return {
    name,
    ftype: typeName(type),
    embedded_doc_type: null,
    subfield: null,
    fields: [],
    db_field: name,
    description: null,
    info: null,
    read_only: false,
    ...more,
  };
}

function embedded(name: string, documents: string, fields: readonly JsonObject[]): JsonObject {
  return fieldDocument(name, 'EmbeddedDocumentField', { embedded_doc_type: labelClass(documents), fields });
}

function typeName(type: string): string {
  return `fiftyone.core.fields.${type}`;
}

function labelClass(name: string): string {
  return `fiftyone.core.labels.${name}`;
}
