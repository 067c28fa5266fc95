import type { SavedView } from '../dataset/model/saved-view.ts';

/** What samples and labels are, in digests: those of pictures and labels, and those of tags and fields. */
export type ContentDigests = { readonly labels: string; readonly fields: string };

/** The definition of a frozen view: the samples by id and in order; a comment behind it holds their digests. */
export function frozenText(ids: readonly string[], { labels, fields }: ContentDigests): string {
  return `ds.select(${JSON.stringify(ids)}, true) # frozen: labels ${labels}, fields ${fields}`;
}

/** The digests that were noted when a view was frozen; undefined for a view that follows its data. */
export function frozenDigests({ text }: Pick<SavedView, 'text'>): ContentDigests | undefined {
  const found = /# frozen: labels ([0-9a-f]{32}), fields ([0-9a-f]{32})$/.exec(text);
  const [, labels, fields] = found ?? [];
  return labels === undefined || fields === undefined ? undefined : { labels, fields };
}

/** How many samples a view had when it was frozen. */
export function frozenCount({ text }: Pick<SavedView, 'text'>): number {
  return text.match(/"[0-9a-f]{24}"/g)?.length ?? 0;
}
