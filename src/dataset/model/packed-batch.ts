import type { AttributeType } from './schema.ts';
import type { Sample } from './sample.ts';

/**
 * Samples on their way from one thread to another. What there is of each label stands in columns, label after label in the order
 * of samples and of their fields, so that a batch is moved rather than copied.
 */
export type PackedBatch = {
  readonly samples: readonly PackedBatchSample[];
  /** Types of the attributes, by label field, in the order in which they came up. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, AttributeType>>;
  readonly labels: LabelColumns;
};

/** A sample whose labels are counted: null where they are missing. */
export type PackedBatchSample = Omit<Sample, 'labels'> & {
  readonly labels: readonly (readonly [field: string, count: number | null])[];
};

/** The columns. */
export type LabelColumns = {
  /** Index of the kind in the list of kinds; 8 is added for what is closed, 16 for what is filled. */
  readonly kinds: Uint8Array;
  /** Number of the class in `names`; 0 for none. */
  readonly classes: Uint32Array;
  readonly names: readonly string[];
  /** For each label confidence, x, y, w, h, area and vertices, as `measure` says them; NaN for null. */
  readonly numbers: Float64Array;
  /** Geometry blobs one after the other, and the length of each; none has the length 0. */
  readonly geometry: Uint8Array;
  readonly geometryLengths: Uint32Array;
  /** Canonical JSON of the attributes one after the other, and the length of each in UTF-16 units; 0 for none. */
  readonly attributes: string;
  readonly attributeLengths: Uint32Array;
  /** Ids that the source gave, and tags, by the number of the label. */
  readonly ids: ReadonlyMap<number, string>;
  readonly tags: ReadonlyMap<number, readonly string[]>;
};
