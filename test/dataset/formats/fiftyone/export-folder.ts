import type { Json } from '../../../../src/dataset/model/label.ts';
import { newFolder, put } from '../read-format.ts';

/** A JSON object as it stands in an export. */
export type Document = Readonly<Record<string, Json>>;

/** Names in `sample_fields` begin with this. */
const FIELDS = 'fiftyone.core.fields.';

/** A document of `sample_fields` or of the fields below. */
export function fieldDocument(name: string, ftype: string, more: Document = {}): Document {
  const nothing = { embedded_doc_type: null, subfield: null, fields: [], db_field: name, description: null };
  return { name, ftype: FIELDS + ftype, ...nothing, ...more };
}

/** A declared list of values. */
export function listDocument(name: string, element: string): Document {
  return fieldDocument(name, 'ListField', { subfield: FIELDS + element });
}

/** A declared field of labels, e.g. of `Polylines`, whose labels have these fields of their own. */
export function labelsDocument(name: string, documents: string, attributes: readonly Document[] = []): Document {
  const own = [fieldDocument('id', 'ObjectIdField'), fieldDocument('label', 'StringField'), ...attributes];
  const isList = documents.endsWith('s');
  const list = fieldDocument(documents.toLowerCase(), 'ListField', { fields: own });
  return fieldDocument(name, 'EmbeddedDocumentField', {
    embedded_doc_type: `fiftyone.core.labels.${documents}`,
    fields: isList ? [list] : own,
  });
}

/** metadata.json with these fields beside the built-in ones. */
export function metadataOf(fields: readonly Document[], more: Document = {}): Document {
  const builtIn = [
    fieldDocument('_rand', 'FloatField'),
    fieldDocument('id', 'ObjectIdField', { db_field: '_id' }),
    fieldDocument('filepath', 'StringField'),
    listDocument('tags', 'StringField'),
    fieldDocument('created_at', 'DateTimeField'),
  ];
  return { version: '1.0.0', name: 'reef', media_type: 'image', sample_fields: [...builtIn, ...fields], ...more };
}

/** An object id that ends in a number. */
export function oid(number: number): Document {
  return { $oid: hex(number) };
}

/** Its hex digits. */
export function hex(number: number): string {
  return number.toString(16).padStart(24, '0');
}

/** A label with its id; the members of its class come in `more`. */
export function labelDocument(cls: string, number: number, more: Document = {}): Document {
  return { _id: oid(number), _cls: cls, attributes: {}, tags: [], ...more };
}

/** Writes an export and returns its folder. `samples` may also be the text of samples.json. */
export function putExport(metadata: Document, samples: readonly Document[] | string): string {
  const folder = newFolder();
  put(folder, 'metadata.json', JSON.stringify(metadata));
  put(folder, 'samples.json', typeof samples === 'string' ? samples : JSON.stringify({ samples }));
  return folder;
}
