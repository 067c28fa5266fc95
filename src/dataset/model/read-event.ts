import type { DetailName } from './detail.ts';
import type { Skipped } from './job.ts';
import type { Json } from './label.ts';
import type { PackedBatch } from './packed-batch.ts';
import type { Sample } from './sample.ts';
import type { Field } from './schema.ts';

/** What a reader yields: samples in order, and things to be told at the end. */
export type ReadEvent =
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  /** Samples that another thread has read and packed. */
  | { readonly kind: 'packed'; readonly batch: PackedBatch }
  /** What a field is, before the first sample: it is there even where no sample has a value for it. */
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'classes'; readonly field: string; readonly classes: readonly string[] }
  /** Something that the source says of the dataset as a whole. */
  | { readonly kind: 'detail'; readonly name: DetailName; readonly value: Json }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | { readonly kind: 'note'; readonly note: string };
