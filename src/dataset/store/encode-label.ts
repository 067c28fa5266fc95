import { measure, type Measures, type PictureSize } from '../geometry/measure.ts';
import { encodeGeometry, isShape } from '../model/geometry-blob.ts';
import type { Label, LabelKind } from '../model/label.ts';
import { canonicalJson } from './canonical-json.ts';
import type { LabelContent } from './digest.ts';

/** What can be said of a label without its id and its place: what it is, what queries ask of it, and its tags, each once. */
export type EncodedLabel = LabelContent &
  Measures & {
    readonly id?: string;
    readonly kind: LabelKind;
    /** 0 or 1 for outlines, else null. */
    readonly closed: number | null;
    readonly filled: number | null;
    readonly tags: readonly string[];
  };

/** Encodes a label in a picture of that size. */
export function encodeLabel(source: Label, size: PictureSize): EncodedLabel {
  const { label, confidence, attributes, geometry } = contentOf(source);
  const { kind } = source;
  const { x, y, w, h, area, vertices } = measure(source, size);
  const closed = source.kind === 'polyline' ? Number(source.closed) : null;
  const filled = source.kind === 'polyline' ? Number(source.filled) : null;
  const tags = tagsOf(source);
  const encoded = { kind, label, confidence, attributes, geometry, x, y, w, h, area, vertices, closed, filled, tags };
  return source.id === undefined ? encoded : { ...encoded, id: source.id };
}

/** What a label is. A confidence that is no number is none. */
export function contentOf(source: Label): LabelContent {
  return {
    kind: source.kind,
    label: source.label,
    confidence: source.confidence === null || Number.isNaN(source.confidence) ? null : source.confidence + 0,
    attributes: isEmpty(source.attributes) ? '' : canonicalJson(source.attributes),
    geometry: isShape(source) ? encodeGeometry(source) : null,
  };
}

/** Each tag once. */
export function tagsOf({ tags }: Label): readonly string[] {
  return tags.length === 0 ? NO_TAGS : [...new Set(tags)];
}

const NO_TAGS: readonly string[] = [];

function isEmpty(attributes: object): boolean {
  for (const name in attributes) if (Object.hasOwn(attributes, name)) return false;
  return true;
}
