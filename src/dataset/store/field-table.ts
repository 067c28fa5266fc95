import { UserError } from '../../diagnostics.ts';
import type { Attributes, LabelKind } from '../model/label.ts';
import type { FieldValue, Sample } from '../model/sample.ts';
import type { AttributeType, Field, FieldType } from '../model/schema.ts';
import { BUILT_IN_FIELDS } from '../model/schema.ts';
import { typeOfValue } from './field-value.ts';
import { SAMPLE_COLUMNS } from './tables.ts';

/** What is known of a field of values while samples stream in. `element` is `mixed` where elements disagree. */
export type ValueState = {
  readonly kind: 'value';
  readonly id: number;
  readonly name: string;
  readonly column: string;
  type: FieldType;
  element: FieldType | 'mixed' | null;
};

/** What is known of a field of labels. `label` is null until the first label is seen. */
export type LabelState = {
  readonly kind: 'labels';
  readonly id: number;
  readonly name: string;
  readonly column: string;
  label: LabelKind | 'mixed' | null;
  /** Whether a sample may have several; undefined while nothing was declared. */
  list: boolean | undefined;
  /** The largest number of labels of one sample. */
  most: number;
  readonly attributes: Map<string, AttributeType>;
  classes: readonly string[] | null;
};

export type FieldState = ValueState | LabelState;

/** What a sample changed in the table of fields: columns to add, columns that turn from INTEGER to REAL. */
export type FieldChange = { readonly kind: 'added' | 'widened'; readonly field: FieldState };

/** What of a sample tells its fields. */
type Seen = Pick<Sample, 'filepath' | 'fields'> & {
  readonly labels: Readonly<Record<string, readonly SeenLabel[] | null>>;
};

/** Attributes that are JSON already are not looked into: `seeTypes` tells of them. */
type SeenLabel = { readonly kind: LabelKind; readonly attributes: Attributes | string };

/** The user fields of a dataset, discovered sample by sample. */
export type FieldTable = {
  /** In the order in which they were first seen. */
  readonly fields: ReadonlyMap<string, FieldState>;
  /** Takes note of a field that is known before its values are. */
  declare(field: Field): readonly FieldChange[];
  /** Gives a field that is known another name. @throws UserError `invalid` where no field may be called so */
  rename(from: string, to: string): void;
  /** Forgets a field. */
  remove(name: string): void;
  /** Takes note of the fields of a sample. @throws UserError `wrong-type`, `invalid`, `unsupported`. */
  see(sample: Seen): readonly FieldChange[];
  /** Takes note that a field has labels, of whatever kind. */
  expectLabels(name: string): readonly FieldChange[];
  labelField(name: string): LabelState | undefined;
  /** Takes note of attributes of a label of a field that is known. */
  seeAttributes(name: string, attributes: Attributes): void;
  /** Takes note of the types of attributes of labels of a field that is known. */
  seeTypes(name: string, types: ReadonlyMap<string, AttributeType>): void;
};

/**
 * A table of the fields that are known already, none by default.
 * @param taken columns that are there besides: of fields that only a change which was taken back would bring again
 */
export function fieldTable(known: readonly FieldState[] = [], taken: readonly string[] = []): FieldTable {
  const fields = new Map(known.map((field) => [field.name, field]));
  const columns = new Set<string>(
    [...SAMPLE_COLUMNS, ...known.map(({ column }) => column), ...taken].map((column) => column.toLowerCase()),
  );
  let lastId = Math.max(0, ...known.map(({ id }) => id));
  let changes: FieldChange[] = [];

  const add = (make: (base: FieldBase) => FieldState, name: string): FieldState => {
    checkFieldName(name, fields.size);
    const field = make({ id: ++lastId, name, column: freeColumn(name, columns) });
    fields.set(name, field);
    changes.push({ kind: 'added', field });
    return field;
  };
  const seeValue = (name: string, value: FieldValue, sample: Seen): void => {
    const type = typeOfValue(value);
    if (type === null) return;
    const field = fields.get(name) ?? add((base) => ({ ...base, kind: 'value', type, element: null }), name);
    if (field.kind !== 'value') throw conflict(field, type, sample);
    if (field.type !== type && merge(field, type, sample)) changes.push({ kind: 'widened', field });
    if (type === 'list' && Array.isArray(value)) seeElements(field, value as readonly FieldValue[]);
  };
  const seeLabels = (name: string, labels: readonly SeenLabel[] | null, sample: Seen): void => {
    const field = fields.get(name) ?? add(emptyLabelField, name);
    if (field.kind !== 'labels') throw conflict(field, 'labels', sample);
    field.most = Math.max(field.most, labels?.length ?? 0);
    for (const label of labels ?? []) seeLabel(field, label);
  };
  const labelField = (name: string): LabelState | undefined => asLabels(fields.get(name));
  const collect = (work: () => void): readonly FieldChange[] => {
    changes = [];
    work();
    return changes;
  };
  return {
    fields,
    declare: (field) =>
      collect(() => {
        if (!fields.has(field.name)) add((base) => declared(base, field), field.name);
      }),
    ...renaming(fields),
    see: (sample) =>
      collect(() => {
        for (const [name, value] of Object.entries(sample.fields)) seeValue(name, value, sample);
        for (const [name, labels] of Object.entries(sample.labels)) seeLabels(name, labels, sample);
      }),
    expectLabels: (name) =>
      collect(() => {
        if (!fields.has(name)) add(emptyLabelField, name);
      }),
    seeAttributes: (name, attributes) => {
      seeAttributes(labelField(name)?.attributes ?? new Map<string, AttributeType>(), attributes);
    },
    seeTypes: (name, types) => {
      seeTypes(labelField(name)?.attributes ?? new Map<string, AttributeType>(), types);
    },
    labelField,
  };
}

