import { measure, type PictureSize } from '../geometry/measure.ts';
import type { Label } from '../model/label.ts';
import type { SqlValue } from '../query/statement.ts';
import { checkedId, deriveLabelId } from './derive-id.ts';
import type { LabelContent } from './digest.ts';
import { contentOf } from './encode-label.ts';

/** A label with its id, ready to be written. */
export type PreparedLabel = LabelContent & {
  readonly oid: string;
  readonly tags: readonly string[];
  readonly source: Label;
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
  return labels.map((source) => {
    const { kind, label, confidence, attributes, geometry, tags } = contentOf(source);
    const oid = idOf({ id: source.id, kind, label, confidence, attributes, geometry }, owner, taken);
    return { kind, label, confidence, attributes, geometry, oid, tags, source };
  });
}

/** The id of a label, given or derived, which then is taken. @throws UserError `invalid` where the given one is none */
export function idOf(
  label: LabelContent & { readonly id?: string | undefined },
  { sample, field, source }: LabelOwner,
  taken: Set<string>,
): string {
  let id = checkedId(label.id, source);
  for (let ordinal = 0; id === undefined; ordinal++) {
    const derived = deriveLabelId({ sample, field, ordinal }, label);
    if (!taken.has(derived)) id = derived;
  }
  taken.add(id);
  return id;
}

/** The values of `CONTENT_COLUMNS` for a label in a picture of that size. */
export function contentColumns(prepared: PreparedLabel, size: PictureSize): SqlValue[] {
  const { kind, label, confidence, geometry, source } = prepared;
  const { x, y, w, h, area, vertices } = measure(source, size);
  const closed = source.kind === 'polyline' ? Number(source.closed) : null;
  const filled = source.kind === 'polyline' ? Number(source.filled) : null;
  const attributes = prepared.attributes === '' ? null : prepared.attributes;
  return [kind, label, confidence, x, y, w, h, area, vertices, closed, filled, geometry, attributes];
}
