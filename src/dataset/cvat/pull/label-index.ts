import type { Json, LabelKind } from '../../model/label.ts';
import type { CvatLabel } from '../reply/records.ts';
import type { CvatValue } from '../reply/annotations.ts';

/** Labels of a project by id, points of skeletons among them. */
export type LabelIndex = {
  readonly labels: ReadonlyMap<number, CvatLabel>;
  /** Classes in the order of the project, without points of skeletons. */
  readonly classes: readonly string[];
  /** Label fields that an annotated picture has, even if empty; in the order of kinds. */
  readonly fields: readonly LabelKind[];
  /** Values by name of attribute, typed as the attribute says. */
  readonly valuesOf: (values: readonly CvatValue[]) => Readonly<Record<string, Json>>;
};

/** Field of each kind of label: the same as for CVAT's files. */
export const FIELDS: Readonly<Record<LabelKind, string>> = {
  polyline: 'gt_polylines',
  detection: 'gt_detections',
  keypoint: 'gt_keypoints',
  mask: 'gt_masks',
  classification: 'gt_classifications',
};

/** Kinds of shapes that a label of a type can have; a label of any type is taken for one of outlines. */
const KINDS: Readonly<Record<string, LabelKind>> = {
  any: 'polyline',
  polygon: 'polyline',
  polyline: 'polyline',
  rectangle: 'detection',
  ellipse: 'detection',
  points: 'keypoint',
  skeleton: 'keypoint',
  cuboid: 'keypoint',
  mask: 'mask',
  tag: 'classification',
};

/** Indexes the labels of a project. */
export function indexLabels(labels: readonly CvatLabel[]): LabelIndex {
  const all = labels.flatMap((label) => [label, ...label.sublabels]);
  const attributes = new Map(all.flatMap((label) => label.attributes).map((attribute) => [attribute.id, attribute]));
  const kinds = new Set(labels.map(({ type }) => KINDS[type] ?? 'polyline'));
  const fields = (Object.keys(FIELDS) as LabelKind[]).filter((kind) => kinds.has(kind));
  return {
    labels: new Map(all.map((label) => [label.id, label])),
    classes: [...new Set(labels.map(({ name }) => name))],
    fields: fields.length === 0 ? ['polyline'] : fields,
    valuesOf: (values) => {
      const entries = values.flatMap(({ specId, value }): [string, Json][] => {
        const attribute = attributes.get(specId);
        return attribute === undefined ? [] : [[attribute.name, typed(value, attribute.inputType)]];
      });
      return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

function typed(value: string, inputType: string): Json {
  if (inputType === 'checkbox' && /^(?:true|false)$/iu.test(value)) return value.toLowerCase() === 'true';
  if (inputType !== 'number' || value.trim() === '') return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}
