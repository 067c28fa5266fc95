import type { Catalog } from '../../dataset/query/catalog.ts';
import * as named from '../../dataset/query/named-fields.ts';
import type { CompletionItem } from './completion.ts';
import { item } from './items.ts';
import type { LabelCatalogField } from './place.ts';

/** The fields of a sample: the user's, then those that every sample has. */
export function sampleFields(catalog: Catalog | undefined): readonly CompletionItem[] {
  return named.sampleFieldsIn(catalog).map(fieldItem);
}

/** The parts of a label of any of the fields. */
export function labelParts(fields: readonly LabelCatalogField[]): readonly CompletionItem[] {
  return named.labelPartsIn(fields).map(fieldItem);
}

export const PARTS_OF_METADATA = named.PARTS_OF_METADATA.map(fieldItem);

/** Paths as they are written in quotes: fields, and the parts of label fields. */
export function pathItems(catalog: Catalog | undefined): readonly CompletionItem[] {
  return named.fieldPathsIn(catalog).map(fieldItem);
}

function fieldItem({ name, type }: named.NamedField): CompletionItem {
  return item(name, type, 'field');
}
