import type { Skipped } from './job.ts';
import type { Sample } from './sample.ts';

/** What a reader yields: samples in order, and things to be told at the end. */
export type ReadEvent =
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  | { readonly kind: 'classes'; readonly field: string; readonly classes: readonly string[] }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | { readonly kind: 'note'; readonly note: string };