function renaming(fields: Map<string, FieldState>): Pick<FieldTable, 'rename' | 'remove'> {
  return {
    rename: (from, to) => {
      const field = fields.get(from);
      if (field === undefined) return;
      checkFieldName(to, fields.size - 1);
      fields.delete(from);
      fields.set(to, { ...field, name: to });
    },
    remove: (name) => void fields.delete(name),
  };
}

function asLabels(field: FieldState | undefined): LabelState | undefined {
  return field?.kind === 'labels' ? field : undefined;
}

/** A field of one label a sample: declared so, or of classifications of which no sample has two. */
export function isList({ label, list, most }: LabelState): boolean {
  return most > 1 || (list ?? label !== 'classification');
}

type FieldBase = { readonly id: number; readonly name: string; readonly column: string };

function emptyLabelField(base: FieldBase): LabelState {
  return { ...base, kind: 'labels', label: null, list: undefined, most: 0, attributes: new Map(), classes: null };
}

function declared(base: FieldBase, field: Field): FieldState {
  if (field.kind === 'value') return { ...base, kind: 'value', type: field.type, element: field.element ?? null };
  const attributes = new Map(Object.entries(field.attributes));
  return { ...base, kind: 'labels', label: field.label, list: field.list, most: 0, attributes, classes: null };
}

/** Widens an int field that meets a float. @returns whether the field changed. */
function merge(field: ValueState, type: FieldType, sample: Seen): boolean {
  if (field.type === 'float' && type === 'int') return false;
  if (field.type !== 'int' || type !== 'float') throw conflict(field, type, sample);
  field.type = 'float';
  return true;
}

function seeElements(field: ValueState, elements: readonly FieldValue[]): void {
  for (const element of elements) {
    const type = typeOfValue(element);
    if (type === null || type === field.element || field.element === 'mixed') continue;
    field.element = field.element === null ? type : widest(field.element, type);
  }
}

function seeLabel(field: LabelState, { kind, attributes }: SeenLabel): void {
  if (field.label === null) field.label = kind;
  else if (field.label !== kind) field.label = 'mixed';
  if (typeof attributes !== 'string') seeAttributes(field.attributes, attributes);
}

/** Takes note of the types of attributes of a label. */
export function seeAttributes(known: Map<string, AttributeType>, attributes: Attributes): void {
  for (const name in attributes) {
    const type = typeOfValue(attributes[name] ?? null);
    if (type !== null) seeType(known, name, type);
  }
}

function seeTypes(known: Map<string, AttributeType>, types: ReadonlyMap<string, AttributeType>): void {
  for (const [name, type] of types) seeType(known, name, type);
}

function seeType(known: Map<string, AttributeType>, name: string, type: AttributeType): void {
  const before = known.get(name);
  if (type === before || before === 'mixed') return;
  known.set(name, before === undefined ? type : widest(before, type));
}

/** The type that holds both: where dates were declared, inside JSON they are ISO texts. */
function widest(a: AttributeType, b: AttributeType): AttributeType {
  if (a === b || (a === 'date' && b === 'string')) return a;
  const numbers = (a === 'int' || a === 'float') && (b === 'int' || b === 'float');
  return numbers ? 'float' : 'mixed';
}

function conflict(field: FieldState, type: FieldType | 'labels', sample: Seen): UserError {
  const known = field.kind === 'labels' ? 'labels' : field.type;
  return new UserError(
    'wrong-type',
    `${sample.filepath}: field ${field.name} is of type ${type} here, but ${known} in the samples before`,
    { hint: 'give the field one type throughout, or rename it' },
  );
}

const BUILT_IN = new Set(['metadata', ...Object.keys(BUILT_IN_FIELDS)]);

/** SQLite's default limit is 2,000 columns. */
const MOST_FIELDS = 1_900;

function checkFieldName(name: string, count: number): void {
  if (count >= MOST_FIELDS) {
    throw new UserError('unsupported', `more than ${String(MOST_FIELDS)} fields`, {
      hint: 'keep free-form values together in one field',
    });
  }
  if (BUILT_IN.has(name)) {
    throw new UserError('invalid', `a field may not be named ${name}: every sample has one of its own`, {
      hint: 'rename the field',
    });
  }
  if (name === '' || /[\p{Cc}."]/u.test(name)) {
    throw new UserError('invalid', `${JSON.stringify(name)} is no name for a field`, {
      hint: 'a name of a field is not empty and has no dot, quotation mark or control character',
    });
  }
}

function freeColumn(name: string, taken: Set<string>): string {
  let column = name;
  for (let n = 2; taken.has(column.toLowerCase()); n++) column = `${name}_${String(n)}`;
  taken.add(column.toLowerCase());
  return column;
}
