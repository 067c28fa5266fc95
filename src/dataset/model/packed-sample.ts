import type { Label, LabelKind } from './label.ts';
import type { Sample } from './sample.ts';

/** A label as it is stored: cheap to read and to compare. Its points are unpacked where somebody asks for them. */
export type PackedLabel = {
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
  readonly unpack: () => Label;
};

/** Labels of one field, as in `FieldLabels`. */
export type PackedLabels = readonly PackedLabel[] | null;

/** A stored sample whose labels are packed. */
export type PackedSample = Omit<Sample, 'id' | 'labels'> & {
  readonly id: string;
  readonly labels: Readonly<Record<string, PackedLabels>>;
};

/** The sample with its labels unpacked. */
export function unpackSample({ labels, ...sample }: PackedSample): Sample & { readonly id: string } {
  const unpacked = Object.entries(labels).map(([name, list]) => [name, unpackLabels(list)] as const);
  return { ...sample, labels: Object.fromEntries(unpacked) };
}

/** The labels themselves. */
export function unpackLabels(labels: PackedLabels): readonly Label[] | null {
  return labels?.map(({ unpack }) => unpack()) ?? null;
}
