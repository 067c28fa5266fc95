import type { Catalog } from '../../dataset/query/catalog.ts';
import type { CompletionItem } from './completion.ts';
import { fieldType } from './describe.ts';
import { item } from './items.ts';
import type { LabelCatalogField } from './place.ts';

/** The fields of a sample: the user's, then those that every sample has. */
export function sampleFields(catalog: Catalog | undefined): readonly CompletionItem[] {
  return [
    ...(catalog?.fields ?? []).map((each) => item(each.name, fieldType(each), 'field')),
    item('tags', 'list of string', 'field'),
    item('filepath', 'string', 'field'),
    item('id', 'string', 'field'),
    item('metadata', 'width, height', 'field'),
  ];
}

/** The parts of a label of any of the fields. */
export function labelParts(fields: readonly LabelCatalogField[]): readonly CompletionItem[] {
  const attributes = new Map(fields.flatMap((each) => Object.entries(each.attributes)));
  return [
    item('label', 'class', 'field'),
    ...[...attributes].map(([name, type]) => item(name, type, 'field')),
    item('confidence', 'float', 'field'),
    item('tags', 'list of string', 'field'),
    item('id', 'string', 'field'),
    item('closed', 'bool', 'field'),
    item('filled', 'bool', 'field'),
  ];
}

export const PARTS_OF_METADATA = [item('width', 'int', 'field'), item('height', 'int', 'field')];

/** Paths as they are written in quotes: fields, and the parts of label fields. */
export function pathItems(catalog: Catalog | undefined): readonly CompletionItem[] {
  const fields = (catalog?.fields ?? []).flatMap((field) => [
    item(field.name, fieldType(field), 'field'),
    ...(field.kind === 'labels' ? below(field.name, labelParts([field])) : []),
  ]);
  return [
    ...fields,
    item('tags', 'list of string', 'field'),
    item('filepath', 'string', 'field'),
    item('id', 'string', 'field'),
    ...below('metadata', PARTS_OF_METADATA),
  ];
}

function below(name: string, parts: readonly CompletionItem[]): readonly CompletionItem[] {
  return parts.map((part) => item(`${name}.${part.name}`, part.detail, 'field'));
}
