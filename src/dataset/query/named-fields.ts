import type { LabelField } from '../model/schema.ts';
import type { Catalog, CatalogField } from './catalog.ts';

/** A field or a part of one as it may be written, and what it holds in a word or two. */
export type NamedField = { readonly name: string; readonly type: string };

/** What a field holds, in a word or two. */
export function fieldType(field: CatalogField): string {
  if (field.kind === 'labels') return `${field.label === 'mixed' ? 'label' : field.label}${field.list ? 's' : ''}`;
  return field.type === 'list' && field.element !== undefined ? `list of ${field.element}` : field.type;
}

/** The fields of a sample: the user's, then those that every sample has. */
export function sampleFieldsIn(catalog: Catalog | undefined): readonly NamedField[] {
  return [
    ...(catalog?.fields ?? []).map((each) => ({ name: each.name, type: fieldType(each) })),
    ...OF_EVERY_SAMPLE,
    { name: 'metadata', type: 'width, height' },
  ];
}

const OF_EVERY_SAMPLE: readonly NamedField[] = [
  { name: 'tags', type: 'list of string' },
  { name: 'filepath', type: 'string' },
  { name: 'id', type: 'string' },
];

/** The parts of a label of any of the fields. */
export function labelPartsIn(fields: readonly Pick<LabelField, 'attributes'>[]): readonly NamedField[] {
  const attributes = new Map(fields.flatMap((each) => Object.entries(each.attributes)));
  return [
    { name: 'label', type: 'class' },
    ...[...attributes].map(([name, type]) => ({ name, type })),
    { name: 'confidence', type: 'float' },
    { name: 'tags', type: 'list of string' },
    { name: 'id', type: 'string' },
    { name: 'closed', type: 'bool' },
    { name: 'filled', type: 'bool' },
  ];
}

/** What the size of a picture is known by. */
export const PARTS_OF_METADATA: readonly NamedField[] = [
  { name: 'width', type: 'int' },
  { name: 'height', type: 'int' },
];

/** Paths as they are written in quotes: fields, and the parts of label fields. */
export function fieldPathsIn(catalog: Catalog | undefined): readonly NamedField[] {
  const fields = (catalog?.fields ?? []).flatMap((field) => [
    { name: field.name, type: fieldType(field) },
    ...(field.kind === 'labels' ? below(field.name, labelPartsIn([field])) : []),
  ]);
  return [...fields, ...OF_EVERY_SAMPLE, ...below('metadata', PARTS_OF_METADATA)];
}

function below(name: string, parts: readonly NamedField[]): readonly NamedField[] {
  return parts.map((part) => ({ name: `${name}.${part.name}`, type: part.type }));
}
