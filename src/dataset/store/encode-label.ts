import { measure, type Measures, type PictureSize } from '../geometry/measure.ts';
import { encodeGeometry, isShape } from '../model/geometry-blob.ts';
import type { Label, LabelKind, LabelProperties } from '../model/label.ts';
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

/** What a label is besides its outline, as it is stored, and its tags, each once. */
export type EncodedProperties = Pick<EncodedLabel, 'label' | 'confidence' | 'attributes' | 'tags'>;

/** Encodes a label in a picture of that size. */
export function encodeLabel(source: Label, size: PictureSize): EncodedLabel {
  const { label, confidence, attributes, geometry, tags } = contentOf(source);
  const { kind } = source;
  const { x, y, w, h, area, vertices } = measure(source, size);
  const closed = source.kind === 'polyline' ? Number(source.closed) : null;
  const filled = source.kind === 'polyline' ? Number(source.filled) : null;
  const encoded = { kind, label, confidence, attributes, geometry, x, y, w, h, area, vertices, closed, filled, tags };
  return source.id === undefined ? encoded : { ...encoded, id: source.id };
}

/** What a label is, and its tags. */
export function contentOf(source: Label): LabelContent & EncodedProperties {
  const { label, confidence, attributes, tags } = propertiesOf(source);
  const geometry = isShape(source) ? encodeGeometry(source) : null;
  return { kind: source.kind, label, confidence, attributes, geometry, tags };
}

/** A confidence that is no number is none. */
export function propertiesOf({ label, confidence, attributes, tags }: LabelProperties): EncodedProperties {
  return {
    label,
    confidence: confidence === null || Number.isNaN(confidence) ? null : confidence + 0,
    attributes: isEmpty(attributes) ? '' : canonicalJson(attributes),
    tags: tags.length === 0 ? NO_TAGS : [...new Set(tags)],
  };
}

const NO_TAGS: readonly string[] = [];

function isEmpty(attributes: object): boolean {
  for (const name in attributes) if (Object.hasOwn(attributes, name)) return false;
  return true;
}
