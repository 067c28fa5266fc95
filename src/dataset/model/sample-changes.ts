import type { Json } from './label.ts';
import type { FieldLabels, FieldValue } from './sample.ts';

/** What is to be different on a sample: what is not named stays as it is. */
export type SampleChanges = {
  readonly filepath?: string;
  /** Pixels; null where not known. Labels are measured anew. */
  readonly width?: number | null;
  readonly height?: number | null;
  /** All tags, in order. */
  readonly tags?: readonly string[];
  /** Values by field; null: missing. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** All labels of a field, in order; those whose id is there already are changed in place. null: missing; []: empty. */
  readonly labels?: Readonly<Record<string, FieldLabels>>;
  /** What the sample came from; null: its file path. The id stays. */
  readonly provenance?: string | null;
  /** Names of the fields that are an explicit null; default: those of before that are not named here. */
  readonly nulls?: readonly string[];
  /** What else the source said of the sample. */
  readonly extras?: Readonly<Record<string, Json>>;
};
