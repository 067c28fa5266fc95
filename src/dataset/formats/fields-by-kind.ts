import type { Label, LabelKind } from '../model/label.ts';

/** What is put behind the name of the field for labels of a kind; outlines and masks are in the field itself. */
const SUFFIX: Readonly<Record<LabelKind, string>> = {
  polyline: '',
  mask: '',
  detection: '_boxes',
  keypoint: '_points',
  classification: '_classes',
};

/** Labels of several kinds by field: `ground_truth`, `ground_truth_boxes` and so on. The field itself is always there. */
export function labelsByKind(field: string, labels: readonly Label[]): Record<string, Label[] | null> {
  const byField: Record<string, Label[] | null> = { [field]: null };
  for (const label of labels) (byField[`${field}${SUFFIX[label.kind]}`] ??= []).push(label);
  return byField;
}
