import type { LabelKind } from './label.ts';

/** Types of user fields. `list` and `dict` are JSON; `int` is a safe integer. */
export type FieldType = 'int' | 'float' | 'string' | 'bool' | 'date' | 'list' | 'dict';

/** A field with a value of its own. `element` is the type of a list's elements where they agree. */
export type ValueField = {
  readonly kind: 'value';
  readonly name: string;
  readonly type: FieldType;
  readonly element?: FieldType;
};

/** Type of an attribute as seen so far; `mixed` where values disagree. */
export type AttributeType = FieldType | 'mixed';

/** A field of labels. `label` is the kind of all its labels, or `mixed`; `list` is false for a single label a sample. */
export type LabelField = {
  readonly kind: 'labels';
  readonly name: string;
  readonly label: LabelKind | 'mixed';
  readonly list: boolean;
  readonly attributes: Readonly<Record<string, AttributeType>>;
};

/** A user field. Lists of them stand in the order in which they were first seen; built-in fields are not among them. */
export type Field = ValueField | LabelField;

/** Built-in fields of every sample, in FiftyOne's spelling, and their types. */
export const BUILT_IN_FIELDS = {
  id: 'string',
  filepath: 'string',
  tags: 'list',
  'metadata.width': 'int',
  'metadata.height': 'int',
} as const satisfies Readonly<Record<string, FieldType>>;

/** FiftyOne's name of the list inside a label field, e.g. `gt_polylines.polylines`. */
export function listKeyOf(kind: LabelField['label']): string {
  return kind === 'mixed' ? 'labels' : LIST_KEYS[kind];
}

const LIST_KEYS: Readonly<Record<LabelKind, string>> = {
  polyline: 'polylines',
  detection: 'detections',
  keypoint: 'keypoints',
  mask: 'masks',
  classification: 'classifications',
};
