import type { CocoId } from './id-table.ts';

/** What the file says of an image. */
export type KnownImage = { readonly name: string; readonly width: number | null; readonly height: number | null };

/** What a verifier has seen of a COCO file. */
export type CocoKnown = {
  readonly images: Map<CocoId, KnownImage>;
  readonly names: Set<string>;
  readonly categories: Map<CocoId, { readonly name: string; readonly points: number; count: number }>;
  readonly annotations: { count: number; readonly ids: Set<CocoId>; readonly contents: Set<string> };
  /** Images that have an annotation. */
  readonly annotated: Set<CocoId>;
};

/** Nothing yet. */
export function newKnown(): CocoKnown {
  return {
    images: new Map(),
    names: new Set(),
    categories: new Map(),
    annotations: { count: 0, ids: new Set(), contents: new Set() },
    annotated: new Set(),
  };
}
