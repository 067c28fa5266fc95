import type { Catalog, CatalogField } from '../../dataset/query/catalog.ts';
import { methodsNamed } from '../../dataset/query/methods/index.ts';
import { type Param, snakeCase } from '../../dataset/query/param.ts';
import { verbNamed } from '../../dataset/query/verbs/index.ts';
import type { Frame } from './scan.ts';

/** A field of labels with what the store knows of it. */
export type LabelCatalogField = Extract<CatalogField, { readonly kind: 'labels' }>;

/** What bare names mean where the cursor stands: fields of a sample, or of a label of one of `fields`. */
export type Focus =
  { readonly kind: 'sample' } | { readonly kind: 'label'; readonly fields: readonly LabelCatalogField[] };

/** The parameter that the innermost call of a verb or method has at its end. */
export function paramAt(frame: Frame): Param | undefined {
  const params = paramsOf(frame);
  const { keyword } = frame;
  if (keyword !== undefined) {
    const named = params.find(({ name }) => name === keyword || snakeCase(name) === keyword);
    if (named !== undefined) return named;
  }
  const last = params.at(-1);
  return params[frame.argument] ?? (last?.list === true ? last : undefined);
}

/** The parameters of the verb or method that is called; none of functions. */
export function paramsOf({ callee, receiver }: Frame): readonly Param[] {
  if (callee === undefined || receiver.length === 0) return [];
  return (verbNamed(callee) ?? methodsNamed(callee)[0])?.params ?? [];
}

/** What bare names mean inside the open brackets: the innermost predicate decides. */
export function focusOf(frames: readonly Frame[], catalog: Catalog | undefined): Focus {
  const frame = frames.findLast((each) => DECIDES.has(paramAt(each)?.type ?? ''));
  if (frame === undefined || paramAt(frame)?.type !== 'labelPredicate') return { kind: 'sample' };
  const fields = labelFieldsOf(catalog);
  const names = [...frames.flatMap(({ strings }) => strings), ...frame.receiver];
  const named = fields.filter(({ name }) => names.includes(name));
  return { kind: 'label', fields: named.length === 0 ? fields : named };
}

/** The fields of labels. */
export function labelFieldsOf(catalog: Catalog | undefined): readonly LabelCatalogField[] {
  return (catalog?.fields ?? []).filter((field) => field.kind === 'labels');
}

const DECIDES: ReadonlySet<string> = new Set(['predicate', 'labelPredicate', 'value', 'sortKey']);
