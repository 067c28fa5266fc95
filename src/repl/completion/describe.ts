import type { CatalogField } from '../../dataset/query/catalog.ts';

/** What a field holds, in a word or two. */
export function fieldType(field: CatalogField): string {
  if (field.kind === 'labels') return `${field.label === 'mixed' ? 'label' : field.label}${field.list ? 's' : ''}`;
  return field.type === 'list' && field.element !== undefined ? `list of ${field.element}` : field.type;
}
