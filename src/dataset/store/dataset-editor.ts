import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { DetailName } from '../model/detail.ts';
import type { Attributes, Json, Label, LabelProperties } from '../model/label.ts';
import type { SampleChanges } from '../model/sample-changes.ts';
import type { FieldLabels, FieldValue, Sample } from '../model/sample.ts';
import type { Field } from '../model/schema.ts';
import type { SqlValue } from '../query/statement.ts';
import { addColumn } from './bulk-tables.ts';
import { columnsOf } from './columns-of.ts';
import { checkedId, deriveSampleId } from './derive-id.ts';
import { type FieldChange, type FieldState, fieldTable, type FieldTable, type LabelState } from './field-table.ts';
import { encodeValue, isUnstorable } from './field-value.ts';
import { type LabelPlace, labelWriter, type LabelWriter } from './label-writer.ts';
import { propertiesOf } from './encode-label.ts';
import { prepareLabels } from './prepare-labels.ts';
import { labelReader, type LabelReader } from './read-labels.ts';
import { type SampleRow, sampleWriter, type SampleWriter } from './sample-writer.ts';
import { readFields, writeFields } from './stored-fields.ts';
import { encodeUnseen } from './unseen.ts';

/** A sample that is in the dataset. */
export type StoredSample = Sample & { readonly id: string };

/** What a label is to be; `row`, where it stands (`label.id`) if that is known: it is then not looked for. */
export type LabelUpdate = LabelProperties & { readonly row?: number | undefined };

/** Changes samples and labels one by one. Ids have 24 hex digits. Whatever throws, throws `UserError`. */
export type DatasetEditor = {
  /** Says what a field is before its first value; nothing where the field is there. `wrong-type` where it is another one. */
  declareField(field: Field): void;
  /** The classes of a label field, in the source's order. `wrong-type` */
  setClasses(field: string, classes: readonly string[]): void;
  /** Keeps something that is said of the dataset as a whole. */
  setDetail(name: DetailName, value: Json): void;
  /** Adds a sample behind the others. @returns its id. `exists` where there is one with that id. */
  addSample(sample: Sample): string;
  /** Replaces everything on the sample with that id: what is not named is missing afterwards. `not-found`, `wrong-type` */
  replaceSample(sample: StoredSample): void;
  /** Changes what is named. `not-found`, `wrong-type` */
  updateSample(id: string, changes: SampleChanges): void;
  /** Removes a sample with its labels; its picture stays. `not-found` */
  removeSample(id: string): void;
  /** Puts a label in the place of the one with its id, else behind the others of the field. @returns its id. */
  putLabel(sample: string, field: string, label: Label): string;
  /** Changes labels of a field in all but their outlines, by their ids. `not-found` */
  updateLabels(sample: string, field: string, changes: ReadonlyMap<string, LabelUpdate>): void;
  /** Removes a label; the last one leaves an empty annotation. `not-found` */
  removeLabel(sample: string, field: string, id: string): void;
};

/** An editor, and what the store asks of it besides. */
export type OpenEditor = DatasetEditor & {
  /** What is known of fields. */
  readonly fields: FieldTable;
  /** Keeps row ids for labels that are written elsewhere. @returns the one before the first */
  reserveLabels(count: number): number;
  /** Writes what is known of fields; call it before anything else reads. @returns whether a field is not as it was. */
  flush(): boolean;
  /** Takes note of the attributes of a label that is written elsewhere. */
  seeAttributes(field: string, attributes: Attributes): void;
  /** Numbers and dates that could not be stored, by field. */
  readonly unstorable: ReadonlyMap<string, number>;
};

