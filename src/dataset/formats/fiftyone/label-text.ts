import { deflateSync } from 'node:zlib';
import type { Json, Keypoint, Label, Mask } from '../../model/label.ts';
import { CLASS_NAMES, type WrittenKind } from './field-documents.ts';
import { dateText, floatText, jsonText, objectIdText, objectText, pointsText, stringText } from './json-text.ts';
import type { WrittenField } from './written-fields.ts';
import { writtenKind } from './written-fields.ts';

/** Size of a picture in pixels; undefined where it is not known. */
export type Size = { readonly width: number; readonly height: number } | undefined;

/** A label as a document, with what had to change; undefined where it is in pixels of a picture of unknown size. */
export type LabelText = { readonly text: string; readonly hasHoles: boolean; readonly renamed: readonly string[] };

type LabelsField = WrittenField & { readonly kind: 'labels' };
type Members = [name: string, text: string][];

/** Writes a label. Pixels become fractions of the picture, and a mask a detection with a mask of its box. */
export function labelText(label: Label, field: LabelsField, size: Size): LabelText | undefined {
  const scale = scaleOf(label, size);
  if (scale === undefined) return undefined;
  const kind = writtenKind(label.kind);
  const { attributes, renamed } = attributeMembers(label, kind, field);
  const members: Members = [
    ['_id', objectIdText(label.id ?? '')],
    ['_cls', stringText(CLASS_NAMES[kind])],
    ...(kind === 'classification' || Object.hasOwn(label.attributes, 'attributes') ? [] : [LEGACY]),
    ['tags', jsonText(label.tags)],
    ['label', jsonText(label.label)],
    ...shapeMembers(label, scale),
    ...attributes,
  ];
  const hasHoles = label.kind === 'polyline' && label.rings.some(({ hole }) => hole);
  return { text: objectText(members), hasHoles, renamed };
}

const LEGACY: Members[number] = ['attributes', '{}'];

type Scale = readonly [x: number, y: number];

function scaleOf(label: Label, size: Size): Scale | undefined {
  if (label.kind === 'classification' || (label.kind !== 'mask' && label.units === 'normalised')) return [1, 1];
  return size === undefined ? undefined : [size.width, size.height];
}

function shapeMembers(label: Label, scale: Scale): Members {
  const confidence: Members = label.confidence === null ? [] : [['confidence', floatText(label.confidence)]];
  switch (label.kind) {
    case 'polyline':
      return [
        ['points', `[${label.rings.map(({ xy }) => pointsText(xy, scale)).join(', ')}]`],
        ...confidence,
        ['closed', String(label.closed)],
        ['filled', String(label.filled)],
      ];
    case 'detection':
      return [['bounding_box', boxText(label.box, scale)], ...confidence];
    case 'mask': {
      const { left, top, width, height } = label;
      return [['bounding_box', boxText([left, top, width, height], scale)], ['mask', maskText(label)], ...confidence];
    }
    case 'keypoint':
      return [
        ['points', pointsText(label.xy, scale)],
        ['confidence', pointConfidences(label)],
      ];
    case 'classification':
      return confidence;
  }
}

/** FiftyOne has one for each point: those of an import, else that of the label for all of them, else none. */
function pointConfidences({ confidence, attributes, xy }: Keypoint): string {
  if (Array.isArray(attributes['confidence'])) return jsonText(attributes['confidence'] as Json);
  if (confidence === null) return 'null';
  return `[${Array.from({ length: xy.length / 2 }, () => floatText(confidence)).join(', ')}]`;
}

function boxText([x, y, w, h]: readonly [number, number, number, number], [width, height]: Scale): string {
  return `[${[x / width, y / height, w / width, h / height].map(floatText).join(', ')}]`;
}

/** What the members of each class are called: an attribute of that name gets another. */
const MEMBERS: Readonly<Record<WrittenKind, ReadonlySet<string>>> = {
  polyline: new Set(['id', 'label', 'tags', 'confidence', 'points', 'closed', 'filled']),
  detection: new Set(['id', 'label', 'tags', 'confidence', 'bounding_box', 'mask']),
  keypoint: new Set(['id', 'label', 'tags', 'points', 'confidence']),
  classification: new Set(['id', 'label', 'tags', 'confidence']),
};

function attributeMembers(
  label: Label,
  kind: WrittenKind,
  field: LabelsField,
): { readonly attributes: Members; readonly renamed: readonly string[] } {
  const members = new Map<string, string>();
  const renamed: string[] = [];
  for (const [name, value] of Object.entries(label.attributes)) {
    if (kind === 'keypoint' && name === 'confidence' && Array.isArray(value)) continue;
    const binary = name === 'mask' ? maskAttribute(label, value) : undefined;
    let free = binary === undefined ? freeAttribute(name, kind) : name;
    while (members.has(free)) free += '_';
    if (free !== name) renamed.push(name);
    members.set(free, binary ?? attributeText(value, field.attributes[name]));
  }
  return { attributes: [...members], renamed };
}

/** The mask of a detection as an import kept it. */
function maskAttribute({ kind }: Label, value: Json): string | undefined {
  if (kind !== 'detection') return undefined;
  if (value === null) return 'null';
  return typeof value === 'string' ? binaryText(value) : undefined;
}

/** MongoDB and FiftyOne have uses of their own for a dot, and for a dollar or an underscore in front. */
function freeAttribute(name: string, kind: WrittenKind): string {
  const plain = name.replaceAll(/[.\0]/g, '_').replace(/^[_$]+/, '') || 'attribute';
  return MEMBERS[kind].has(plain) ? `${plain}_` : plain;
}

function attributeText(value: Json, type: string | undefined): string {
  if (typeof value === 'number' && type === 'float') return floatText(value);
  if (typeof value === 'string' && type === 'date') {
    const date = new Date(value);
    if (!Number.isNaN(date.getTime())) return dateText(date);
  }
  return jsonText(value);
}

function binaryText(base64: string): string {
  return `{"$binary": {"base64": ${stringText(base64)}, "subType": "00"}}`;
}

/** The pixels of a mask as a zlib stream of a `.npy` file of booleans. Source: numpy.lib.format, version 1.0. */
function maskText({ width, height, counts }: Mask): string {
  const dictionary = `{'descr': '|b1', 'fortran_order': False, 'shape': (${String(height)}, ${String(width)}), }`;
  const length = Math.ceil((PREFIX + dictionary.length + 1) / 64) * 64;
  const bytes = Buffer.alloc(length + width * height);
  bytes.write(`\x93NUMPY\x01\x00`, 0, 'latin1');
  bytes.writeUInt16LE(length - PREFIX, 8);
  bytes.write(`${dictionary.padEnd(length - PREFIX - 1)}\n`, PREFIX, 'latin1');
  let at = length;
  for (const [i, run] of counts.entries()) {
    if (i % 2 === 1) bytes.fill(1, at, at + run);
    at += run;
  }
  return binaryText(deflateSync(bytes).toString('base64'));
}

/** Magic, version, length of the header. */
const PREFIX = 10;
