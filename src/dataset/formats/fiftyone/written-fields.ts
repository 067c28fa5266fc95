import type { Json, LabelKind } from '../../model/label.ts';
import type { AttributeType, Field, LabelField, ValueField } from '../../model/schema.ts';
import { isObject, type JsonObject, listOf, textOf } from '../../model/json-value.ts';
import { BUILT_IN_MEMBERS, declaredField } from './declared-fields.ts';
import { CLASS_NAMES, labelsDocument, valueDocument, type WrittenKind } from './field-documents.ts';

/** A field of a dataset as it is written. A field of labels of several kinds is written as several. */
export type WrittenField = {
  /** In the export. */
  readonly name: string;
  /** Name of the member in the documents: MongoDB's, where FiftyOne has another. */
  readonly member: string;
  /** In the dataset. */
  readonly source: string;
  /** What `sample_fields` says of it. */
  readonly document: JsonObject;
} & (
  | { readonly kind: 'value'; readonly field: ValueField; readonly ftype: string }
  | { readonly kind: 'labels'; readonly label: WrittenKind; readonly list: boolean; readonly attributes: Attributes }
);

type Attributes = Readonly<Record<string, AttributeType>>;

/**
 * The fields of an export. What FiftyOne declared before an import is declared again, where it still fits: descriptions, and
 * types that are more precise than those of the store.
 *
 * @param kinds of fields of mixed labels: the kinds that occur
 * @param kept documents of `sample_fields` as an import found them
 */
export function writtenFields(
  fields: readonly Field[],
  kinds: ReadonlyMap<string, ReadonlySet<WrittenKind>>,
  kept: readonly Json[],
): readonly WrittenField[] {
  const documents = new Map(kept.filter(isObject).map((document) => [textOf(document['name']) ?? '', document]));
  const taken = new Set<string>();
  return fields.flatMap((field) =>
    field.kind === 'value'
      ? [writtenValue(field, documents.get(field.name), taken)]
      : writtenLabels(field, { kinds: kinds.get(field.name), document: documents.get(field.name), taken }),
  );
}

/** The kind as which a label is written: a mask is a detection with a mask. */
export function writtenKind(kind: LabelKind): WrittenKind {
  return kind === 'mask' ? 'detection' : kind;
}

function writtenValue(field: ValueField, given: JsonObject | undefined, taken: Set<string>): WrittenField {
  const name = freeName(field.name, taken);
  const document = keptValue(given, field, name) ?? valueDocument(field, name);
  const ftype = textOf(document['ftype'])?.split('.').at(-1) ?? '';
  return { kind: 'value', name, member: memberOf(document, name), source: field.name, document, field, ftype };
}

function memberOf(document: JsonObject, name: string): string {
  return textOf(document['db_field']) ?? name;
}

/** The document of an import; undefined where the field has another type or name now. */
function keptValue(document: JsonObject | undefined, field: ValueField, name: string): JsonObject | undefined {
  if (document === undefined || name !== field.name) return undefined;
  const declared = declaredField(document)?.field;
  const isSame = declared?.kind === 'value' && declared.type === field.type && declared.element === field.element;
  return isSame ? document : undefined;
}

type Given = {
  readonly kinds: ReadonlySet<WrittenKind> | undefined;
  readonly document: JsonObject | undefined;
  readonly taken: Set<string>;
};

function writtenLabels(field: LabelField, { kinds, document, taken }: Given): readonly WrittenField[] {
  const { name: source, list, attributes } = field;
  const only = field.label === 'mixed' ? [...(kinds ?? [])] : [writtenKind(field.label)];
  if (only.length === 0) only.push('polyline');
  return only.map((label) => {
    const own = only.length === 1 ? source : `${source}_${CLASS_NAMES[label].toLowerCase()}s`;
    const name = freeName(own, taken);
    const known = name === source ? keptDocument(document, { ...field, label }) : undefined;
    const written = known ?? labelsDocument(name, { kind: label, list, attributes });
    const member = memberOf(written, name);
    return { kind: 'labels', name, member, source, label, list, attributes, document: written };
  });
}

/** The document of an import less the attributes that have changed their type since; undefined where the labels have. */
function keptDocument(document: JsonObject | undefined, field: LabelField): JsonObject | undefined {
  const declared = document === undefined ? undefined : declaredField(document)?.field;
  if (document === undefined || declared?.kind !== 'labels') return undefined;
  if (declared.label !== field.label || declared.list !== field.list) return undefined;
  const changed = new Set(
    Object.entries(declared.attributes).flatMap(([name, type]) =>
      (field.attributes[name] ?? type) === type ? [] : [name],
    ),
  );
  return changed.size === 0 ? document : without(document, changed);
}

/** A document without some of its parts, at whatever depth they are declared. */
function without(document: JsonObject, parts: ReadonlySet<string>): JsonObject {
  const fields = (listOf(document['fields']) ?? [])
    .filter((part) => !(isObject(part) && parts.has(textOf(part['name']) ?? '')))
    .map((part) => (isObject(part) ? without(part, parts) : part));
  return { ...document, fields };
}

/** A name that FiftyOne has no use of its own for: of its built-in fields, or with an underscore in front. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted.replace(/^[_$]+/, '') || 'field';
  while (BUILT_IN_MEMBERS.has(name) || taken.has(name)) name += '_';
  taken.add(name);
  return name;
}
