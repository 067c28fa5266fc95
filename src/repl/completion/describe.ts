import type { Param } from '../../dataset/query/param.ts';
import type { Verb } from '../../dataset/query/verbs/define-verb.ts';
import type { CatalogField } from '../../dataset/query/catalog.ts';

/** A verb or method as it is called: `take(n, seed?) -> view`. */
export function signatureOf({
  name,
  params,
  ...rest
}: { readonly name: string; readonly params: readonly Param[] } & Partial<Pick<Verb, 'yields'>>): string {
  const list = params.map((param) => `${param.name}${param.optional === true ? '?' : ''}`).join(', ');
  return `${name}(${list})${rest.yields === 'view' ? ' -> view' : ''}`;
}

/** What a field holds, in a word or two. */
export function fieldType(field: CatalogField): string {
  if (field.kind === 'labels') return `${field.label === 'mixed' ? 'label' : field.label}${field.list ? 's' : ''}`;
  return field.type === 'list' && field.element !== undefined ? `list of ${field.element}` : field.type;
}