/** Opens an editor on a database in a change. */
export function openEditor(db: Database): OpenEditor {
  const state: State = {
    db,
    fields: fieldTable(readFields(db), columnsOf(db, 'sample')),
    samples: sampleWriter(db),
    labels: labelWriter(db),
    stored: labelReader(db),
    unstorable: new Map(),
  };
  return {
    fields: state.fields,
    reserveLabels: (count) => state.labels.reserve(count),
    unstorable: state.unstorable,
    seeAttributes: (field, attributes) => {
      state.fields.seeAttributes(field, attributes);
    },
    flush: () => writeFields(db, state.fields.fields.values()),
    declareField: (field) => {
      declareField(state, field);
    },
    setClasses: (name, classes) => {
      applyFieldChanges(db, state.fields.expectLabels(name));
      labelField(state, name).classes = classes;
    },
    setDetail: (name, value) => {
      const set = db.prepare(
        'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value',
      );
      set.run(name, JSON.stringify(value));
    },
    addSample: (sample) => addSample(state, sample),
    replaceSample: (sample) => {
      updateSample(state, sample.id, everything(sample, [...state.fields.fields.values()]));
    },
    updateSample: (id, changes) => {
      updateSample(state, id, changes);
    },
    removeSample: (id) => {
      const row = state.samples.row(id);
      state.labels.removeAllOf(row.id);
      state.samples.remove(row.id);
    },
    putLabel: (sample, field, label) => putLabel(state, sample, field, label),
    updateLabels: (sample, field, changes) => {
      updateLabels(state, sample, { field, changes });
    },
    removeLabel: (sample, field, id) => {
      removeLabel(state, sample, field, id);
    },
  };
}

type State = {
  readonly db: Database;
  readonly fields: FieldTable;
  readonly samples: SampleWriter;
  readonly labels: LabelWriter;
  readonly stored: LabelReader;
  readonly unstorable: Map<string, number>;
};

function addSample(state: State, sample: Sample): string {
  const oid = checkedId(sample.id, sample.filepath) ?? deriveSampleId(sample);
  if (state.samples.has(oid)) throw isThere(sample, oid);
  applyFieldChanges(state.db, state.fields.see(sample));
  const { filepath, width, height, provenance = null } = sample;
  const fixed: [string, SqlValue][] = Object.entries({
    ...{ oid, filepath, width, height, provenance },
    nulls: encodeUnseen(sample),
  });
  const id = state.samples.insert(new Map([...fixed, ...fieldColumns(state, sample)]));
  const row = { id, filepath, width, height, unseen: {} };
  state.samples.setTags(row.id, sample.tags);
  writeLabels(state, oid, row, sample.labels);
  return oid;
}

function updateSample(state: State, oid: string, changes: SampleChanges): void {
  const before = state.samples.row(oid);
  const { fields = {}, labels = {} } = changes;
  const { filepath = before.filepath, width = before.width, height = before.height } = changes;
  const row = { ...before, filepath, width, height };
  applyFieldChanges(state.db, state.fields.see({ filepath, fields, labels }));
  const values = [...fixedColumns(before, changes), ...fieldColumns(state, { filepath, fields, labels })];
  state.samples.update(before.id, new Map(values));
  if (changes.tags !== undefined) state.samples.setTags(before.id, changes.tags);
  const isResized = width !== before.width || height !== before.height;
  const measuredAnew = isResized ? state.stored(before.id, state.fields.fields.values()) : {};
  writeLabels(state, oid, row, { ...measuredAnew, ...labels });
}

/** The columns that are not user fields. A field that is named is no explicit null any more. */
function fixedColumns(before: SampleRow, changes: SampleChanges): [string, SqlValue][] {
  const { filepath, width, height, provenance, fields = {}, labels = {} } = changes;
  const isNamed = (name: string): boolean => Object.hasOwn(fields, name) || Object.hasOwn(labels, name);
  const { nulls: explicit = before.unseen.nulls?.filter((name) => !isNamed(name)) ?? [] } = changes;
  const { extras = before.unseen.extras ?? {} } = changes;
  const nulls = encodeUnseen({ nulls: explicit, extras });
  const named = Object.entries({ filepath, width, height, provenance, nulls });
  return named.flatMap(([column, value]): [string, SqlValue][] => (value === undefined ? [] : [[column, value]]));
}

/** Every field of a dataset named: what the sample does not have is missing. */
function everything(sample: StoredSample, fields: readonly FieldState[]): SampleChanges {
  const missing = (kind: FieldState['kind']): Readonly<Record<string, null>> =>
    Object.fromEntries(fields.flatMap((field) => (field.kind === kind ? [[field.name, null]] : [])));
  const { filepath, width, height, tags, provenance = null, nulls = [], extras = {} } = sample;
  const values = { ...missing('value'), ...sample.fields };
  const labels = { ...missing('labels'), ...sample.labels };
  return { filepath, width, height, tags, provenance, nulls, extras, labels, fields: values };
}

