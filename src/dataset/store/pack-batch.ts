import type { Label, LabelKind } from '../model/label.ts';
import type { LabelColumns, PackedBatch, PackedBatchSample } from '../model/packed-batch.ts';
import type { Sample } from '../model/sample.ts';
import type { AttributeType } from '../model/schema.ts';
import { encodeLabel, type EncodedLabel } from './encode-label.ts';
import type { EncodedLabels, EncodedSample } from './encode-sample.ts';
import { seeAttributes } from './field-table.ts';

/** Encodes samples and packs them. */
export function packBatch(samples: readonly Sample[]): PackedBatch {
  const attributes = new Map<string, Map<string, AttributeType>>();
  const labels: EncodedLabel[] = [];
  const encode = (sample: Sample, field: string, label: Label): void => {
    const known = attributes.get(field) ?? new Map<string, AttributeType>();
    attributes.set(field, known);
    seeAttributes(known, label.attributes);
    labels.push(encodeLabel(label, sample));
  };
  const packed = samples.map((sample): PackedBatchSample => {
    const counts = Object.keys(sample.labels).map((field) => {
      const list = sample.labels[field] ?? null;
      for (const label of list ?? []) encode(sample, field, label);
      return [field, list?.length ?? null] as const;
    });
    return { ...sample, labels: counts };
  });
  return { samples: packed, attributes, labels: columnsOf(labels) };
}

/** The memory of a batch that another thread can be given. */
export function memoryOf({ labels }: PackedBatch): ArrayBuffer[] {
  const { kinds, classes, numbers, geometry, geometryLengths, attributeLengths } = labels;
  return [kinds, classes, numbers, geometry, geometryLengths, attributeLengths].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}

/** The samples of a batch, one at a time. */
export function* unpackBatch({ samples, labels }: PackedBatch): Generator<EncodedSample> {
  const next = labelsIn(labels);
  for (const sample of samples) {
    const byField = new Map<string, EncodedLabels>();
    for (const [field, count] of sample.labels) byField.set(field, count === null ? null : next(count));
    yield { ...sample, labels: byField };
  }
}

const KINDS: readonly LabelKind[] = ['polyline', 'detection', 'keypoint', 'mask', 'classification'];
const CLOSED = 8;
const FILLED = 16;
/** Numbers a label. */
const NUMBERS = 7;

function columnsOf(labels: readonly EncodedLabel[]): LabelColumns {
  const count = labels.length;
  const texts = labels.map(({ attributes }) => attributes);
  const names = new Map<string, number>();
  const columns = {
    kinds: new Uint8Array(count),
    classes: new Uint32Array(count),
    numbers: new Float64Array(NUMBERS * count),
    ...blobsOf(labels),
    attributes: texts.join(''),
    attributeLengths: Uint32Array.from(texts, ({ length }) => length),
    ids: new Map<number, string>(),
    tags: new Map<number, readonly string[]>(),
  };
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    if (label === undefined) continue;
    columns.kinds[i] = kindOf(label);
    columns.classes[i] = numberOf(names, label.label);
    putNumbers(columns.numbers, NUMBERS * i, label);
    if (label.id !== undefined) columns.ids.set(i, label.id);
    if (label.tags.length > 0) columns.tags.set(i, label.tags);
  }
  return { ...columns, names: [...names.keys()] };
}

function blobsOf(labels: readonly EncodedLabel[]): Pick<LabelColumns, 'geometry' | 'geometryLengths'> {
  const geometryLengths = Uint32Array.from(labels, (label) => label.geometry?.length ?? 0);
  const geometry = new Uint8Array(geometryLengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const { geometry: blob } of labels) {
    if (blob === null) continue;
    geometry.set(blob, at);
    at += blob.length;
  }
  return { geometry, geometryLengths };
}

function kindOf({ kind, closed, filled }: EncodedLabel): number {
  return KINDS.indexOf(kind) + (closed === 1 ? CLOSED : 0) + (filled === 1 ? FILLED : 0);
}

/** Number of a class, from 1. */
function numberOf(names: Map<string, number>, name: string | null): number {
  if (name === null) return 0;
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size + 1);
  return names.size;
}

function putNumbers(to: Float64Array, at: number, label: EncodedLabel): void {
  to[at] = label.confidence ?? NaN;
  to[at + 1] = label.x ?? NaN;
  to[at + 2] = label.y ?? NaN;
  to[at + 3] = label.w ?? NaN;
  to[at + 4] = label.h ?? NaN;
  to[at + 5] = label.area ?? NaN;
  to[at + 6] = label.vertices;
}

/** Hands out the labels of a batch, as many at a time as it is asked for. */
function labelsIn(columns: LabelColumns): (count: number) => readonly EncodedLabel[] {
  let label = 0;
  let geometryAt = 0;
  let attributesAt = 0;
  return (count) => {
    const labels: EncodedLabel[] = [];
    for (const end = label + count; label < end; label++) {
      const length = columns.geometryLengths[label] ?? 0;
      const geometry = length === 0 ? null : columns.geometry.subarray(geometryAt, geometryAt + length);
      const attributesEnd = attributesAt + (columns.attributeLengths[label] ?? 0);
      labels.push(labelAt(columns, label, geometry, columns.attributes.slice(attributesAt, attributesEnd)));
      geometryAt += length;
      attributesAt = attributesEnd;
    }
    return labels;
  };
}

function labelAt(columns: LabelColumns, i: number, geometry: Uint8Array | null, attributes: string): EncodedLabel {
  const { kinds, classes, names, numbers, ids, tags } = columns;
  const mark = kinds[i] ?? 0;
  const kind = KINDS[mark % CLOSED] ?? 'classification';
  const isOutline = kind === 'polyline';
  const at = NUMBERS * i;
  const id = ids.get(i);
  const encoded = {
    kind,
    label: names[(classes[i] ?? 0) - 1] ?? null,
    confidence: numberAt(numbers, at),
    attributes,
    geometry,
    x: numberAt(numbers, at + 1),
    y: numberAt(numbers, at + 2),
    w: numberAt(numbers, at + 3),
    h: numberAt(numbers, at + 4),
    area: numberAt(numbers, at + 5),
    vertices: numbers[at + 6] ?? 0,
    closed: isOutline ? Number((mark & CLOSED) !== 0) : null,
    filled: isOutline ? Number((mark & FILLED) !== 0) : null,
    tags: tags.get(i) ?? NO_TAGS,
  };
  return id === undefined ? encoded : { ...encoded, id };
}

const NO_TAGS: readonly string[] = [];

function numberAt(numbers: Float64Array, at: number): number | null {
  const number = numbers[at] ?? NaN;
  return Number.isNaN(number) ? null : number;
}
