import { readFileSync } from 'node:fs';
import type { Json, Label } from '../../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../../src/dataset/model/sample.ts';
import type { AttributeType, Field, FieldType } from '../../../src/dataset/model/schema.ts';
import { testDataset, type TestDataset } from './database.ts';

type Raw = { readonly [key: string]: unknown };

const LABEL_TYPES: Readonly<Record<string, { readonly kind: Label['kind']; readonly key: string | null }>> = {
  Polylines: { kind: 'polyline', key: 'polylines' },
  Detections: { kind: 'detection', key: 'detections' },
  Keypoints: { kind: 'keypoint', key: 'keypoints' },
  Classification: { kind: 'classification', key: null },
};

/** Reads a dataset in the form of `fiftyone/dataset-12.json` into the tables. */
export function oracleDataset(file: string): TestDataset {
  const raw = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly fields: Readonly<Record<string, string>>;
    readonly label_attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly samples: readonly Raw[];
  };
  const samples = raw.samples.map((sample) => sampleOf(sample, raw.fields));
  const schema = Object.entries(raw.fields).map(([name, type]) => fieldOf(name, type, samples));
  return testDataset('coral-12', schema, samples);
}

function fieldOf(name: string, type: string, samples: readonly Sample[]): Field {
  const label = LABEL_TYPES[type];
  if (label !== undefined) {
    return {
      kind: 'labels',
      name,
      label: label.kind,
      list: label.key !== null,
      attributes: attributeTypes(name, samples),
    };
  }
  const element = /^list<(.+)>$/.exec(type)?.[1];
  if (element !== undefined) return { kind: 'value', name, type: 'list', element: element as FieldType };
  return { kind: 'value', name, type: (type === 'datetime' ? 'date' : type) as FieldType };
}

function attributeTypes(field: string, samples: readonly Sample[]): Readonly<Record<string, AttributeType>> {
  const types: Record<string, AttributeType> = {};
  for (const label of samples.flatMap(({ labels }) => labels[field] ?? [])) {
    for (const [name, value] of Object.entries(label.attributes)) {
      if (value === null) continue;
      const type = typeOf(value);
      types[name] = types[name] === undefined || types[name] === type ? type : 'mixed';
    }
  }
  return types;
}

function typeOf(value: Json): AttributeType {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'list' : 'dict';
}

function sampleOf(raw: Raw, fields: Readonly<Record<string, string>>): Sample {
  const metadata = raw['metadata'] as { readonly width?: number; readonly height?: number } | null | undefined;
  const values: Record<string, FieldValue> = {};
  const labels: Record<string, readonly Label[] | null> = {};
  for (const [name, type] of Object.entries(fields)) {
    const label = LABEL_TYPES[type];
    if (label === undefined) values[name] = plain(raw[name]) as FieldValue;
    else labels[name] = labelsOf(raw[name] as Raw | null | undefined, label);
  }
  return {
    id: String(raw['id']),
    filepath: String(raw['filepath']),
    width: metadata?.width ?? null,
    height: metadata?.height ?? null,
    tags: raw['tags'] as readonly string[],
    fields: values,
    labels,
  };
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  if ('$date' in value) return new Date(String(value.$date));
  if (!('$float' in value)) return value;
  return value.$float === 'NaN' ? null : Number(value.$float);
}

function labelsOf(
  raw: Raw | null | undefined,
  { kind, key }: { readonly kind: Label['kind']; readonly key: string | null },
): readonly Label[] | null {
  if (raw === undefined || raw === null) return null;
  const list = key === null ? [raw] : (raw[key] as readonly Raw[] | null);
  return list === null ? null : list.map((label) => labelOf(label, kind));
}

const OWN = new Set(['id', 'label', 'confidence', 'tags', 'points', 'closed', 'filled', 'bounding_box', 'mask']);

function labelOf(raw: Raw, kind: Label['kind']): Label {
  const base = {
    id: String(raw['id']),
    label: (raw['label'] as string | undefined) ?? null,
    confidence: typeof raw['confidence'] === 'number' ? raw['confidence'] : null,
    tags: (raw['tags'] as readonly string[] | undefined) ?? [],
    attributes: Object.fromEntries(Object.entries(raw).filter(([name]) => !OWN.has(name))) as Readonly<
      Record<string, Json>
    >,
  };
  if (kind === 'polyline') {
    const rings = (raw['points'] as readonly (readonly (readonly number[])[])[]).map((ring) => ({
      xy: ring.flat(),
      hole: false,
    }));
    return {
      ...base,
      kind,
      units: 'normalised',
      rings,
      closed: raw['closed'] === true,
      filled: raw['filled'] === true,
    };
  }
  if (kind === 'detection') {
    return { ...base, kind, units: 'normalised', box: raw['bounding_box'] as [number, number, number, number] };
  }
  return kind === 'keypoint' ? { ...base, kind, units: 'normalised', xy: [] } : { ...base, kind: 'classification' };
}
