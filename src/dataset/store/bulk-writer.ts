import type { Database } from 'better-sqlite3';
import { codeOf, UserError } from '../../diagnostics.ts';
import type { DetailName } from '../model/detail.ts';
import type { Json } from '../model/label.ts';
import type { PackedBatch } from '../model/packed-batch.ts';
import type { FieldValue, Sample } from '../model/sample.ts';
import type { Field } from '../model/schema.ts';
import type { SqlValue } from '../query/statement.ts';
import { bulkTables } from './bulk-tables.ts';
import { checkedId, deriveSampleId } from './derive-id.ts';
import { addDigest, type DigestInput, digestSample, type Digests } from './digest.ts';
import { type FieldTable, fieldTable, type LabelState } from './field-table.ts';
import { canonicalValue, encodeValue, isUnstorable } from './field-value.ts';
import type { EncodedLabel } from './encode-label.ts';
import { encodeSample, type EncodedSample } from './encode-sample.ts';
import { unpackBatch } from './pack-batch.ts';
import { idOf } from './prepare-labels.ts';
import { encodeUnseen } from './unseen.ts';

/** What a bulk load has written so far, or altogether. */
export type BulkResult = {
  readonly fields: FieldTable;
  readonly samples: number;
  readonly labels: number;
  /** Number of labels by class, by id of the label field. */
  readonly counts: ReadonlyMap<number, ReadonlyMap<string | null, number>>;
  readonly digests: Digests<bigint>;
  /** Numbers and dates that could not be stored, by field: NaN, invalid dates. */
  readonly unstorable: ReadonlyMap<string, number>;
  readonly details: ReadonlyMap<DetailName, Json>;
};

/** Writes samples into tables without indexes. The caller holds a transaction and commits now and then. */
export type BulkWriter = {
  readonly declareField: (field: Field) => void;
  readonly setDetail: (name: DetailName, value: Json) => void;
  readonly setClasses: (field: string, classes: readonly string[]) => void;
  write(sample: Sample): void;
  writeBatch(batch: PackedBatch): void;
  result(): BulkResult;
};

/** A writer into a database in which `createTables` was run. */
export function bulkWriter(db: Database): BulkWriter {
  const tables = bulkTables(db);
  const fields = fieldTable();
  const state: State = {
    fields,
    tables,
    samples: 0,
    labels: 0,
    counts: new Map(),
    digests: { labels: 0n, fields: 0n, identity: 0n },
    unstorable: new Map(),
    details: new Map(),
    byName: [],
  };
  const declareField = (field: Field): void => {
    tables.change(fields.declare(field), fields.fields.values());
    state.byName = sortedNames(fields);
  };
  return {
    declareField,
    setDetail: (name, value) => void state.details.set(name, value),
    setClasses: (name, classes) => {
      tables.change(fields.expectLabels(name), fields.fields.values());
      state.byName = sortedNames(fields);
      const field = fields.labelField(name);
      if (field === undefined) throw new UserError('wrong-type', `field ${name} has no labels, so no classes either`);
      field.classes = classes;
    },
    write: (sample) => {
      seeFields(state, sample);
      writeSample(state, encodeSample(sample));
    },
    writeBatch: (batch) => {
      for (const sample of unpackBatch(batch)) {
        seeFields(state, { ...sample, labels: Object.fromEntries(sample.labels) });
        writeSample(state, sample);
      }
      for (const [field, types] of batch.attributes) state.fields.seeTypes(field, types);
    },
    result: () => state,
  };
}

type State = {
  readonly fields: FieldTable;
  readonly tables: ReturnType<typeof bulkTables>;
  samples: number;
  labels: number;
  readonly counts: Map<number, Map<string | null, number>>;
  digests: Digests<bigint>;
  readonly unstorable: Map<string, number>;
  readonly details: Map<DetailName, Json>;
  /** Names of all fields, sorted: the order of digests. */
  byName: readonly string[];
};

function sortedNames({ fields }: FieldTable): readonly string[] {
  return [...fields.keys()].sort();
}

function seeFields(state: State, sample: Parameters<FieldTable['see']>[0]): void {
  const changes = state.fields.see(sample);
  if (changes.length === 0) return;
  state.tables.change(changes, state.fields.fields.values());
  state.byName = sortedNames(state.fields);
}

function writeSample(state: State, sample: EncodedSample): void {
  const id = ++state.samples;
  const oid = checkedId(sample.id, sample.filepath) ?? deriveSampleId(sample);
  const tags = [...new Set(sample.tags)];
  const labels = identifyLabels(state, sample, oid);
  insertSample(state, sample, { id, oid });
  for (const [position, tag] of tags.entries()) state.tables.insertSampleTag(id, position, tag);
  for (const field of labels) insertLabels(state, id, field);
  addDigests(state, id, {
    oid,
    tags,
    labels,
    filepath: sample.filepath,
    width: sample.width,
    height: sample.height,
    provenance: sample.provenance ?? null,
    values: canonicalValues(state, sample),
  });
}