function putLabel(state: State, sample: string, field: string, label: Label): string {
  const row = state.samples.row(sample);
  applyFieldChanges(state.db, state.fields.see({ filepath: row.filepath, fields: {}, labels: { [field]: [label] } }));
  const known = labelField(state, field);
  const [prepared] = prepareLabels([label], { sample, field, source: row.filepath });
  if (prepared === undefined) throw new Error('one label was prepared');
  const number = state.labels.put(placeOf(row, known), prepared);
  if (number === undefined) return prepared.oid;
  known.most = Math.max(known.most, number);
  state.samples.update(row.id, new Map([[known.column, number]]));
  return prepared.oid;
}

function updateLabels(
  state: State,
  sample: string,
  { field: name, changes }: { readonly field: string; readonly changes: ReadonlyMap<string, LabelUpdate> },
): void {
  const id = state.samples.id(sample);
  const field = labelField(state, name);
  for (const { attributes } of changes.values()) state.fields.seeAttributes(name, attributes);
  const prepared = new Map(
    Array.from(changes, ([oid, label]) => [oid, { ...propertiesOf(label), row: label.row }] as const),
  );
  const unknown = state.labels.changeProperties({ sample: id, field: field.id }, prepared);
  if (unknown !== undefined) throw noLabel(sample, name, unknown);
}

function removeLabel(state: State, sample: string, name: string, id: string): void {
  const row = state.samples.row(sample);
  const field = labelField(state, name);
  const left = state.labels.remove(placeOf(row, field), id);
  if (left === undefined) throw noLabel(sample, name, id);
  state.samples.update(row.id, new Map([[field.column, left]]));
}

function noLabel(sample: string, field: string, id: string): UserError {
  return new UserError('not-found', `sample ${sample} has no label ${id} in ${field}`);
}

function writeLabels(
  state: State,
  sample: string,
  row: SampleRow,
  byField: Readonly<Record<string, FieldLabels>>,
): void {
  for (const [field, labels] of Object.entries(byField)) {
    const prepared = prepareLabels(labels ?? [], { sample, field, source: row.filepath });
    state.labels.setAll(placeOf(row, labelField(state, field)), prepared);
  }
}

function placeOf({ id, width, height }: SampleRow, field: LabelState): LabelPlace {
  return { sample: id, field: field.id, size: { width, height } };
}

/** The columns of the fields that are named. */
function fieldColumns(
  state: State,
  { filepath, fields, labels }: Pick<Sample, 'filepath' | 'fields' | 'labels'>,
): [string, SqlValue][] {
  const values = Object.entries(fields).flatMap(([name, value]): [string, SqlValue][] => {
    const field = state.fields.fields.get(name);
    if (field?.kind === 'labels') throw labelsExpected(name, filepath);
    return field === undefined ? [] : [[field.column, encodeValue(countUnstorable(state, name, value))]];
  });
  const numbers = Object.entries(labels).map(([name, list]): [string, SqlValue] => [
    labelField(state, name).column,
    list?.length ?? null,
  ]);
  return [...values, ...numbers];
}

function declareField(state: State, field: Field): void {
  const known = state.fields.fields.get(field.name);
  if (known !== undefined && (known.kind !== field.kind || !isOfType(known, field))) {
    throw new UserError('wrong-type', `there is a field ${field.name} already, of another type`, {
      hint: 'choose another name',
    });
  }
  applyFieldChanges(state.db, state.fields.declare(field));
}

function isOfType(known: FieldState, field: Field): boolean {
  return known.kind === 'labels' || field.kind === 'labels' || known.type === field.type;
}

/** A field that turns from int to float keeps its column: SQLite stores either in it. */
function applyFieldChanges(db: Database, changes: readonly FieldChange[]): void {
  for (const { kind, field } of changes) if (kind === 'added') addColumn(db, field);
}

function labelField({ fields }: State, name: string): LabelState {
  const field = fields.labelField(name);
  if (field !== undefined) return field;
  throw new UserError('wrong-type', `${name} is no field of labels`, { hint: 'schema() lists the fields' });
}

function countUnstorable({ unstorable }: State, name: string, value: FieldValue): FieldValue {
  if (isUnstorable(value)) unstorable.set(name, (unstorable.get(name) ?? 0) + 1);
  return value;
}

function labelsExpected(name: string, filepath: string): UserError {
  return new UserError('wrong-type', `${filepath}: ${name} is a field of labels, not of values`, {
    hint: 'set its labels, or choose another name',
  });
}

function isThere({ filepath }: Sample, oid: string): UserError {
  return new UserError('exists', `${filepath} is in the dataset already: a sample has the id ${oid}`, {
    hint: 'change that sample, or leave this one out',
  });
}
