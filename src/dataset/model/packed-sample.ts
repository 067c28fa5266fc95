import { decodeGeometry } from './geometry-blob.ts';
import type { Attributes, Label, LabelKind } from './label.ts';
import type { Sample } from './sample.ts';

/** A label as it is stored, as plain data: cheap to read, to compare, and to hand to another thread. */
export type StoredLabel = {
  readonly id: string;
  readonly kind: LabelKind;
  readonly label: string | null;
  readonly confidence: number | null;
  /** Outlines only, else null. */
  readonly closed: boolean | null;
  readonly filled: boolean | null;
  /** As `encodeGeometry` makes it; null for a class of the whole picture. */
  readonly geometry: Uint8Array | null;
  /** JSON object, keys sorted where nothing rewrote them; empty for none. */
  readonly attributes: string;
  readonly tags: readonly string[];
};

/** A label as it is stored, in which row (`label.id`) if that is known. Its points are unpacked where somebody asks for them. */
export type PackedLabel = StoredLabel & { readonly unpack: () => Label; readonly row?: number };

/** Labels of one field, as in `FieldLabels`. */
export type PackedLabels = readonly PackedLabel[] | null;

/** A stored sample whose labels are packed. */
export type PackedSample = Omit<Sample, 'id' | 'labels'> & {
  readonly id: string;
  readonly labels: Readonly<Record<string, PackedLabels>>;
};

/** What a stored label stands for. `closed` and `filled` win over the geometry: a view or another program may have set them. */
export function unpackLabel({ geometry, attributes, closed, filled, kind, ...rest }: StoredLabel): Label {
  const base = { ...rest, attributes: attributes === '' ? {} : (JSON.parse(attributes) as Attributes) };
  if (geometry === null) return { ...base, kind: 'classification' };
  const shape = decodeGeometry(kind as Exclude<LabelKind, 'classification'>, geometry);
  if (shape.kind !== 'polyline') return { ...base, ...shape };
  return { ...base, ...shape, closed: closed ?? shape.closed, filled: filled ?? shape.filled };
}

/** The sample with its labels unpacked. */
export function unpackSample({ labels, ...sample }: PackedSample): Sample & { readonly id: string } {
  const unpacked = Object.entries(labels).map(([name, list]) => [name, unpackLabels(list)] as const);
  return { ...sample, labels: Object.fromEntries(unpacked) };
}

/** The labels themselves. */
export function unpackLabels(labels: PackedLabels): readonly Label[] | null {
  return labels?.map(({ unpack }) => unpack()) ?? null;
}
