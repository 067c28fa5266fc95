import type { Field, FieldType } from '../dataset/model/schema.ts';
import type { LabelKind } from '../dataset/model/label.ts';

/** Types of values, by their names here and in FiftyOne. */
const VALUES: Readonly<Record<string, FieldType>> = {
  int: 'int',
  float: 'float',
  string: 'string',
  bool: 'bool',
  date: 'date',
  list: 'list',
  dict: 'dict',
  IntField: 'int',
  FloatField: 'float',
  StringField: 'string',
  BooleanField: 'bool',
  DateField: 'date',
  DateTimeField: 'date',
  ListField: 'list',
  DictField: 'dict',
};

/** Kinds of labels, as FiftyOne calls a field of them; only the last is a single label a sample. */
const LABELS: Readonly<Record<string, LabelKind>> = {
  polylines: 'polyline',
  detections: 'detection',
  keypoints: 'keypoint',
  classifications: 'classification',
  classification: 'classification',
};

/** What a field can be made to hold. FiftyOne's names of types of values are known too. */
export const FIELD_TYPES: readonly string[] = [
  ...Object.keys(VALUES).filter((name) => !name.endsWith('Field')),
  ...Object.keys(LABELS),
];

/** A field of that name, and of a type by its name; undefined where there is none. */
export function fieldOfType(name: string, type: string): Field | undefined {
  const value = Object.hasOwn(VALUES, type) ? VALUES[type] : undefined;
  if (value !== undefined) return { kind: 'value', name, type: value };
  const key = type.toLowerCase();
  const label = Object.hasOwn(LABELS, key) ? LABELS[key] : undefined;
  if (label === undefined) return undefined;
  return { kind: 'labels', name, label, list: key !== 'classification', attributes: {} };
}
