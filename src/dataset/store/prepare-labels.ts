import { measure, type PictureSize } from '../geometry/measure.ts';
import { encodeGeometry, isShape } from '../model/geometry-blob.ts';
import type { Label, LabelProperties } from '../model/label.ts';
import type { SqlValue } from '../query/statement.ts';
import { canonicalJson } from './canonical-json.ts';
import { checkedId, deriveLabelId } from './derive-id.ts';
import type { LabelContent } from './digest.ts';

/** A label with its id, ready to be written. */
export type PreparedLabel = LabelContent & {
  readonly oid: string;
  readonly tags: readonly string[];
  readonly source: Label;
};

/** What a label is besides its outline, as it is stored. */
export type PreparedProperties = Pick<LabelContent, 'label' | 'confidence' | 'attributes'> & {
  readonly tags: readonly string[];
};

/** Where labels stand: the id of their sample, their field, and what to name when one of them is at fault. */
export type LabelOwner = { readonly sample: string; readonly field: string; readonly source: string };

/** Columns of `label` that say what a label is, in the order of `contentColumns`. */
export const CONTENT_COLUMNS = [
  'kind',
  'class',
  'confidence',
  'x',
  'y',
  'w',
  'h',
  'area',
  'vertices',
  'closed',
  'filled',
  'geometry',
  'attributes',
] as const;

/** Labels of one field of a sample, in order. Those without an id get one; equal ones count up. @throws UserError `invalid` */
export function prepareLabels(labels: readonly Label[], owner: LabelOwner): PreparedLabel[] {
  const taken = new Set<string>();
  return labels.map((label) => prepareLabel(label, owner, taken));
}

/** What a label is besides its outline, ready to be written. */
export function prepareProperties({ label, confidence, attributes, tags }: LabelProperties): PreparedProperties {
  return {
    label,
    confidence: confidence === null || Number.isNaN(confidence) ? null : confidence + 0,
    attributes: isEmpty(attributes) ? '' : canonicalJson(attributes),
    tags: tags.length === 0 ? NO_TAGS : [...new Set(tags)],
  };
}

/** The values of `CONTENT_COLUMNS` for a label in a picture of that size. */
export function contentColumns({ source, ...label }: PreparedLabel, size: PictureSize): SqlValue[] {
  const { x, y, w, h, area, vertices } = measure(source, size);
  const closed = source.kind === 'polyline' ? Number(source.closed) : null;
  const filled = source.kind === 'polyline' ? Number(source.filled) : null;
  const attributes = label.attributes === '' ? null : label.attributes;
  return [
    ...[label.kind, label.label, label.confidence],
    ...[x, y, w, h, area, vertices, closed, filled, label.geometry, attributes],
  ];
}

function prepareLabel(source: Label, { sample, field, source: where }: LabelOwner, taken: Set<string>): PreparedLabel {
  const { tags, ...properties } = prepareProperties(source);
  const content: LabelContent = {
    kind: source.kind,
    ...properties,
    geometry: isShape(source) ? encodeGeometry(source) : null,
  };
  let id = checkedId(source.id, where);
  for (let ordinal = 0; id === undefined; ordinal++) {
    const derived = deriveLabelId({ sample, field, ordinal }, content);
    if (!taken.has(derived)) id = derived;
  }
  taken.add(id);
  return { ...content, oid: id, tags, source };
}

const NO_TAGS: readonly string[] = [];

function isEmpty(attributes: object): boolean {
  for (const name in attributes) if (Object.hasOwn(attributes, name)) return false;
  return true;
}
