import { decodeGeometry } from '../model/geometry-blob.ts';
import type { Attributes, Label, LabelKind } from '../model/label.ts';
import type { FieldLabels, FieldValue, Sample } from '../model/sample.ts';
import type { CatalogField } from '../query/catalog.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { decodeValue } from './field-value.ts';
import { decodeUnseen } from './unseen.ts';

/**
 * Rows of some samples and all that belongs to them.
 * - `samples`: id, oid, filepath, width, height, nulls, provenance, then the columns of the fields, in their order
 * - `tags`: sample_id, tag, by position
 * - `labels`: id, sample_id, field_id, oid, kind, class, confidence, closed, filled, geometry, attributes, by position
 * - `labelTags`: label_id, tag, by position
 */
export type PageRows = {
  readonly samples: readonly Row[];
  readonly tags: readonly Row[];
  readonly labels: readonly Row[];
  readonly labelTags: readonly Row[];
};

/** Builds samples from their rows, by row id of the sample. */
export function decodeSamples(rows: PageRows, fields: readonly CatalogField[]): ReadonlyMap<number, Sample> {
  const tags = groupTags(rows.tags);
  const labels = decodeLabels(rows.labels, rows.labelTags);
  return new Map(
    rows.samples.map((row) => {
      const id = Number(row[0]);
      return [
        id,
        decodeSample(row, fields, { tags: tags.get(id) ?? [], labels: labels.get(id) ?? new Map() }),
      ] as const;
    }),
  );
}

/** A sample with the numbers of its labels instead of them; null: never annotated. */
export type SampleRow = Omit<Sample, 'labels'> & { readonly labelCounts: Readonly<Record<string, number | null>> };

/** Samples without their labels, from rows as in `PageRows`, by row id. */
export function decodeSampleRows(
  { samples, tags }: Pick<PageRows, 'samples' | 'tags'>,
  fields: readonly CatalogField[],
): ReadonlyMap<number, SampleRow> {
  const decoded = decodeSamples({ samples, tags, labels: [], labelTags: [] }, fields);
  const rows = new Map(samples.map((row) => [Number(row[0]), row]));
  return new Map(
    [...decoded].map(([id, { labels, ...sample }]) => {
      const counts = fields.flatMap(({ name }, i) =>
        Object.hasOwn(labels, name) ? [[name, numberOrNull(rows.get(id)?.[FIXED + i])] as const] : [],
      );
      return [id, { ...sample, labelCounts: Object.fromEntries(counts) }];
    }),
  );
}

/** Labels from rows as in `PageRows`, by row id of the sample and of the field. */
export function decodeLabels(
  rows: readonly Row[],
  labelTags: readonly Row[],
): ReadonlyMap<number, ReadonlyMap<number, readonly Label[]>> {
  const tags = groupTags(labelTags);
  const groups = new Map<number, Map<number, Label[]>>();
  for (const row of rows) {
    const sample = Number(row[1]);
    const fields = groups.get(sample) ?? new Map<number, Label[]>();
    groups.set(sample, fields);
    push(fields, Number(row[2]), decodeLabel(row, tags.get(Number(row[0])) ?? []));
  }
  return groups;
}

type Parts = { readonly tags: readonly string[]; readonly labels: ReadonlyMap<number, readonly Label[]> };

const FIXED = 7;

function decodeSample(row: Row, fields: readonly CatalogField[], parts: Parts): Sample {
  const [, oid, filepath, width, height, nulls, provenance] = row;
  const values: [string, FieldValue][] = [];
  const labels: [string, FieldLabels][] = [];
  for (const [i, field] of fields.entries()) {
    const stored = row[FIXED + i] ?? null;
    if (field.kind === 'value') values.push([field.name, decodeValue(field.type, stored)]);
    else labels.push([field.name, stored === null ? null : (parts.labels.get(field.id) ?? [])]);
  }
  return {
    id: String(oid),
    filepath: String(filepath),
    width: numberOrNull(width),
    height: numberOrNull(height),
    tags: parts.tags,
    fields: Object.fromEntries(values),
    labels: Object.fromEntries(labels),
    ...(typeof provenance === 'string' && { provenance }),
    ...(typeof nulls === 'string' && decodeUnseen(nulls)),
  };
}

function groupTags(rows: readonly Row[]): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>();
  for (const [owner, tag] of rows) push(groups, Number(owner), String(tag));
  return groups;
}

function push<T>(groups: Map<number, T[]>, key: number, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

function decodeLabel(row: Row, tags: readonly string[]): Label {
  const [, , , oid, kind, label, confidence, closed, filled, geometry, attributes] = row;
  const base = {
    id: String(oid),
    label: typeof label === 'string' ? label : null,
    confidence: numberOrNull(confidence),
    tags,
    attributes: typeof attributes === 'string' ? (JSON.parse(attributes) as Attributes) : {},
  };
  if (!(geometry instanceof Uint8Array)) return { ...base, kind: 'classification' };
  const shape = decodeGeometry(kind as Exclude<LabelKind, 'classification'>, geometry);
  if (shape.kind !== 'polyline') return { ...base, ...shape };
  return { ...base, ...shape, closed: flag(closed, shape.closed), filled: flag(filled, shape.filled) };
}

/** The columns win over the blob: a view or another program may have set them. */
function flag(stored: SqlValue | undefined, otherwise: boolean): boolean {
  return stored === null || stored === undefined ? otherwise : stored !== 0;
}

function numberOrNull(value: SqlValue | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}
