import type { Json, Label } from './label.ts';

/** A value of a user field. Missing is null. Dates are `Date`; lists and free objects are JSON. */
export type FieldValue = null | boolean | number | string | Date | readonly Json[] | { readonly [key: string]: Json };

/** Labels of one field: null = never annotated (missing), [] = annotated and empty. */
export type FieldLabels = readonly Label[] | null;

/** A picture with what is known about it, as importers hand it in and `samples()` hands it out. */
export type Sample = {
  /** 24 hex digits. Absent on the way in: then it is derived from `provenance` or the file path. */
  readonly id?: string;
  /** Absolute, or relative to the media folder of the dataset; separators are `/`. */
  readonly filepath: string;
  /** Pixels; null where not known. */
  readonly width: number | null;
  readonly height: number | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly labels: Readonly<Record<string, FieldLabels>>;
  /** What the id is derived from, e.g. `cvat:https://host:task:frame`; absent: the file path. */
  readonly provenance?: string;
  /** Names of fields that were an explicit null in the source, or NaN, which is missing here too. */
  readonly nulls?: readonly string[];
  /** What else the source said of the sample and no query sees: an export of the same format gives it back. */
  readonly extras?: Readonly<Record<string, Json>>;
};
