import type { LabelField, ValueField } from '../model/schema.ts';

/** How often a value occurs; by descending count, then value, missing (null) last. */
export type ValueCount = { readonly value: string | number | boolean | null; readonly count: number };

/** A user field and where the store keeps it: `column` of `sample` (for labels: their number), `id` in `field`. */
export type CatalogField = (ValueField | LabelField) & { readonly id: number; readonly column: string };

/** What binding may know of a dataset: fetched before, so that binding is pure. */
export type Catalog = {
  readonly dataset: string;
  readonly samples: number;
  readonly fields: readonly CatalogField[];
  /** Sample tags with the number of samples that carry each. */
  readonly tags: readonly ValueCount[];
  /** Class names with the number of labels, by label field. */
  readonly classes: Readonly<Record<string, readonly ValueCount[]>>;
  /** Class lists in the order of their sources, by label field; fields without one are left out. */
  readonly classLists: Readonly<Record<string, readonly string[]>>;
};
