import type { FieldLabels, Sample } from '../model/sample.ts';
import { encodeLabel, type EncodedLabel } from './encode-label.ts';

/** A sample whose labels are encoded: all of it but ids can be written as it is. */
export type EncodedSample = Omit<Sample, 'labels'> & { readonly labels: ReadonlyMap<string, EncodedLabels> };

/** Labels of one field, as in `FieldLabels`. */
export type EncodedLabels = readonly EncodedLabel[] | null;

/** Encodes the labels of a sample. */
export function encodeSample(sample: Sample): EncodedSample {
  const labels = new Map<string, EncodedLabels>();
  for (const name of Object.keys(sample.labels)) labels.set(name, encodeLabels(sample.labels[name] ?? null, sample));
  return { ...sample, labels };
}

function encodeLabels(labels: FieldLabels, size: Sample): EncodedLabels {
  return labels?.map((label) => encodeLabel(label, size)) ?? null;
}
