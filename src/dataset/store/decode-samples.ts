import { numberOrNull } from './number-or-null.ts';
import type { Label, LabelKind } from '../model/label.ts';
import { type PackedLabel, type PackedSample, type StoredLabel, unpackLabel } from '../model/packed-sample.ts';
import type { FieldValue, Sample } from '../model/sample.ts';
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
  return buildSamples(rows, fields, decodeLabel);
}

/** The same with labels that are not unpacked. */
export function packSamples(rows: PageRows, fields: readonly CatalogField[]): ReadonlyMap<number, PackedSample> {
  return buildSamples(rows, fields, packLabel);
}

/** A sample with the numbers of its labels instead of them; null: never annotated. */
export type SampleHead = Omit<Sample, 'labels'> & { readonly labelCounts: Readonly<Record<string, number | null>> };

/** Samples without their labels, from rows as in `PageRows`, by row id. */
export function decodeSampleHeads(
  { samples, tags }: Pick<PageRows, 'samples' | 'tags'>,
  fields: readonly CatalogField[],
): ReadonlyMap<number, SampleHead> {
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
  return groupLabels(rows, groupTags(labelTags), decodeLabel);
}

type MakeLabel<L> = (row: Row, tags: readonly string[]) => L;

/** Labels in whatever form, by row id of the sample and of the field. */
type Grouped<L> = ReadonlyMap<number, ReadonlyMap<number, readonly L[]>>;

function buildSamples<L>(
  rows: PageRows,
  fields: readonly CatalogField[],
  make: MakeLabel<L>,
): ReadonlyMap<number, Built<L>> {
  const tags = groupTags(rows.tags);
  const labels = groupLabels(rows.labels, groupTags(rows.labelTags), make);
  return new Map(
    rows.samples.map((row) => {
      const id = Number(row[0]);
      const parts = { tags: tags.get(id) ?? NO_TAGS, labels: labels.get(id) ?? new Map<number, readonly L[]>() };
      return [id, buildSample(row, fields, parts)] as const;
    }),
  );
}

function groupLabels<L>(
  rows: readonly Row[],
  tags: ReadonlyMap<number, readonly string[]>,
  make: MakeLabel<L>,
): Grouped<L> {
  const groups = new Map<number, Map<number, L[]>>();
  for (const row of rows) {
    const sample = Number(row[1]);
    const fields = groups.get(sample) ?? new Map<number, L[]>();
    groups.set(sample, fields);
    push(fields, Number(row[2]), make(row, tags.get(Number(row[0])) ?? NO_TAGS));
  }
  return groups;
}

const NO_TAGS: readonly string[] = [];

type Built<L> = Omit<Sample, 'id' | 'labels'> & {
  readonly id: string;
  readonly labels: Readonly<Record<string, readonly L[] | null>>;
};

type Parts<L> = { readonly tags: readonly string[]; readonly labels: ReadonlyMap<number, readonly L[]> };

const FIXED = 7;

function buildSample<L>(row: Row, fields: readonly CatalogField[], parts: Parts<L>): Built<L> {
  const [, oid, filepath, width, height, nulls, provenance] = row;
  const values: [string, FieldValue][] = [];
  const labels: [string, readonly L[] | null][] = [];
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
  return unpackLabel(storedLabel(row, tags));
}

/** A label from its row as in `PageRows`, not unpacked. */
export function packLabel(row: Row, tags: readonly string[]): PackedLabel {
  const stored = storedLabel(row, tags);
  return { ...stored, unpack: () => unpackLabel(stored), row: Number(row[0]) };
}

/** A label as it stands in its row. */
function storedLabel(row: Row, tags: readonly string[]): StoredLabel {
  const [, , , oid, kind, label, confidence, closed, filled, geometry, attributes] = row;
  return {
    id: String(oid),
    kind: kind as LabelKind,
    label: typeof label === 'string' ? label : null,
    confidence: numberOrNull(confidence),
    closed: flagOf(closed),
    filled: flagOf(filled),
    geometry: geometry instanceof Uint8Array ? geometry : null,
    attributes: typeof attributes === 'string' ? attributes : '',
    tags,
  };
}

function flagOf(stored: SqlValue | undefined): boolean | null {
  return stored === null || stored === undefined ? null : stored !== 0;
}