type Identified = EncodedLabel & { readonly oid: string };
type IdentifiedField = { readonly name: string; readonly field: LabelState; readonly labels: readonly Identified[] };

/** Label fields that are not missing, by name, each label with its id. */
function identifyLabels({ fields, byName }: State, sample: EncodedSample, oid: string): IdentifiedField[] {
  const identified: IdentifiedField[] = [];
  for (const name of byName) {
    const field = fields.labelField(name);
    const labels = field === undefined ? undefined : sample.labels.get(name);
    if (field === undefined || labels === undefined || labels === null) continue;
    const owner = { sample: oid, field: name, source: sample.filepath };
    const taken = new Set<string>();
    identified.push({ name, field, labels: labels.map((label) => withId(label, idOf(label, owner, taken))) });
  }
  return identified;
}

/** Written out: a spread takes several times as long. */
function withId(label: EncodedLabel, oid: string): Identified {
  const { kind, label: name, confidence, attributes, geometry, tags, closed, filled } = label;
  const { x, y, w, h, area, vertices } = label;
  return { oid, kind, label: name, confidence, attributes, geometry, tags, closed, filled, x, y, w, h, area, vertices };
}

function insertSample(
  state: State,
  sample: EncodedSample,
  { id, oid }: { readonly id: number; readonly oid: string },
): void {
  const nulls = encodeUnseen(sample);
  const { filepath, width, height } = sample;
  const row: SqlValue[] = [id, oid, filepath, width, height, nulls, sample.provenance ?? null];
  for (const field of state.fields.fields.values()) {
    if (field.kind === 'labels') row.push(sample.labels.get(field.name)?.length ?? null);
    else row.push(encodeValue(countUnstorable(state, field.name, valueOf(sample, field.name))));
  }
  try {
    state.tables.insertSample(row);
  } catch (error) {
    if (codeOf(error) === 'SQLITE_CONSTRAINT_UNIQUE') throw duplicate(sample, oid);
    throw error;
  }
}

function duplicate({ filepath, provenance }: EncodedSample, oid: string): UserError {
  const source = provenance === undefined ? '' : ` (${provenance})`;
  return new UserError('invalid', `${filepath}${source} occurs twice: a sample before it has the same id ${oid}`, {
    hint: 'every picture may occur once; remove one of the two from the source',
  });
}

function insertLabels(state: State, sample: number, { field, labels }: IdentifiedField): void {
  const counts = state.counts.get(field.id) ?? new Map<string | null, number>();
  state.counts.set(field.id, counts);
  for (let position = 0; position < labels.length; position++) {
    const label = labels[position];
    if (label === undefined) continue;
    const id = ++state.labels;
    state.tables.insertLabel(labelRow(label, { id, sample, field: field.id, position }));
    for (const [n, tag] of label.tags.entries()) state.tables.insertLabelTag(id, n, tag);
    counts.set(label.label, (counts.get(label.label) ?? 0) + 1);
  }
}

type LabelPlace = {
  readonly id: number;
  readonly sample: number;
  readonly field: number;
  readonly position: number;
};

/** In the order of the columns. */
function labelRow(label: Identified, { id, sample, field, position }: LabelPlace): SqlValue[] {
  const { oid, kind, label: name, confidence, x, y, w, h, area, vertices, closed, filled, geometry } = label;
  const attributes = label.attributes === '' ? null : label.attributes;
  const place: SqlValue[] = [id, oid, sample, field, position];
  place.push(kind, name, confidence, x, y, w, h, area, vertices, closed, filled, geometry, attributes);
  return place;
}

function canonicalValues({ byName, fields }: State, sample: EncodedSample): [string, string][] {
  const values: [string, string][] = [];
  for (const name of byName) {
    if (fields.fields.get(name)?.kind !== 'value') continue;
    const value = canonicalValue(valueOf(sample, name));
    if (value !== null) values.push([name, value]);
  }
  return values;
}

function addDigests(state: State, id: number, input: DigestInput): void {
  const digests = digestSample(input);
  state.tables.insertDigest([id, digests.labels, digests.fields, digests.identity]);
  state.digests = {
    labels: addDigest(state.digests.labels, digests.labels),
    fields: addDigest(state.digests.fields, digests.fields),
    identity: addDigest(state.digests.identity, digests.identity),
  };
}

function countUnstorable({ unstorable }: State, name: string, value: FieldValue): FieldValue {
  if (isUnstorable(value)) unstorable.set(name, (unstorable.get(name) ?? 0) + 1);
  return value;
}

/** Own properties only: a field may be named like a property that every object has. */
function valueOf({ fields }: EncodedSample, name: string): FieldValue {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}
